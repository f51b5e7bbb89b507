"""Calls that were asked for, and of which no answer came: should they begin late, they are ended at once.

Who was told that nothing answers must not be rung by his own phone a minute later, when the PBX or the
network has come back.
"""

import asyncio
import logging
from collections.abc import Container
from contextlib import suppress

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ari import Ari, AriRefused

log = logging.getLogger(__name__)

MAX_KEPT = 64
"""How many are remembered; of more than that the oldest is forgotten."""


class AbandonedCalls:
    """The channels of such calls, over all lines to a PBX."""

    def __init__(self) -> None:
        self._channels: dict[str, None] = {}
        self._late: set[str] = set()
        self._has_late = asyncio.Event()

    def add(self, channel: str) -> None:
        """Give a call up, by the channel id that was asked for."""
        self._channels[channel] = None
        if len(self._channels) > MAX_KEPT:
            del self._channels[next(iter(self._channels))]

    def check(self, channels: Container[str]) -> None:
        """See which calls have begun all the same."""
        late = {channel for channel in self._channels if channel in channels}
        if late:
            self._late |= late
            self._has_late.set()

    async def hang_up_late(self, ari: Ari) -> None:
        """End those that have begun, for as long as a line is there."""
        while True:
            await self._has_late.wait()
            self._has_late.clear()
            while self._late:
                channel = self._late.pop()
                self._channels.pop(channel, None)
                log.warning("the call %s began after it was given up, and is ended", channel)
                with suppress(AriRefused, httpx.HTTPError):
                    await ari.hang_up(channel)
