"""The contact: all properties of ``Contact`` in the IPCortex API, and those that Lampfield adds."""

from enum import StrEnum
from typing import Any, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp, lamp_from_blf
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State, status_from_states
from lampfield.model.wire import wire_name


class Direction(StrEnum):
    """The direction of a contact's call, as the contact sees it."""

    IN = "in"
    OUT = "out"


class Party(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename=wire_name):
    """The other end of a contact's call."""

    name: str = ""
    number: str = ""
    direction: Direction = Direction.IN
    since: int = 0
    """Epoch milliseconds of the answer, or of the first ring while it rings; 0 when unknown."""
    queue: str = ""
    """The queue through which the call came; empty if none."""
    call: str = ""
    """Identifies the call, by the source's name for the contact's end; empty if the source has none."""

    def continues(self, before: "Party") -> bool:
        """Return whether this is still the same call with the same other end.

        It stays the same call when it is answered, or when a name or a number arrives later.
        """
        if (self.call, self.direction) != (before.call, before.direction):
            return False
        if before.number:
            return self.number == before.number
        return before.name in ("", self.name)


class Contact(msgspec.Struct, frozen=True, gc=False, rename=wire_name, kw_only=True):
    """A contact (``IPCortex.Types.Contact`` 6.5). On the wire every property is present."""

    cid: ContactId
    """The unique key; the same person keeps it when the hub restarts."""
    name: str = ""
    """The full name."""
    uname: str = ""
    """The login name, unique."""
    company: str = "default"
    """The company's id, or the literal ``default``."""
    company_name: str = ""
    """The company's name."""
    email: str = ""
    """The e-mail address."""
    can_call: bool = False
    """There is a number to dial."""
    can_chat: bool = False
    """Online for chat."""
    can_tag: bool = False
    """The operator may edit the tags."""
    chat_id: str = ""
    """The chat address; empty if there is none."""
    tags: tuple[str, ...] | None = None
    """Null if the contact cannot be tagged."""
    states: dict[str, State] = {}
    """Chat presence by online resource."""
    show: Show = Show.OFFLINE
    """The most online of ``states``; empty: offline, no permission or no data."""
    blf: int | None = None
    """The phone: 0 free, 1 on call, 2 ringing, 3 on call and ringing; null: unknown."""

    blf_reason: str = ""
    """Why ``blf`` is unknown, as a sentence."""
    number: str = ""
    """The number that ``dial`` calls, usually the extension."""
    party: Party | None = None
    """The other end of the contact's call; null if there is no call, or the account lacks ``parties``."""
    labels: tuple[str, ...] = ()
    """What the PBX reports besides ``blf``: on hold, do not disturb, call forwarding."""
    relationship: Relationship = Relationship.NONE
    """The chat relationship in one word."""
    subscription: Subscription = Subscription.NONE
    """Who sees whose presence."""
    request_text: str = ""
    """The text of a contact request that waits for an answer."""
    blf_since: float = 0.0
    """Epoch seconds of the last change of ``blf``; 0 when unknown."""
    show_since: float = 0.0
    """Epoch seconds of the last change of ``show``; 0 when unknown."""
    photo_id: str = ""
    """Changes with the photo; empty if there is none."""

    @property
    def lamp(self) -> Lamp:
        """The lamp of ``blf``."""
        return lamp_from_blf(self.blf)

    @property
    def status(self) -> str:
        """The status text of the most online resource."""
        return status_from_states(self.states)


class ContactPatch(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename=wire_name, kw_only=True):
    """A partial update of a contact: properties that are unset stay unchanged."""

    cid: ContactId | UnsetType = UNSET
    name: str | UnsetType = UNSET
    uname: str | UnsetType = UNSET
    company: str | UnsetType = UNSET
    company_name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    can_call: bool | UnsetType = UNSET
    can_chat: bool | UnsetType = UNSET
    can_tag: bool | UnsetType = UNSET
    chat_id: str | UnsetType = UNSET
    tags: tuple[str, ...] | None | UnsetType = UNSET
    states: dict[str, State] | UnsetType = UNSET
    show: Show | UnsetType = UNSET
    blf: int | None | UnsetType = UNSET
    blf_reason: str | UnsetType = UNSET
    number: str | UnsetType = UNSET
    party: Party | None | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET
    relationship: Relationship | UnsetType = UNSET
    subscription: Subscription | UnsetType = UNSET
    request_text: str | UnsetType = UNSET
    blf_since: float | UnsetType = UNSET
    show_since: float | UnsetType = UNSET
    photo_id: str | UnsetType = UNSET


_PATCH_FIELDS = tuple(field.name for field in msgspec.structs.fields(ContactPatch))


class Named(Protocol):
    """A contact: its value or its handle."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def uname(self) -> str:
        """Its login name."""

    @property
    def number(self) -> str:
        """Its number."""


def full_name(contact: Named) -> str:
    """Return a contact's name as its server gives it; without one, its login name or its number."""
    return contact.name or contact.uname or contact.number


def changes_of(patch: ContactPatch) -> dict[str, Any]:
    """Return the properties of a patch that are set, without the ``cid``."""
    values = msgspec.structs.astuple(patch)
    # Lengths are equal by construction; `strict=True` would cost a sixth of this hot path.
    changes = {name: value for name, value in zip(_PATCH_FIELDS, values) if value is not UNSET}  # noqa: B905
    changes.pop("cid", None)
    return changes
