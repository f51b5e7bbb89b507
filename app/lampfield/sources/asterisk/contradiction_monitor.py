"""Detects contradictions between a phone state and Asterisk's own that last longer than `GRACE_SECONDS`."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from lampfield.sources.asterisk.pbx_state import PbxState

log = logging.getLogger(__name__)

GRACE_SECONDS = 1.0
"""Different parts of Asterisk emit the status of an extension and the states of its devices, in any order."""


class ContradictionMonitor:
    """Marks extensions whose contradiction persists.

    Args:
        pbx: The state of the PBX.
        on_doubt: Called with the number of an extension that was marked.
    """

    def __init__(self, pbx: PbxState, on_doubt: Callable[[str], None]) -> None:
        self._pbx = pbx
        self._on_doubt = on_doubt
        self._pending: dict[str, asyncio.TimerHandle] = {}

    def check(self, numbers: Iterable[str]) -> list[str]:
        """Check numbers after a change. Return those that are no longer marked."""
        ended: list[str] = []
        for number in numbers:
            status_words = self._pbx.contradiction(number)
            if status_words:
                self._start_timer(number, status_words)
            elif self._clear(number):
                ended.append(number)
        return ended

    def cancel(self) -> None:
        """Cancel all pending checks at the end of the connection."""
        for timer in self._pending.values():
            timer.cancel()
        self._pending.clear()

    def _start_timer(self, number: str, status_words: str) -> None:
        if number not in self._pending and self._pbx.doubted.get(number) != status_words:
            loop = asyncio.get_running_loop()
            self._pending[number] = loop.call_later(GRACE_SECONDS, self._confirm, number)

    def _clear(self, number: str) -> bool:
        timer = self._pending.pop(number, None)
        if timer is not None:
            timer.cancel()
        return self._pbx.doubted.pop(number, None) is not None

    def _confirm(self, number: str) -> None:
        del self._pending[number]
        status_words = self._pbx.contradiction(number)
        if status_words:
            log.warning(
                "extension %s is shown as unknown: Asterisk reports it %s, but its devices %s free",
                number,
                status_words,
                ", ".join(self._pbx.people[number].hint.devices),
            )
            self._pbx.doubted[number] = status_words
            self._on_doubt(number)
