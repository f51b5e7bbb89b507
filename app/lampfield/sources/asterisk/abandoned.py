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
        self._there: set[str] = set()
        self._seen = asyncio.Event()

    def add(self, channel: str) -> None:
        """Give a call up, by the channel id that was asked for."""
        self._channels[channel] = None
        if len(self._channels) > MAX_KEPT:
            del self._channels[next(iter(self._channels))]

    def look(self, channels: Container[str]) -> None:
        """See which calls have begun all the same."""
        there = {channel for channel in self._channels if channel in channels}
        if there:
            self._there |= there
            self._seen.set()

    async def end(self, ari: Ari) -> None:
        """End those that have begun, for as long as a line is there."""
        while True:
            await self._seen.wait()
            self._seen.clear()
            while self._there:
                channel = self._there.pop()
                self._channels.pop(channel, None)
                log.warning("the call %s began after it was given up, and is ended", channel)
                with suppress(AriRefused, httpx.HTTPError):
                    await ari.hang_up(channel)
