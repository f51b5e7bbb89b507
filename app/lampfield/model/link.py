"""The links to the servers, and the operator's own presence."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId
from lampfield.model.show import Show
from lampfield.model.wire import wire_name


class LinkName(StrEnum):
    """The name of a link, which is also its indicator in the header."""

    HUB = "hub"
    """From the client to the hub."""
    PHONE = "phone"
    """From the hub to the PBX."""
    CHAT = "chat"
    """From the hub to the chat server, as this operator."""
    DIRECTORY = "directory"
    """The directory file: up while it can be read."""

    @classmethod
    def _missing_(cls, value: object) -> "LinkName | None":
        """Accept the name of a link of a newer hub, so that a client can ignore its notifications."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_, unknown._value_ = value.upper(), value
        return unknown


class LinkState(StrEnum):
    """The state of a link, which decides whether its data is fresh."""

    UP = "up"
    """Connected: its data is fresh."""
    CONNECTING = "connecting"
    """Connecting."""
    DOWN = "down"
    """Disconnected: its data is stale."""
    ABSENT = "absent"
    """No such source is configured."""
    UNKNOWN = "unknown"
    """Set by a client while it is not connected to the hub."""

    @classmethod
    def _missing_(cls, value: object) -> "LinkState":
        """Map an unknown state of a newer peer to down: stale data must never count as fresh."""
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
