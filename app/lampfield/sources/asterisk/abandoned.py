"""Hangs up calls that were abandoned after a timeout and started anyway.

An operator who has seen "Asterisk does not answer" must not be rung by their own phone a minute later, when
the PBX or the network is back.
"""

import asyncio
import logging
from collections.abc import Container
from contextlib import suppress

from lampfield.http_library import httpx
from lampfield.model.bounded import BoundedDict
from lampfield.sources.asterisk.ari import Ari, AriRefused

log = logging.getLogger(__name__)

MAX_KEPT = 64
"""How many abandoned calls are kept; beyond that the oldest is dropped."""


class AbandonedCalls:
    """Channel ids of abandoned calls, across all connections to a PBX."""

    def __init__(self) -> None:
        self._channels: BoundedDict[str, None] = BoundedDict(MAX_KEPT)
        self._late: set[str] = set()
        self._has_late = asyncio.Event()

    def add(self, channel: str) -> None:
        """Abandon a call by the channel id that was requested."""
        self._channels[channel] = None

    def check(self, channels: Container[str]) -> None:
        """Find the abandoned calls that have started."""
        late = {channel for channel in self._channels if channel in channels}
        if late:
            self._late |= late
            self._has_late.set()

    async def hang_up_late(self, ari: Ari) -> None:
        """Hang up abandoned calls as they start, until the connection ends."""
        while True:
            await self._has_late.wait()
            self._has_late.clear()
            while self._late:
                channel = self._late.pop()
                self._channels.pop(channel, None)
                log.warning("call %s started after it was abandoned; hanging up", channel)
                with suppress(AriRefused, httpx.HTTPError):
                    await ari.hang_up(channel)
