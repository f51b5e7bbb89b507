"""Listeners: callbacks for new, changed and gone objects (the IPCortex API, ``addListener``)."""

import asyncio
import inspect
import logging
from collections.abc import Callable
from enum import StrEnum
from types import MethodType
from typing import Any

log = logging.getLogger(__name__)

Callback = Callable[[Any], object]
"""Gets the object. An awaitable that it returns is awaited in the background."""


class Event(StrEnum):
    """What happened to an object."""

    NEW = "new"
    UPDATE = "update"
    GONE = "gone"


class Listeners:
    """The listeners of one object, or of a class of objects."""

    def __init__(self) -> None:
        self._callbacks: dict[Event, list[Callback]] = {}
        self._running: set[asyncio.Future[Any]] = set()

    def __bool__(self) -> bool:
        return any(self._callbacks.values())

    def add(self, event: str, callback: Callback) -> None:
        """Register a callback for an event. Registered twice, it is called twice.

        Raises:
            ValueError: There is no such event.
        """
        self._callbacks.setdefault(_event(event), []).append(callback)

    def remove(self, event: str, callback: Callback) -> bool:
        """Remove a callback (the IPCortex API, ``removeListener``). Returns False if it is not registered."""
        callbacks = self._callbacks.get(_event(event), [])
        for index, candidate in enumerate(callbacks):
            if _is_same(candidate, callback):
                del callbacks[index]
                return True
        return False

    def notify(self, event: Event, subject: object) -> None:
        """Call the listeners of an event. An exception in one is logged and does not affect the others."""
        for callback in tuple(self._callbacks.get(event, ())):
            try:
                result = callback(subject)
            except Exception:
                log.exception("a listener of %r failed", event.value)
            else:
                self._track(result)

    def _track(self, result: object) -> None:
        if inspect.isawaitable(result):
            future = asyncio.ensure_future(result)
            self._running.add(future)
            future.add_done_callback(self._finished)

    def _finished(self, future: "asyncio.Future[Any]") -> None:
        self._running.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            log.error("a listener failed", exc_info=error)


def _event(word: str) -> Event:
    try:
        return Event(word)
    except ValueError:
        known = ", ".join(event.value for event in Event)
        raise ValueError(f"there is no event {word!r}; known are {known}") from None


def _is_same(one: Callback, other: Callback) -> bool:
    """Return whether two callbacks are the same. Each access creates a bound method, so its parts count."""
    if isinstance(one, MethodType) and isinstance(other, MethodType):
        return one.__func__ is other.__func__ and one.__self__ is other.__self__
    return one is other
