"""What each announcement is about, and of whom."""

from lampfield.client.connect import connect
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.announcing.announcer import Announcer
from lampfield.frontend.events.links import GRACE_SECONDS
from lampfield.hub.server import HubServer
from lampfield.model.announcement import AnnouncementTopic
from lampfield.model.call import CallState
from lampfield.model.change import ContactGone, DeviceChange, LinkChange, MessageChange
from lampfield.model.link import Link, LinkName, LinkState
from tests.board.booth import DEVICE
from tests.frontend.announcing.test_news import ALICE, ALICE_KEY, BOB, BOB_KEY, call
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.timing import HandMoved
from tests.waiting import until


async def test_what_each_announcement_is_about() -> None:
    """By it a later one replaces an earlier one that still waits."""
    source = Scripted(DeviceChange(DEVICE), ALICE)
    told: list[Announcement] = []
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: len(pbx.contacts) == 1, "Alice")
        timing = HandMoved()
        announcer = Announcer(told.append, list(AnnouncementTopic), timing=timing)
        announcer.follow(pbx)
        announcer.say("4 free")
        source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        source.tell(call(CallState.RING))
        source.tell(MessageChange(key=ALICE_KEY, id="1", text="hi", time=1))
        source.tell(BOB)
        await until(lambda: len(told) == 4, f"four of {told}")
        timing.move(GRACE_SECONDS)
        [alice, bob] = sorted(pbx.contacts, key=lambda person: person.name)
        [ringing], [room] = pbx.calls, pbx.rooms
        assert {(it.subject, it.line(), it.is_urgent) for it in told} == {
            (("answer",), "4 free", False),
            (("link", LinkName.PHONE), "lost, phone link", True),
            (("call", ringing.uid), "rings, Brown, 0161, via sales", True),
            (("message", room.room_id, room.log[0].msg_id), "message, Alice: hi", False),
            (("person", bob.cid), "new, Bob, 202", False),
        }
        told.clear()
        source.tell(ContactGone(ALICE_KEY), ContactGone(BOB_KEY))
        await until(lambda: len(told) == 2, f"two of {told}")
        assert {(it.subject, it.line()) for it in told} == {
            (("person", alice.cid), "gone, Alice, 201"),
            (("person", bob.cid), "gone, Bob, 202"),
        }
