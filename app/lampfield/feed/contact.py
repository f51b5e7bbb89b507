"""A contact of the PBX, with everything that one can do to it (seed, ``IPCortex.Types.Contact``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lampfield.feed.device import Device
from lampfield.feed.handle import Handle, Live
from lampfield.feed.photos import Picture
from lampfield.feed.requests import (
    ContactChat,
    ContactDial,
    ContactHangup,
    ContactSetTags,
    ContactXmppAuth,
    ContactXmppDel,
    ContactXmppReq,
)
from lampfield.model import contact as model
from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State

if TYPE_CHECKING:
    from lampfield.feed.call import Call
    from lampfield.feed.room import Room


class Contact(Handle[model.Contact]):
    """A contact. Its attributes are always the latest; `value` is a frozen copy of all of them.

    Every method raises `RequestError` when the hub refuses, with a word to branch on and a sentence, and
    a `FeedError` when no answer comes.
    """

    cid = Live[ContactId]()
    name = Live[str]()
    uname = Live[str]()
    company = Live[str]()
    company_name = Live[str]()
    email = Live[str]()
    can_call = Live[bool]()
    can_chat = Live[bool]()
    can_tag = Live[bool]()
    chat_id = Live[str]()
    tags = Live[tuple[str, ...] | None]()
    states = Live[dict[str, State]]()
    show = Live[Show]()
    status = Live[str]()
    blf = Live[int | None]()
    blf_reason = Live[str]()
    blf_since = Live[float]()
    lamp = Live[Lamp]()
    show_since = Live[float]()
    number = Live[str]()
    party = Live[model.Party | None]()
    labels = Live[tuple[str, ...]]()
    relationship = Live[Relationship]()
    subscription = Live[Subscription]()
    request_text = Live[str]()
    photo_id = Live[str]()

    async def dial(self, device: Device | DeviceName | None = None) -> Call:
        """Ring a device, then the contact's best-guess number. Returns the call that was begun.

        Args:
            device: The line to dial on; None for the account's first.
        """
        name = device.name if isinstance(device, Device) else device
        dialled = await self.pbx.request(ContactDial(cid=self.cid, device=name))
        return self.pbx.call_of(dialled.uid)

    async def hangup(self, party: model.Party | None = None) -> None:
        """End the contact's call, whoever's it is. It needs the right ``hangup``.

        Args:
            party: Who is to be cut off, as it was shown: no other call is ended.
        """
        await self.pbx.request(ContactHangup(cid=self.cid, party=party))

    async def chat(self) -> Room:
        """Open the chat with the contact. Returns its room."""
        opened = await self.pbx.request(ContactChat(cid=self.cid))
        return self.pbx.rooms[opened.room_id]

    async def xmpp_req(self) -> None:
        """Ask for a chat relationship."""
        await self.pbx.request(ContactXmppReq(cid=self.cid))

    async def xmpp_auth(self) -> None:
        """Accept the contact's request for a chat relationship."""
        await self.pbx.request(ContactXmppAuth(cid=self.cid))

    async def xmpp_del(self) -> None:
        """Remove the chat relationship, or refuse the contact's request."""
        await self.pbx.request(ContactXmppDel(cid=self.cid))

    async def set_tags(self, tags: Iterable[str]) -> None:
        """Replace the contact's tags."""
        await self.pbx.request(ContactSetTags(cid=self.cid, tags=tuple(tags)))

    async def photo(self, size: int | None = 128, *, allow_null: bool = False) -> Picture | None:
        """Fetch the contact's picture. It always resolves, and is cached until the picture changes.

        Args:
            size: Edge in pixels; None for 128.
            allow_null: Return None where there is no picture, in place of a placeholder SVG.
        """
        return await self.pbx.photos.fetch(self.value, 128 if size is None else size, allow_null=allow_null)
