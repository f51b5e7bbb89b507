"""What the Asterisk REST Interface says, as typed values. Unknown fields and events are passed over.

Source: Asterisk's Swagger descriptions of ARI, events.json and channels.json (16 to 22).
"""

import msgspec


class CallerId(msgspec.Struct, frozen=True):
    """A name and a number."""

    name: str = ""
    number: str = ""


class Dialplan(msgspec.Struct, frozen=True):
    """Where a channel is in the dial plan."""

    context: str = ""
    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True):
    """One leg of a call."""

    id: str = ""
    name: str = ""
    """Device and a number, such as ``PJSIP/201-00000005``."""
    state: str = ""
    """Down, Ring (it calls), Ringing (it is rung), Up and others."""
    caller: CallerId = CallerId()
    """Whose channel this is."""
    connected: CallerId = CallerId()
    """The other end."""
    dialplan: Dialplan = Dialplan()
    creationtime: str = ""


class Bridge(msgspec.Struct, frozen=True):
    """What joins channels."""

    id: str = ""
    bridge_class: str = ""
    """``parking`` for parked calls."""
    bridge_type: str = ""
    """``mixing`` where they hear one another, ``holding`` where not."""
    channels: tuple[str, ...] = ()


class AriEvent(msgspec.Struct, frozen=True):
    """An event; what a kind of event does not have is empty."""

    type: str
    timestamp: str = ""
    channel: Channel | None = None
    peer: Channel | None = None
    """Of ``Dial``: the leg that is dialled."""
    caller: Channel | None = None
    """Of ``Dial``: the leg that dials."""
    bridge: Bridge | None = None
    dialstatus: str = ""
    cause: int = 0
    """Q.850."""


_EVENT = msgspec.json.Decoder(AriEvent)


def read_event(data: str | bytes) -> AriEvent:
    """Return an event.

    Raises:
        ValueError: It is none.
    """
    return _EVENT.decode(data)
