"""A PBX for pictures: the source asterisk on what a real one once sent, up to a moment of that day."""

from collections.abc import Callable, Iterable

from lampfield.model.account import Account
from lampfield.model.identity import DeviceName
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources.asterisk.ami_packet import Packet
from lampfield.sources.asterisk.ari import Pbx
from lampfield.sources.asterisk.source import AsteriskSource
from lampfield.sources.asterisk.switchboard import Switchboard, Told
from tests.sources.asterisk.recorded import Watched, empty_picture, parts

OPERATOR = Account(name="reception", secret="s", devices=(DeviceName("PJSIP/201"),))
NOBODY = Pbx(url="http://pbx", ami_host="pbx", ami_port=0, username="u", password="p", context="internal")
MOMENT = "203 calls 202 again, 202 answers second (first held)"
NOW = 1_795_457_979.0
"""Epoch seconds: 23 November 2026, 18:19:39 UTC, which is 84 seconds after that moment."""

BESIDES: tuple[Packet, ...] = (
    {"Event": "DeviceStateChange", "Device": "Custom:DND204", "State": "BUSY"},
    {"Presentity": "CustomPresence:201", "Status": "available", "Message": ""},
    {"Presentity": "CustomPresence:202", "Status": "away", "Message": "back at 7"},
    {"Presentity": "CustomPresence:204", "Status": "dnd", "Message": "in a meeting"},
)
"""What the recorded day lacks at its moment."""


class RecordedBoard(Switchboard):
    """A switchboard whose line is up, and tells nothing new."""

    def join(self, told: Told, link: Callable[[Link], None]) -> None:  # noqa: ARG002
        """Tell that the line is up."""
        link(Link(LinkName.PHONE, LinkState.UP, NOW - 3600, "asterisk"))


class RecordedPbx(AsteriskSource):
    """The source on a recording.

    Args:
        besides: What is heard after it.
    """

    def __init__(self, besides: Iterable[Packet] = BESIDES) -> None:
        super().__init__(NOBODY, OPERATOR.devices, lights_chat=True)
        self.board = RecordedBoard(NOBODY, OPERATOR.devices)
        watched = Watched()
        watched.exchange = self.board.exchange
        watched.exchange.begin(empty_picture())
        for done, events in parts():
            watched.hear(events)
            if done == MOMENT:
                break
        watched.hear(besides)
