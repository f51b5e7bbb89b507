"""What is asked about chat relationships, chats and the operator's own presence."""

from lampfield.hub import lookup
from lampfield.hub.accounts import AccountHub
from lampfield.hub.requests.registry import handles
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import is_one_line
from lampfield.protocol.requests import (
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

ADDRESS_CHARS = 3071
"""The longest address of XMPP (RFC 7622, section 3.1)."""


@handles(ContactChat)
async def chat(hub: AccountHub, asked: ContactChat) -> ChatOpened:
    """Open the chat with a contact; its room is told before the answer."""
    bound, key = lookup.chat_partner(hub, asked.cid)
    await bound.session.open_chat(key)
    rooms = hub.store.rooms
    return ChatOpened(room_id=await hub.state_changed.wait_for(lambda: rooms.room_of(bound.source, key)))


@handles(ContactXmppReq)
async def request(hub: AccountHub, asked: ContactXmppReq) -> Answer:
    """Ask for a chat relationship. Whom the chat server does not know yet is asked by address."""
    bound, key = lookup.chat_partner(hub, asked.cid)
    if hub.store.contacts.key_of(asked.cid, bound.source) is None:
        contact = lookup.contact(hub, asked.cid)
        await bound.session.add(key, contact.name, contact.tags or ())
    else:
        await bound.session.request(key)
    return Answer()


@handles(ContactXmppAuth)
async def authorize(hub: AccountHub, asked: ContactXmppAuth) -> Answer:
    """Accept a request for a chat relationship."""
    bound, key = lookup.chat_partner(hub, asked.cid)
    await bound.session.authorize(key)
    return Answer()


@handles(ContactXmppDel)
async def remove(hub: AccountHub, asked: ContactXmppDel) -> Answer:
    """Remove a chat relationship, or refuse a request."""
    bound, key = lookup.chat_partner(hub, asked.cid)
    await bound.session.remove(key)
    return Answer()


@handles(ContactSetTags)
async def set_tags(hub: AccountHub, asked: ContactSetTags) -> Answer:
    """Replace a contact's tags."""
    bound, key = lookup.chat_partner(hub, asked.cid)
    await bound.session.set_tags(key, asked.tags)
    return Answer()


@handles(ContactAdd)
async def add(hub: AccountHub, asked: ContactAdd) -> ContactAdded:
    """Ask somebody who is no contact yet; the new contact is told before the answer."""
    address = asked.address.strip()
    if not address or not is_one_line(address) or len(address) > ADDRESS_CHARS:
        raise Refusal(RefusalCode.BAD_ADDRESS, "This is no chat address. Write it like alice@example.com.")
    bound = hub.at(LinkName.CHAT)
    key = await bound.session.add(address, asked.name, asked.tags)
    contacts = hub.store.contacts
    cid = contacts.cid_of(key)
    return ContactAdded(cid=await hub.state_changed.wait_for(lambda: _there(hub, cid)))


@handles(PresenceSet)
async def set_presence(hub: AccountHub, asked: PresenceSet) -> Answer:
    """Set the operator's own presence, and keep it for the sessions to come."""
    bound = hub.at(LinkName.CHAT)
    try:
        await bound.session.set_presence(asked.show, asked.status)
    except Refusal as refusal:
        if refusal.word is RefusalCode.TIMED_OUT:
            # It may be on its way; at the next connect it is set in any case.
            hub.presence.choose(asked.show, asked.status)
        raise
    hub.presence.choose(asked.show, asked.status)
    return Answer()


@handles(LinkReset)
async def reset(hub: AccountHub, asked: LinkReset) -> Answer:
    """Cut a link at its sources and let it come back."""
    if asked.name is LinkName.HUB:
        raise Refusal(RefusalCode.UNSUPPORTED, "The link to the hub is reset by its client: connect again.")
    await hub.reset(asked.name)
    return Answer()


def _there(hub: AccountHub, cid: ContactId) -> ContactId | None:
    return cid if cid in hub.store.contacts.values else None
