"""An Asterisk in this process: manager interface and REST interface over one state, at port 0.

It answers as a real one does, emits events, and misbehaves on a test's cue::

    async with scripted_pbx() as pbx:
        held = pbx.cue("ExtensionStateList", Manner.HOLD)
        ...
        await held.reached()
        pbx.device("PJSIP/202", "RINGING")     # happens meanwhile
        held.release()

Each change is in the next snapshot; with ``told=False`` it emits no event.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from typing import Any

from lampfield.sources.asterisk.settings import AsteriskSettings
from tests.sources.asterisk.scripted_ami import Fields, ScriptedAmi
from tests.sources.asterisk.scripted_answers import (
    answer_from,
    default_state,
    extension_status,
    presence_state,
)
from tests.sources.asterisk.scripted_ari import ScriptedAri
from tests.sources.cues import Cue, Cues, Manner

NAMES = {"201": "Alice Ames", "202": "Bob Berg", "203": "Cara Cole", "204": "Dan Dietz"}
"""The phones."""

AGGREGATE = (
    "INVALID",
    "UNKNOWN",
    "UNAVAILABLE",
    "NOT_INUSE",
    "ONHOLD",
    "RINGING",
    "INUSE",
    "BUSY",
    "RINGINUSE",
)
"""The state of a hint is that of its devices' states which is last here (main/devicestate.c)."""

STATUSES = {"NOT_INUSE": 0, "INUSE": 1, "BUSY": 2, "RINGING": 8, "RINGINUSE": 9, "ONHOLD": 16}
"""An extension's status by its devices' state; any other is 4, Unavailable."""

FIRST_MS = 1_767_225_600_000
"""The time of the first event, in epoch milliseconds: 2026-01-01T00:00:00Z. Each event is a second later."""


