"""The outbox of one reader: what only this one is told, and the task that writes it while there is any.

Nothing is queued but answers. Of all else the outbox knows only up to which change the reader was told: what
came after is read from the store when the reader is ready, so that a slow one gets the latest. A reader that
has been told all needs no task: the herald tells it the rest together with the others.
"""

import asyncio
import logging
from typing import Protocol

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.hub.catchup import Datasets
from lampfield.hub.closing import TRY_AGAIN_LATER, shut
from lampfield.hub.frame import NOTHING, Frame, joined
from lampfield.hub.frames import News, Outdated
from lampfield.hub.meter import Meter
from lampfield.hub.pending import Pending
from lampfield.hub.turns import Turns
from lampfield.hub.writing import write

log = logging.getLogger(__name__)

OUTDATED = "You read too slowly to be told all that changed. Connect again."


class Subscribers(Protocol):
    """The clients that are up to date with an account's state: each change goes to all of them at once."""

    @property
    def seq(self) -> int:
        """The number of the account's last change."""

    def news(self, cursor: int, datasets: Datasets) -> News | None:
        """Return what a client has not seen after a change; None where there is nothing.

        Raises:
            Outdated: Not all of it is kept any more.
        """

    def join(self, reader: "Outbox", cursor: int, datasets: Datasets) -> None:
        """Take in a client that has seen everything up to a change."""

    def part(self, reader: "Outbox") -> int | None:
        """Let a client write by itself. Returns the last change that it has seen, None if it was not in."""


class Place:
    """How far a reader was told what a store holds.

    Args:
        herald: Tells it with the others.
        cursor: The last change that it has seen, as long as it is by itself.
        datasets: What it follows.
    """

    __slots__ = ("cursor", "datasets", "herald")

    def __init__(self, herald: Subscribers, cursor: int, datasets: Datasets) -> None:
        self.herald = herald
        self.cursor = cursor
        self.datasets = datasets


class Outbox:
    """What one reader is to be told.

    Args:
        socket: Where it goes.
        meter: Counts it.
        turns: Whose turn it is to be told much.
    """

    __slots__ = ("_answers", "_meter", "_openings", "_turns", "_writer", "place", "socket")

    def __init__(self, socket: ServerConnection, meter: Meter, turns: Turns) -> None:
        self.socket = socket
        self.place: Place | None = None
        self._meter = meter
        self._turns = turns
        self._openings: list[tuple[Frame, Place]] = []
        self._answers = Pending()
        self._writer: asyncio.Task[None] | None = None
        """Runs while there is anything to write that is for this reader alone."""

    def begin(self, answer: Frame, place: Place) -> None:
        """Give an answer, then tell all that comes after a place."""
        self._openings.append((answer, place))
        # It counts among the answers that wait, but nothing comes before it.
        self._answers.add(NOTHING, after=0)
        self._write_soon()

    def answer(self, text: bytes) -> None:
        """Say a text, after all that is to be told now."""
        now = self.place.herald.seq if self.place is not None else 0
        self._answers.add(Frame((text,)), after=now)
        self._write_soon()

    def fall_behind(self, cursor: int) -> None:
        """Go on alone: the reader could not take what came after a change. It is told as soon as it can."""
        self._meter.conflations += 1
        if self.place is not None:
            self.place.cursor = cursor
        self._write_soon()

    def forget(self) -> None:
        """Tell no more news: the reader leaves what it followed."""
        self.place = None
        self._openings.clear()
        self._answers.release()

    async def room(self) -> None:
        """Wait while too many answers are not taken."""
        await self._answers.room()

    async def end(self) -> None:
        """Write nothing more."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait({self._writer})

    def _write_soon(self) -> None:
        if self._writer is None:
            place = self.place
            if place is not None and (cursor := place.herald.part(self)) is not None:
                place.cursor = cursor
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Write until there is nothing more, then stand with the others."""
        try:
            await self._write_all()
        except Outdated:
            self._meter.slow_closes += 1
            await shut(self.socket, TRY_AGAIN_LATER, OUTDATED)
        except ConnectionClosed:
            pass
        except Exception:
            log.exception("%s cannot be written to and is dropped", self.socket.remote_address)
            self.socket.transport.abort()
        else:
            self._writer = None
            if (place := self.place) is not None:
                place.herald.join(self, place.cursor, place.datasets)
        finally:
            if self._writer is not None:
                self._answers.end()

    async def _write_all(self) -> None:
        while (frame := self._take()) is not None:
            if frame.count:
                await write(self.socket, frame, self._turns, self._meter)

    def _take(self) -> Frame | None:
        """Return the next frame: the openings, then the news, then the answers; None when all is said."""
        openings, self._openings = self._openings, []
        if openings:
            self.place = openings[-1][1]
        place = self.place
        news = place.herald.news(place.cursor, place.datasets) if place is not None else None
        if not (news or self._answers):
            return None
        told = self._told(news)
        due = self._answers.due(place.cursor if place is not None else 0)
        return joined((*(answer for answer, _ in openings), told, *due))

    def _told(self, news: News | None) -> Frame:
        if self.place is None or news is None:
            return NOTHING
        self.place.cursor = news.upto
        self._meter.notices += news.frame.count
        return news.frame
