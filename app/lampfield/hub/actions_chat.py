"""What is asked about chat relationships, chats and the operator's own presence."""

from lampfield.feed.requests import (
    Answer,
    ChatOpened,
    ContactAdd,
    ContactAdded,
    ContactChat,
    ContactSetTags,
    ContactXmppAuth,
    ContactXmppDel,
    ContactXmppReq,
    LinkReset,
    PresenceSet,
)
from lampfield.hub import lookup
from lampfield.hub.desk import Desk
from lampfield.hub.registry import handles
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, Word
from lampfield.model.text import is_one_line

ADDRESS_CHARS = 3071
"""The longest address of XMPP (RFC 7622, section 3.1)."""


@handles(ContactChat)
async def chat(desk: Desk, asked: ContactChat) -> ChatOpened:
    """Open the chat with a contact; its room is told before the answer."""
    seat, key = lookup.chat_partner(desk, asked.cid)
    await seat.session.open_chat(key)
    rooms = desk.store.rooms
    return ChatOpened(room_id=await desk.awaiting.until(lambda: rooms.room_of(seat.source, key)))


@handles(ContactXmppReq)
async def request(desk: Desk, asked: ContactXmppReq) -> Answer:
    """Ask for a chat relationship. Whom the chat server does not know yet is asked by address."""
    seat, key = lookup.chat_partner(desk, asked.cid)
    if desk.store.contacts.key_of(asked.cid, seat.source) is None:
        contact = lookup.contact(desk, asked.cid)
        await seat.session.add(key, contact.name, contact.tags or ())
    else:
        await seat.session.request(key)
    return Answer()


@handles(ContactXmppAuth)
async def authorize(desk: Desk, asked: ContactXmppAuth) -> Answer:
    """Accept a request for a chat relationship."""
    seat, key = lookup.chat_partner(desk, asked.cid)
    await seat.session.authorize(key)
    return Answer()


@handles(ContactXmppDel)
async def remove(desk: Desk, asked: ContactXmppDel) -> Answer:
    """Remove a chat relationship, or refuse a request."""
    seat, key = lookup.chat_partner(desk, asked.cid)
    await seat.session.remove(key)
    return Answer()


@handles(ContactSetTags)
async def set_tags(desk: Desk, asked: ContactSetTags) -> Answer:
    """Replace a contact's tags."""
    seat, key = lookup.chat_partner(desk, asked.cid)
    await seat.session.set_tags(key, asked.tags)
    return Answer()


@handles(ContactAdd)
async def add(desk: Desk, asked: ContactAdd) -> ContactAdded:
    """Ask somebody who is no contact yet; the new contact is told before the answer."""
    address = asked.address.strip()
    if not address or not is_one_line(address) or len(address) > ADDRESS_CHARS:
        raise Refusal(Word.BAD_ADDRESS, "This is no chat address. Write it like alice@example.com.")
    seat = desk.at(LinkName.CHAT)
    key = await seat.session.add(address, asked.name, asked.tags)
    contacts = desk.store.contacts
    cid = contacts.cid_of(key)
    return ContactAdded(cid=await desk.awaiting.until(lambda: _there(desk, cid)))


@handles(PresenceSet)
async def set_presence(desk: Desk, asked: PresenceSet) -> Answer:
    """Set the operator's own presence, and keep it for the sessions to come."""
    seat = desk.at(LinkName.CHAT)
    try:
        await seat.session.set_presence(asked.show, asked.status)
    except Refusal as refusal:
        if refusal.word is Word.TIMED_OUT:
            # It may be on its way; at the next connect it is set in any case.
            desk.presence.choose(asked.show, asked.status)
        raise
    desk.presence.choose(asked.show, asked.status)
    return Answer()


@handles(LinkReset)
async def reset(desk: Desk, asked: LinkReset) -> Answer:
    """Cut a source's link and let it come back."""
    if asked.name is LinkName.HUB:
        raise Refusal(Word.UNSUPPORTED, "The link to the hub is reset by its client: connect again.")
    await desk.at(asked.name).session.reset(asked.name)
    return Answer()


def _there(desk: Desk, cid: ContactId) -> ContactId | None:
    return cid if cid in desk.store.contacts.values else None
