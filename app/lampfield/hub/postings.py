"""Messages on their way out: one that is asked for again, because its answer was lost, is not sent again."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from lampfield.hub.memory import Memory
from lampfield.model.identity import MessageId
from lampfield.model.refusal import Refusal, Word

UNSURE = "Whether this message was sent is not known, so it is not sent again. Look at the chat's history."


class Postings:
    """Sends each message once, by the name that its client gave it.

    A message goes on when the client that sent it is gone, so that its outcome is known to the next one.

    Args:
        memory: Keeps the outcomes when nobody looks.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._underway: dict[str, asyncio.Task[MessageId]] = {}

    async def once(self, post_id: str, sending: Coroutine[Any, Any, MessageId]) -> MessageId:
        """Return the number of a message, which is sent unless it was before.

        Args:
            post_id: What the client calls it; empty: it is not asked for again.
            sending: Sends it.

        Raises:
            Refusal: It was not sent; or an earlier try ended so that nobody knows.
        """
        if not post_id:
            return await sending
        task = self._underway.get(post_id)
        if task is None and post_id not in self._memory.posted:
            task = self._begin(post_id, sending)
        else:
            sending.close()
        return await asyncio.shield(task) if task is not None else self._known(post_id)

    def stop(self) -> None:
        """Send nothing any more. What is underway ends with an outcome that nobody knows."""
        for task in self._underway.values():
            task.cancel()

    def _begin(self, post_id: str, sending: Coroutine[Any, Any, MessageId]) -> asyncio.Task[MessageId]:
        task = asyncio.create_task(sending, name="lampfield posting")
        self._underway[post_id] = task
        task.add_done_callback(lambda done: self._ended(post_id, done))
        return task

    def _ended(self, post_id: str, done: asyncio.Task[MessageId]) -> None:
        del self._underway[post_id]
        error = None if done.cancelled() else done.exception()
        if isinstance(error, Refusal) and error.word is not Word.TIMED_OUT:
            # It was not sent, and may be asked for again.
            return
        sent = not done.cancelled() and error is None
        self._memory.remember_posted(post_id, done.result() if sent else None)

    def _known(self, post_id: str) -> MessageId:
        msg_id = self._memory.posted[post_id]
        if msg_id is None:
            raise Refusal(Word.TIMED_OUT, UNSURE)
        return msg_id
