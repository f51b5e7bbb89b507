"""The terminal's bell, once or several times."""

import asyncio
from collections.abc import Callable

from lampfield.config.tell import Way

PAUSE_SECONDS = 0.25
"""Between two strokes; without it they would be heard as one."""

STROKES = {Way.BELL: 1, Way.BELL_TWICE: 2, Way.BELL_THRICE: 3}


class Bells:
    """Rings patterns. One that is wanted while another rings does not come on top: the longer one counts."""

    def __init__(self) -> None:
        self._left = 0

    def want(self, strokes: int) -> bool:
        """Have so many strokes rung. Returns whether `ring` has to be called for it."""
        is_silent = not self._left
        self._left = max(self._left, strokes)
        return is_silent and strokes > 0

    async def ring(self, stroke: Callable[[], None]) -> None:
        """Ring what is wanted.

        Args:
            stroke: Rings once.
        """
        try:
            while self._left:
                stroke()
                await asyncio.sleep(PAUSE_SECONDS)
                self._left -= 1
        finally:
            self._left = 0
