"""What a client asks for under a name is done once, however often it is asked for."""

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any, Generic, TypeVar

from lampfield.model.refusal import Refusal, RefusalCode

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Once(Generic[K, V]):
    """Does each thing once, by the name that its client gave it.

    A thing goes on when the client that asked for it is gone, so that its outcome is known to the next one.

    Args:
        outcomes: What became of each thing, by name, the oldest first; None: nobody knows. It is kept by the
            caller, so that it outlives this.
        limit: How many outcomes are kept.
        unsure: What is said of a thing of which nobody knows whether it was done.
        keeps_refusals: A refusal is an outcome like any other; else what was refused may be tried again.
    """

    def __init__(
        self, outcomes: dict[K, V | Refusal | None], limit: int, unsure: str, *, keeps_refusals: bool
    ) -> None:
        self._outcomes = outcomes
        self._limit = limit
        self._unsure = unsure
        self._keeps_refusals = keeps_refusals
        self._underway: dict[K, asyncio.Task[V]] = {}

    async def once(self, name: K, doing: Coroutine[Any, Any, V]) -> V:
        """Return the outcome of a thing, which is done unless it was before.

        Args:
            name: What the client calls it.
            doing: Does it.

        Raises:
            Refusal: It was refused; or an earlier try ended so that nobody knows.
        """
        task = self._underway.get(name)
        if task is None and name not in self._outcomes:
            task = self._begin(name, doing)
        else:
            doing.close()
        return await asyncio.shield(task) if task is not None else self._known(name)

    def stop(self) -> None:
        """Do nothing any more. What is underway ends with an outcome that nobody knows."""
        for task in self._underway.values():
            task.cancel()

    def _begin(self, name: K, doing: Coroutine[Any, Any, V]) -> asyncio.Task[V]:
        task = asyncio.create_task(doing, name="lampfield once")
        self._underway[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))
        return task

    def _ended(self, name: K, done: asyncio.Task[V]) -> None:
        del self._underway[name]
        error = None if done.cancelled() else done.exception()
        if isinstance(error, Refusal) and error.word is not RefusalCode.TIMED_OUT:
            if self._keeps_refusals:
                self._remember(name, error)
        elif done.cancelled() or error is not None:
            self._remember(name, None)
        else:
            self._remember(name, done.result())

    def _remember(self, name: K, outcome: V | Refusal | None) -> None:
        self._outcomes[name] = outcome
        if len(self._outcomes) > self._limit:
            del self._outcomes[next(iter(self._outcomes))]

    def _known(self, name: K) -> V:
        outcome = self._outcomes[name]
        if outcome is None:
            raise Refusal(RefusalCode.TIMED_OUT, self._unsure)
        if isinstance(outcome, Refusal):
            raise Refusal(outcome.word, outcome.sentence)
        return outcome
