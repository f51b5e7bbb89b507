"""Doubts: extensions whose lamp contradicts Asterisk's own word for longer than two events may lie apart."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from lampfield.sources.asterisk.pbx_state import PbxState

log = logging.getLogger(__name__)

GRACE_SECONDS = 1.0
"""Different parts of Asterisk tell the status of an extension and the states of its devices, in any order."""


class Doubts:
    """Finds contradictions that last, and lets them be told.

    Args:
        exchange: What is known.
        tell: Called with a number of which a doubt has begun.
    """

    def __init__(self, exchange: PbxState, tell: Callable[[str], None]) -> None:
        self._exchange = exchange
        self._tell = tell
        self._pending: dict[str, asyncio.TimerHandle] = {}

    def look(self, numbers: Iterable[str]) -> list[str]:
        """Look at numbers of which something was told. Returns those whose doubt has ended."""
        ended: list[str] = []
        for number in numbers:
            said = self._exchange.contradiction(number)
            if said:
                self._begin(number, said)
            elif self._end(number):
                ended.append(number)
        return ended

    def forget(self) -> None:
        """Give up what was to be looked at again: the line has ended."""
        for timer in self._pending.values():
            timer.cancel()
        self._pending.clear()

    def _begin(self, number: str, said: str) -> None:
        if number not in self._pending and self._exchange.doubted.get(number) != said:
            loop = asyncio.get_running_loop()
            self._pending[number] = loop.call_later(GRACE_SECONDS, self._confirm, number)

    def _end(self, number: str) -> bool:
        timer = self._pending.pop(number, None)
        if timer is not None:
            timer.cancel()
        return self._exchange.doubted.pop(number, None) is not None

    def _confirm(self, number: str) -> None:
        del self._pending[number]
        said = self._exchange.contradiction(number)
        if said:
            log.warning(
                "extension %s is shown as unknown: Asterisk says that it is %s, but not so its devices %s",
                number,
                said,
                ", ".join(self._exchange.people[number].hint.devices),
            )
            self._exchange.doubted[number] = said
            self._tell(number)
