"""A recording as one account sees it: told from its beginning, at its own pace. Nothing can be done in it."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from lampfield.model.change import Change, LinkChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.port import Emit, Session
from lampfield.sources.replay.lines import Told
from lampfield.sources.replay.recording import Damaged, Recording
from lampfield.sources.replay.shift import Shift
from lampfield.sources.replay.translator import Translator

log = logging.getLogger(__name__)

SOURCE_NAME = "replay"
LIGHTS = frozenset({LinkName.PHONE, LinkName.CHAT})
"""The links that a recording tells of."""

NOTHING_DONE = "This is a recording: nothing can be done in it."
NO_CHAT = "This is a recording: no chat with this contact was open in it."
SHORTEST_LOOP_SECONDS = 1.0
"""However short a recording is, it is not told more often."""

Groups = Iterator[tuple[float, Iterator[Told]]]
"""What was told at one time, by that time."""


class ReplaySession(Session):
    """A session on a recording.

    Args:
        recording: What is told.
        emit: How it is told.
        speed: How many times faster than it was.
        loop: Whether it begins anew at its end.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        recording: Recording,
        emit: Emit,
        *,
        speed: float,
        loop: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._recording = recording
        self._emit = emit
        self._speed = speed
        self._loop = loop
        self._clock = clock
        self._translator = Translator(Shift(0.0, 0.0))
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Tell the first picture; the rest follows."""
        began, groups = self._begin()
        self._task = asyncio.create_task(self._tell(began, groups), name="replay")

    async def close(self) -> None:
        """Tell no more. Idempotent."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def open_chat(self, key: ContactKey) -> None:
        """Let a chat be looked at that was open."""
        if not self._translator.chats.has(key):
            raise Refusal(RefusalCode.UNSUPPORTED, NO_CHAT)

    async def leave_chat(self, key: ContactKey) -> None:  # noqa: ARG002
        """Refuse to leave a chat of the recording."""
        raise self.unsupported("leave a chat")

    def unsupported(self, ability: str) -> Refusal:  # noqa: ARG002
        """Return the refusal of every action."""
        return Refusal(RefusalCode.UNSUPPORTED, NOTHING_DONE)

    def _begin(self) -> tuple[float, Groups]:
        """Tell the first picture in the place of what is there. Returns when that was, and what follows."""
        gone = list(self._translator.wipe())
        shift = Shift(self._recording.header.began, self._clock(), self._speed)
        self._translator = Translator(shift)
        groups = groupby(self._recording.lines(), lambda line: line.at)
        _, first = next(groups)
        self._emit([*gone, *self._changes(first)])
        return asyncio.get_running_loop().time(), groups

    async def _tell(self, began: float, groups: Groups) -> None:
        try:
            ended = await self._tell_rest(began, groups)
            while self._loop:
                await _until(max(ended, began + SHORTEST_LOOP_SECONDS))
                began, groups = self._begin()
                ended = await self._tell_rest(began, groups)
        except Damaged as error:
            log.warning("the replay stands still: %s", error)
            self._emit([LinkChange(self._lost(name, str(error))) for name in LIGHTS])

    async def _tell_rest(self, began: float, groups: Groups) -> float:
        """Tell what comes after the first picture, each at its time. Returns when the last was due."""
        due = began
        for at, group in groups:
            changes = self._changes(group)
            due = began + at / self._speed
            await _until(due)
            self._emit(changes)
        return due

    def _changes(self, told: Iterable[Told]) -> list[Change]:
        return [change for line in told for change in self._translator.changes(line)]

    def _lost(self, name: LinkName, reason: str) -> Link:
        return Link(name, LinkState.DOWN, self._clock(), SOURCE_NAME, reason)


async def _until(due: float) -> None:
    """Wait until a time of the event loop; others have their turn in any case."""
    await asyncio.sleep(max(due - asyncio.get_running_loop().time(), 0.0))
