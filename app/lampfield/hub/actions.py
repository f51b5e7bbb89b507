"""What each request does."""

from lampfield.feed import requests as asked
from lampfield.hub import actions_chat, actions_phone, actions_room
from lampfield.hub.dispatch import Actions

ACTIONS: Actions = {
    asked.ContactDial: actions_phone.dial_contact,
    asked.ContactHangup: actions_phone.hang_up_other,
    asked.DeviceDial: actions_phone.dial_number,
    asked.DeviceTest: actions_phone.test_phone,
    asked.CallHangup: actions_phone.hang_up,
    asked.CallHold: actions_phone.hold,
    asked.CallTalk: actions_phone.talk,
    asked.ContactChat: actions_chat.chat,
    asked.ContactXmppReq: actions_chat.request,
    asked.ContactXmppAuth: actions_chat.authorize,
    asked.ContactXmppDel: actions_chat.remove,
    asked.ContactSetTags: actions_chat.set_tags,
    asked.ContactAdd: actions_chat.add,
    asked.PresenceSet: actions_chat.set_presence,
    asked.LinkReset: actions_chat.reset,
    asked.RoomPost: actions_room.post,
    asked.RoomLeave: actions_room.leave,
    asked.RoomHistory: actions_room.history,
    asked.RoomType: actions_room.type_,
    asked.RoomSeen: actions_room.see,
}
"""Every request but those that open a session."""