class ScriptedPbx:
    """The PBX. A test may change all public attributes."""

    def __init__(self) -> None:
        self.cues = Cues()
        self._going = asyncio.Event()
        self._going.set()
        self.ami = ScriptedAmi(self.cues, self._going)
        self.ari = ScriptedAri(self.cues, self._going)
        self.hints: dict[str, tuple[str, str]] = {
            number: ("internal", f"PJSIP/{number}&Custom:DND{number},CustomPresence:{number}")
            for number in NAMES
        }
        """Context and hint by extension."""
        self.pattern_hints: dict[str, tuple[str, str]] = {}
        """The same for extensions with only a pattern hint: in no list before a request for them."""
        self.parked: list[Fields] = []
        self.linkedids: dict[str, str] = {}
        """The id that all channels of one call share, by channel id; a channel that is not here is alone."""
        self.statuses: dict[str, int] = {}
        """Asterisk's states of extensions where they differ from their devices'."""
        self.devices: dict[str, str] = {f"PJSIP/{number}": "NOT_INUSE" for number in NAMES}
        self.unlisted: set[str] = set()
        """Devices that have a state and are in no list: no request was made for them yet."""
        self.presences: dict[str, tuple[str, str]] = {}
        """Status and message by presentity."""
        self.endpoints = [f"PJSIP/{number}" for number in NAMES]
        self.functions: dict[str, str] = {
            f"PJSIP_ENDPOINT({number},callerid)": f'"{name}" <{number}>' for number, name in NAMES.items()
        }
        """Values of functions of the dial plan, such as ``PJSIP_ENDPOINT(201,callerid)``."""
        self.of_channels: dict[tuple[str, str], str] = {}
        """The same for a channel, by its name and the function."""
        self.dialable = {*NAMES, "500"}
        """Extensions with a priority 1."""
        self.contexts = {"internal"}
        """The contexts of the dial plan."""
        self.version = "22.10.1"
        self.database: dict[str, dict[str, str]] = {}
        """AstDB: values by key, by family."""
        self.mailboxes: list[Fields] = []
        self.queues: list[Fields] = []
        self.contacts: list[Fields] = [
            {
                "Endpoint": number,
                "Uri": f"sip:{number}@127.0.0.1:506{number[-1]}",
                "UserAgent": "Desk phone 1",
            }
            for number in NAMES
        ]
        """The registered telephones."""
        self.obeying = {"PJSIP/201"}
        """Devices that obey a NOTIFY within a call."""
        self.deadly: set[str] = set()
        """Devices whose response to it makes Asterisk end the call."""
        self.deadly_cause = 127
        """The cause with which those calls end."""
        self.allow_events: dict[str, str] = {}
        """The events that the phones of devices name in ``Allow-Events``."""
        self.channels: dict[str, dict[str, Any]] = {}
        self.bridges: dict[str, dict[str, Any]] = {}
        self._events = 0
        answer_from(self)

    @property
    def address(self) -> AsteriskSettings:
        """The settings with which the source connects."""
        return AsteriskSettings(
            url=f"http://127.0.0.1:{self.ari.listener.port}",
            ami_host="127.0.0.1",
            ami_port=self.ami.listener.port,
            username="lampfield",
            password="secret",
            context="internal",
        )

    def cue(
        self, name: str, manner: Manner = Manner.INSTEAD, times: int | None = 1, answer: Any = None
    ) -> Cue:
        """Misbehave on a request.

        Args:
            name: A pattern of its name, such as ``Getvar *``, ``GET channels``, or ``AMI`` for the greeting.
            manner: How to misbehave.
            times: How many times; None: always.
            answer: For ``INSTEAD``: packets or bytes for AMI, a `Reply` for ARI.
        """
        return self.cues.add(name, manner, times, answer)

    async def start(self) -> None:
        """Listen."""
        await asyncio.gather(self.ami.listener.start(), self.ari.listener.start())

    async def stop(self) -> None:
        """Cut connections, refuse new ones, and end all calls."""
        await asyncio.gather(self.ami.listener.stop(), self.ari.listener.stop())
        self.channels.clear()
        self.bridges.clear()

    async def close(self) -> None:
        """Stop, and release the ports."""
        self.thaw()
        await asyncio.gather(self.ami.listener.close(), self.ari.listener.close())

    def cut(self) -> None:
        """Cut all connections; accept new ones."""
        self.ami.listener.cut()
        self.ari.listener.cut()

    def freeze(self) -> None:
        """Hang like a stopped process: connections stay open, and nothing is answered."""
        self._going.clear()

    def thaw(self) -> None:
        """Continue, first with the requests of the meantime."""
        self._going.set()

    # Events.

    def happens(self, kind: str, *, told: bool = True, **fields: Any) -> None:
        """Emit an event of ARI.

        Args:
            kind: Its type.
            told: Whether to emit it.
            fields: Its own fields. Channels and bridges are given by their ids, and must exist.
        """
        event = {"type": kind, "timestamp": self.timestamp(), **fields}
        for key in ("channel", "peer", "caller"):
            if isinstance(event.get(key), str):
                event[key] = deepcopy(self.channels[event[key]])
        if isinstance(event.get("bridge"), str):
            event["bridge"] = deepcopy(self.bridges[event["bridge"]])
        if told:
            self.ari.emit_event(event)

    def timestamp(self) -> str:
        """Return the time of the next event, a second after the one before."""
        self._events += 1
        minutes, seconds = divmod(self._events, 60)
        return f"2026-01-01T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.000+0000"

    def device(self, name: str, state: str, *, told: bool = True) -> None:
        """Set the state of a device, and the statuses of the extensions that watch it."""
        before = {number: self.status(number) for number in self.hints}
        self.devices[name] = state
        if not told:
            return
        self.ami.send_event(Event="DeviceStateChange", Privilege="call,all", Device=name, State=state)
        for number, status in before.items():
            if self.status(number) != status:
                self.ami.send_event(**extension_status(self, number))

    def presence(self, presentity: str, status: str, message: str = "", *, told: bool = True) -> None:
        """Set a presence."""
        self.presences[presentity] = (status, message)
        if told:
            self.ami.send_event(**presence_state(self, presentity))

    def reload(self) -> None:
        """Emit that files were reloaded."""
        self.ami.send_event(Event="Reload", Privilege="system,all", Module="All", Status="0")

    def status(self, number: str) -> int:
        """Return Asterisk's status of an extension."""
        if number in self.statuses:
            return self.statuses[number]
        recorded_pbx = self.hints[number][1].partition(",")[0].split("&")
        states = [self.devices.get(name, default_state(name)) for name in recorded_pbx]
        if {"RINGING", "INUSE"} <= set(states):
            return STATUSES["RINGINUSE"]
        return STATUSES.get(max(states, key=AGGREGATE.index), 4)

    # Calls.

    def add_channel(
        self,
        device: str,
        state: str,
        *,
        key: str = "",
        app: str = "",
        data: str = "",
        exten: str = "",
        connected: tuple[str, str] = ("", ""),
    ) -> str:
        """Add a channel without an event. Return its id."""
        serial = len(self.channels) + self._events
        key = key or f"1767225600.{serial}"
        number = device.partition("/")[2]
        self.channels[key] = {
            "id": key,
            "name": f"{device}-{serial:08x}",
            "state": state,
            "protocol_id": "",
            "caller": {"name": NAMES.get(number, ""), "number": number},
            "connected": {"name": connected[0], "number": connected[1]},
            "dialplan": {"context": "internal", "exten": exten, "app_name": app, "app_data": data},
            "creationtime": "2026-01-01T00:00:00.000+0000",
        }
        return key

    def linked(self, key: str) -> str:
        """Return the id that all channels of a channel's call share."""
        return self.linkedids.get(key, key)

    def calls(self, caller: str, callee: str, *, told: bool = True) -> tuple[str, str]:
        """Make one phone ring another. Return the ids of both channels."""
        who, whom = (NAMES.get(caller, ""), caller), (NAMES.get(callee, ""), callee)
        from_ = self.add_channel(f"PJSIP/{caller}", "Ring", app="Dial", exten=callee, connected=whom)
        self.happens("ChannelCreated", channel=from_, told=told)
        to = self.rings(from_, callee, connected=who, told=told)
        self.device(f"PJSIP/{caller}", "INUSE", told=told)
        return from_, to

    def rings(self, caller: str, callee: str, *, connected: tuple[str, str], told: bool = True) -> str:
        """Make a channel ring a phone. Return the id of the phone's own channel."""
        to = self.add_channel(f"PJSIP/{callee}", "Down", app="AppDial", connected=connected)
        self.happens("ChannelCreated", channel=to, told=told)
        self.happens("Dial", caller=caller, peer=to, dialstatus="", told=told)
        self.channels[to]["state"] = "Ringing"
        self.happens("ChannelStateChange", channel=to, told=told)
        self.happens("Dial", caller=caller, peer=to, dialstatus="RINGING", told=told)
        self.device(f"PJSIP/{callee}", "RINGING", told=told)
        return to

    def answers(self, caller: str, callee: str, *, told: bool = True) -> str:
        """Answer at the ringing phone, which connects the two. Return the bridge's id."""
        for key in (callee, caller):
            self.channels[key]["state"] = "Up"
            self.happens("ChannelStateChange", channel=key, told=told)
        self.happens("Dial", caller=caller, peer=callee, dialstatus="ANSWER", told=told)
        bridge = f"bridge-{self._events}"
        self.bridges[bridge] = {
            "id": bridge,
            "technology": "simple_bridge",
            "bridge_type": "mixing",
            "bridge_class": "basic",
            "channels": [],
        }
        self.happens("BridgeCreated", bridge=bridge, told=told)
        for key in (callee, caller):
            self.enters(key, bridge, told=told)
            self.device(_device(self.channels[key]), "INUSE", told=told)
        return bridge

    def enters(self, key: str, bridge: str, *, told: bool = True) -> None:
        """Add a channel to a bridge."""
        self.bridges[bridge]["channels"].append(key)
        self.happens("ChannelEnteredBridge", channel=key, bridge=bridge, told=told)

    def ends(self, key: str, cause: int = 16, *, told: bool = True) -> None:
        """End a channel; its device is free if it has no other."""
        for bridge in [it for it in self.bridges.values() if key in it["channels"]]:
            bridge["channels"].remove(key)
            self.happens("ChannelLeftBridge", channel=key, bridge=bridge["id"], told=told)
            if not bridge["channels"]:
                self.happens("BridgeDestroyed", bridge=bridge["id"], told=told)
                del self.bridges[bridge["id"]]
        self.happens("ChannelDestroyed", channel=key, cause=cause, cause_txt="", told=told)
        device = _device(self.channels.pop(key))
        if device not in map(_device, self.channels.values()):
            self.device(device, "NOT_INUSE", told=told)


def _device(channel: dict[str, Any]) -> str:
    name: str = channel["name"]
    return name.rpartition("-")[0]


@asynccontextmanager
async def scripted_pbx() -> AsyncIterator[ScriptedPbx]:
    """Run a PBX for the duration of the block."""
    pbx = ScriptedPbx()
    await pbx.start()
    try:
        yield pbx
    finally:
        await pbx.close()
        pbx.cues.check()
