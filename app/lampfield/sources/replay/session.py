"""Plays a recording to one account, from its beginning and at its own pace. It refuses all actions."""

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
from lampfield.sources.replay.lines import AnyLine
from lampfield.sources.replay.recording import DamagedRecording, Recording
from lampfield.sources.replay.time_shift import TimeShift
from lampfield.sources.replay.translator import Translator

log = logging.getLogger(__name__)

SOURCE_NAME = "replay"
LINKS = frozenset({LinkName.PHONE, LinkName.CHAT})
"""The links that a recording contains."""

READ_ONLY = "This is a recording: no action is possible."
NO_CHAT = "This is a recording: no chat with this contact was open in it."
MIN_LOOP_SECONDS = 1.0
"""The shortest interval between two starts of a loop, however short the recording."""

Groups = Iterator[tuple[float, Iterator[AnyLine]]]
"""The lines of each time, with that time."""


class ReplaySession(Session):
    """A session on a recording.

    Args:
        recording: The recording.
        emit: Called with changes.
        speed: Speed factor.
        loop: Whether to restart at the end.
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
        self._translator = Translator(TimeShift(0.0, 0.0))
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Emit the first snapshot, and play the rest in the background."""
        began_at, groups = self._begin()
        self._task = asyncio.create_task(self._play(began_at, groups), name="replay")

    async def close(self) -> None:
        """Stop playing. Idempotent."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def open_chat(self, key: ContactKey) -> None:
        """Accept a chat that the recording contains."""
        if not self._translator.chats.has(key):
            raise Refusal(RefusalCode.UNSUPPORTED, NO_CHAT)

    async def leave_chat(self, key: ContactKey) -> None:  # noqa: ARG002
        """Refuse to leave a chat of the recording."""
        raise self.unsupported("leave a chat")

    def unsupported(self, ability: str) -> Refusal:  # noqa: ARG002
        """Return the refusal of every action."""
        return Refusal(RefusalCode.UNSUPPORTED, READ_ONLY)

    def _begin(self) -> tuple[float, Groups]:
        """Replace all state with the first snapshot. Return the time and the lines that follow."""
        gone = list(self._translator.clear())
        shift = TimeShift(self._recording.header.began, self._clock(), self._speed)
        self._translator = Translator(shift)
        groups = groupby(self._recording.lines(), lambda line: line.at)
        _, first = next(groups)
        self._emit([*gone, *self._changes(first)])
        return asyncio.get_running_loop().time(), groups

    async def _play(self, began_at: float, groups: Groups) -> None:
        try:
            ended = await self._play_rest(began_at, groups)
            while self._loop:
                await _until(max(ended, began_at + MIN_LOOP_SECONDS))
                began_at, groups = self._begin()
                ended = await self._play_rest(began_at, groups)
        except DamagedRecording as error:
            log.warning("the replay has stopped: %s", error)
            self._emit([LinkChange(self._lost(name, str(error))) for name in LINKS])

    async def _play_rest(self, began_at: float, groups: Groups) -> float:
        """Play the lines after the first snapshot, each at its time. Return when the last one was due."""
        due = began_at
        for at, group in groups:
            changes = self._changes(group)
            due = began_at + at / self._speed
            await _until(due)
            self._emit(changes)
        return due

    def _changes(self, recorded: Iterable[AnyLine]) -> list[Change]:
        return [change for line in recorded for change in self._translator.changes(line)]

    def _lost(self, name: LinkName, reason: str) -> Link:
        return Link(name, LinkState.DOWN, self._clock(), SOURCE_NAME, reason)


async def _until(due: float) -> None:
    """Wait until a time of the event loop; yield to other tasks in any case."""
    await asyncio.sleep(max(due - asyncio.get_running_loop().time(), 0.0))
