"""A link to a source, and the operator's own presence: what the header shows."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId
from lampfield.model.show import Show
from lampfield.model.wire import wire_name


class LinkName(StrEnum):
    """Which lamp of the header a link lights."""

    HUB = "hub"
    """From the client to the hub."""
    PHONE = "phone"
    """From the hub to the PBX."""
    CHAT = "chat"
    """From the hub to the chat server, as this operator."""
    DIRECTORY = "directory"
    """The directory's file: up while it can be read."""

    @classmethod
    def _missing_(cls, value: object) -> "LinkName | None":
        """Take the name of a link that a newer hub has, so that its word about it can be passed over."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_, unknown._value_ = value.upper(), value
        return unknown


class LinkState(StrEnum):
    """Whether what came over a link is fresh."""

    UP = "up"
    """What comes over it is fresh."""
    CONNECTING = "connecting"
    """A connection is being made."""
    DOWN = "down"
    """It is lost: what came over it is stale."""
    ABSENT = "absent"
    """No such source is configured."""
    UNKNOWN = "unknown"
    """Set by a client: the hub, which would know, is not connected."""

    @classmethod
    def _missing_(cls, value: object) -> "LinkState":
        """Read a word of a newer peer as down: never call fresh what may be stale."""
        return cls.DOWN


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link, its state, and since when."""

    name: LinkName
    """Which link."""
    state: LinkState = LinkState.DOWN
    """Whether it is up."""
    since: float = 0.0
    """Epoch seconds of the last change between up and not up."""
    source: str = ""
    """The kind of source, such as ``xmpp`` or ``asterisk``."""
    reason: str = ""
    """Why it is down, and what to do."""


class Me(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """The operator who is logged in."""

    account: str
    name: str = ""
    cid: ContactId | None = None
    chat_id: str = ""
    show: Show = Show.OFFLINE
    """What others see of the operator."""
    status: str = ""
    rights: tuple[str, ...] = ()
    """What the account is allowed to do."""
