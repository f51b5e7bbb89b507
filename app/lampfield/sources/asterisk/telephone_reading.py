"""Reads what Asterisk knows of the operators' telephones, and what they say of themselves in their calls.

A telephone that is called names ``Allow-Events`` in its answer, one that calls names it in its INVITE.
While it rings nothing can be read. Reading costs no caller. Only the operators' own telephones are read: a
trunk may name events for telephones far away.
"""

import asyncio
from collections.abc import Callable, Iterable

from lampfield.sources.asterisk.ami import AmiRefused
from lampfield.sources.asterisk.legs import Leg, Legs
from lampfield.sources.asterisk.streams import AsteriskStreams
from lampfield.sources.asterisk.telephone import TECHNOLOGY, Telephone, read_telephones, telephone_at
from lampfield.sources.asterisk.telephones import Telephones

HEADERS = ("PJSIP_RESPONSE_HEADER(read,Allow-Events)", "PJSIP_HEADER(read,Allow-Events)")
"""Of the answer of a called telephone, and of the INVITE of one that calls. The other one reads empty."""


async def find_telephone(telephones: Telephones, line: AsteriskStreams, leg: Leg) -> Telephone | None:
    """Return at which registered telephone a leg is, None where that is not known.

    Raises:
        AmiLost: The line ended.
    """
    try:
        contacts = await line.ami.ask("PJSIPShowContacts")
    except AmiRefused:
        return None
    telephones.register(read_telephones(contacts.items))
    target = await _read(line, leg, "CHANNEL(pjsip,target_uri)")
    telephone = telephone_at(target, telephones.at(leg.device))
    if telephone is not None:
        telephones.found(leg.channel.id, telephone)
    return telephone


async def _read(line: AsteriskStreams, leg: Leg, function: str) -> str:
    """Return the value of a function of a leg's channel; empty where there is none."""
    try:
        answer = await line.ami.ask("Getvar", Channel=leg.channel.name, Variable=function)
    except AmiRefused:
        return ""
    return answer.head.get("Value", "")


class TelephoneReading:
    """Reads the telephone of each answered call at the operators' devices, once a call.

    Args:
        telephones: Takes what is read.
        tell: Called with a device of which something new is known.
    """

    def __init__(self, telephones: Telephones, tell: Callable[[str], None]) -> None:
        self._telephones = telephones
        self._tell = tell
        self._seen: dict[str, None] = {}
        self._unread: asyncio.Queue[str] = asyncio.Queue()

    def look(self, devices: Iterable[str], legs: Legs) -> None:
        """See which calls at the operators' devices are answered by now."""
        self._seen = {channel: None for channel in self._seen if channel in legs.by_id}
        for device in devices:
            for leg in legs.at(device) if device.startswith(TECHNOLOGY) else ():
                if leg.is_up and leg.channel.id not in self._seen:
                    self._seen[leg.channel.id] = None
                    self._unread.put_nowait(leg.channel.id)

    async def run(self, line: AsteriskStreams, legs: Legs) -> None:
        """Read, for as long as a line is there.

        Raises:
            AmiLost: The line ended.
        """
        while True:
            leg = legs.by_id.get(await self._unread.get())
            if leg is not None and await self._learn(line, leg):
                self._tell(leg.device)

    async def _learn(self, line: AsteriskStreams, leg: Leg) -> bool:
        telephone = await find_telephone(self._telephones, line, leg)
        if telephone is None:
            return False
        headers = [await _read(line, leg, function) for function in HEADERS]
        self._telephones.learn_header(leg.device, telephone, ",".join(headers))
        return True
