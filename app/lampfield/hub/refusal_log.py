"""The log of refused logins: a line for each, in a form that fail2ban can read, but never a flood."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from lampfield.model.text import plain

log = logging.getLogger(__name__)

LINE = "login refused from %s, account %r%s"
"""The address comes first, so that nothing that a client chooses stands before it."""

GAP_SECONDS = 1.0
"""An address gets one line in this time; the next one counts what came between."""

MAX_LINES = 20
"""How many lines there are in `GAP_SECONDS` for all addresses together."""

NAME_CHARS = 60
MAX_ADDRESSES = 1024
"""How many addresses are told apart."""


class RefusalLog:
    """Writes refused logins to the log.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[str, float] = OrderedDict()
        self._left_out = 0
        self._begun = float("-inf")
        self._lines = 0

    def note(self, address: str, account: str) -> None:
        """Write one refusal, or count it for the next line.

        Args:
            address: The client's.
            account: The name that it gave; nobody may have that name.
        """
        now = self._clock()
        if not self._may_write(address, now):
            self._left_out += 1
            return
        more = f" ({self._left_out} more since the last line)" if self._left_out else ""
        self._left_out = 0
        log.warning(LINE, plain(address, NAME_CHARS), plain(account, NAME_CHARS), more)

    def _may_write(self, address: str, now: float) -> bool:
        if now - self._begun >= GAP_SECONDS:
            self._begun, self._lines = now, 0
        if self._lines >= MAX_LINES or now - self._last.get(address, float("-inf")) < GAP_SECONDS:
            return False
        self._lines += 1
        self._last[address] = now
        self._last.move_to_end(address)
        if len(self._last) > MAX_ADDRESSES:
            self._last.popitem(last=False)
        return True
