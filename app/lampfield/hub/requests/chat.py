"""Handlers of requests about chat relationships, chats, own presence and links."""

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
async def chat(hub: AccountHub, params: ContactChat) -> ChatOpened:
    """Open the chat with a contact. Its room is sent before the answer."""
    bound, key = lookup.chat_partner(hub, params.cid)
    await bound.session.open_chat(key)
    rooms = hub.store.rooms
    return ChatOpened(room_id=await hub.state_changed.wait_for(lambda: rooms.room_of(bound.source, key)))


@handles(ContactXmppReq)
async def request_contact(hub: AccountHub, params: ContactXmppReq) -> Answer:
    """Send a contact request; by address if the contact is not in the roster yet."""
    bound, key = lookup.chat_partner(hub, params.cid)
    if hub.store.contacts.key_of(params.cid, bound.source) is None:
        contact = lookup.contact(hub, params.cid)
        await bound.session.add(key, contact.name, contact.tags or ())
    else:
        await bound.session.request(key)
    return Answer()


@handles(ContactXmppAuth)
async def authorize(hub: AccountHub, params: ContactXmppAuth) -> Answer:
    """Accept a contact request."""
    bound, key = lookup.chat_partner(hub, params.cid)
    await bound.session.authorize(key)
    return Answer()


@handles(ContactXmppDel)
async def remove(hub: AccountHub, params: ContactXmppDel) -> Answer:
    """Remove a chat relationship, or refuse a contact request."""
    bound, key = lookup.chat_partner(hub, params.cid)
    await bound.session.remove(key)
    return Answer()


@handles(ContactSetTags)
async def set_tags(hub: AccountHub, params: ContactSetTags) -> Answer:
    """Replace a contact's tags."""
    bound, key = lookup.chat_partner(hub, params.cid)
    await bound.session.set_tags(key, params.tags)
    return Answer()


@handles(ContactAdd)
async def add(hub: AccountHub, params: ContactAdd) -> ContactAdded:
    """Send a contact request to an address. The new contact is sent before the answer."""
    address = params.address.strip()
    if not address or not is_one_line(address) or len(address) > ADDRESS_CHARS:
        raise Refusal(RefusalCode.BAD_ADDRESS, "This is no chat address. Write it like alice@example.com.")
    bound = hub.session_for(LinkName.CHAT)
    key = await bound.session.add(address, params.name, params.tags)
    contacts = hub.store.contacts
    cid = contacts.cid_of(key)
    return ContactAdded(cid=await hub.state_changed.wait_for(lambda: _there(hub, cid)))


@handles(PresenceSet)
async def set_presence(hub: AccountHub, params: PresenceSet) -> Answer:
    """Set the operator's own presence, and store it for later sessions."""
    bound = hub.session_for(LinkName.CHAT)
    try:
        await bound.session.set_presence(params.show, params.status)
    except Refusal as refusal:
        if refusal.word is RefusalCode.TIMED_OUT:
            # The server may still get it; store it, so that the next connect sets it in any case.
            hub.presence.choose(params.show, params.status)
        raise
    hub.presence.choose(params.show, params.status)
    return Answer()


@handles(LinkReset)
async def reset(hub: AccountHub, params: LinkReset) -> Answer:
    """Reset a link at its sources, which then reconnect."""
    if params.name is LinkName.HUB:
        raise Refusal(
            RefusalCode.UNSUPPORTED, "The hub cannot reset its link to the client. Reconnect the client."
        )
    await hub.reset(params.name)
    return Answer()


def _there(hub: AccountHub, cid: ContactId) -> ContactId | None:
    return cid if cid in hub.store.contacts.values else None
