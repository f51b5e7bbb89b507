"""An operator's session at a scripted PBX, over the source's own connections."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from lampfield.model.account import USUAL_RIGHTS, Account, Right
from lampfield.model.call import CallState
from lampfield.model.change import CallChange
from lampfield.model.contact import Direction
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkState
from lampfield.sources.asterisk.source import AsteriskSource
from lampfield.sources.port import Session
from tests.sources.asterisk.scripted_pbx import ScriptedPbx, scripted_pbx
from tests.sources.received_changes import ReceivedChanges

OWN = DeviceName("PJSIP/201")


def account(may: Sequence[Right] = USUAL_RIGHTS, **properties: Any) -> Account:
    """Return the operator's account, with the phone 201."""
    known = {"name": "reception", "secret": "s", "devices": (OWN,)}
    return Account(**known | properties, may=tuple(may))


class OperatorSession:
    """A session and the changes that it emits.

    Args:
        pbx: The PBX.
        source: Connected to the PBX.
        who: The session's account.
    """

    def __init__(self, pbx: ScriptedPbx, source: AsteriskSource, who: Account) -> None:
        self.pbx = pbx
        self.source = source
        self.seen = ReceivedChanges()
        self.session: Session = source.open(who, self.seen.add)

    async def another_session(self, who: Account | None = None) -> "OperatorSession":
        """Start another session of the same source."""
        other = OperatorSession(self.pbx, self.source, who or account())
        await other.session.start()
        return other

    def describe(self, number: str) -> str:
        """Return lamp, direction, other party, queue and labels of an extension in one line."""
        patch = self.seen.contacts.get(number)
        if patch is None:
            return "nobody"
        words = [str(patch.blf)]
        if patch.party:
            words.append("<" if patch.party.direction is Direction.IN else ">")
            words.append(patch.party.number or patch.party.name)
            words += [f"via {patch.party.queue}"] if patch.party.queue else []
        return " ".join([*words, *(f"[{label}]" for label in patch.labels or ())])

    async def until_shown(self, **lamps: str) -> None:
        """Wait until extensions are described as expected, such as ``_201="1 > 202"``."""
        wanted = {number.removeprefix("_"): words for number, words in lamps.items()}

        def said() -> dict[str, str]:
            return {number: self.describe(number) for number in wanted}

        try:
            await self.seen.until(lambda: said() == wanted, f"{wanted}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {said()}, with {self.seen.links}") from None

    @staticmethod
    def time() -> float:
        """Return the event loop's time in seconds."""
        return asyncio.get_running_loop().time()

    async def until_idle(self) -> None:
        """Wait until no work is left that can run without a delay: seconds of virtual time pass."""
        await self.pbx.ami.until_asked("Ping", self.pbx.ami.count("Ping") + 1)

    async def up(self) -> None:
        """Wait until the phone link is up."""
        await self.seen.link(LinkState.UP)

    async def down(self) -> str:
        """Wait until the phone link is down. Return its reason."""
        return (await self.seen.link(LinkState.DOWN)).reason

    async def call(self, channel: str, *states: CallState) -> CallChange:
        """Wait until an own call has one of some states. Return it."""
        calls = self.seen.calls
        await self.seen.until(
            lambda: channel in calls and calls[channel].state in states, f"{channel} {states}; it is {calls}"
        )
        return calls[channel]


@asynccontextmanager
async def operator_session(who: Account | None = None, **options: Any) -> AsyncIterator[OperatorSession]:
    """Open a session of a source that is connected to its own PBX, with the link up.

    Args:
        who: The account; None: the usual operator's.
        options: Arguments of the source.
    """
    async with scripted_pbx() as pbx, operator_session_at(pbx, who, **options) as operator:
        await operator.up()
        yield operator


@asynccontextmanager
async def operator_session_at(
    pbx: ScriptedPbx, who: Account | None = None, **options: Any
) -> AsyncIterator[OperatorSession]:
    """Open a session of a source that connects to a PBX; the link may not be up yet."""
    acts_as = who or account()
    source = AsteriskSource(options.pop("address", pbx.address), acts_as.devices, **options)
    operator = OperatorSession(pbx, source, acts_as)
    await operator.session.start()
    try:
        yield operator
    finally:
        await operator.session.close()
        await source.close()
