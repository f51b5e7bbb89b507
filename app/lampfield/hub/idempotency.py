"""Idempotent requests: a repeated request with the same id is carried out only once."""

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any, Generic, TypeVar

from lampfield.model.refusal import Refusal, RefusalCode

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class IdempotentRequests(Generic[K, V]):
    """Runs each request once, by its client's id.

    A request continues when its client disconnects, so that a repeated one gets its outcome.

    Args:
        outcomes: The outcome of each request by id, the oldest first; None: unknown. The caller owns it, so
            that it outlives this object.
        limit: The number of outcomes that are kept.
        unknown_outcome: The error message for a repeated request whose outcome is unknown.
        keeps_refusals: Keep refusals as outcomes; else a refused request may be repeated.
    """

    def __init__(
        self, outcomes: dict[K, V | Refusal | None], limit: int, unknown_outcome: str, *, keeps_refusals: bool
    ) -> None:
        self._outcomes = outcomes
        self._limit = limit
        self._unknown_outcome = unknown_outcome
        self._keeps_refusals = keeps_refusals
        self._running: dict[K, asyncio.Task[V]] = {}

    async def run(self, name: K, coroutine: Coroutine[Any, Any, V]) -> V:
        """Return the outcome of a request, running it unless it was run before.

        Args:
            name: The client's id of the request.
            coroutine: Carries out the request.

        Raises:
            Refusal: The request was refused, or the outcome of an earlier attempt is unknown.
        """
        task = self._running.get(name)
        if task is None and name not in self._outcomes:
            task = self._start(name, coroutine)
        else:
            coroutine.close()
        return await asyncio.shield(task) if task is not None else self._outcome(name)

    def stop(self) -> None:
        """Cancel running requests. Their outcome is unknown."""
        for task in self._running.values():
            task.cancel()

    def _start(self, name: K, coroutine: Coroutine[Any, Any, V]) -> asyncio.Task[V]:
        task = asyncio.create_task(coroutine, name="idempotent request")
        self._running[name] = task
        task.add_done_callback(lambda done: self._finished(name, done))
        return task

    def _finished(self, name: K, done: asyncio.Task[V]) -> None:
        del self._running[name]
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

    def _outcome(self, name: K) -> V:
        outcome = self._outcomes[name]
        if outcome is None:
            raise Refusal(RefusalCode.TIMED_OUT, self._unknown_outcome)
        if isinstance(outcome, Refusal):
            raise Refusal(outcome.word, outcome.sentence)
        return outcome
