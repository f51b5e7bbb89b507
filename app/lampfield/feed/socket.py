"""The client's end of a websocket, on which a frame can be taken while it is being read."""

from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.frames import DATA_OPCODES, Frame, Opcode

Taker = Callable[[bytes], bool]
"""Takes a frame that just arrived; False: it is to be received like any other."""


class FeedSocket(ClientConnection):
    """A connection that offers each frame as it arrives, before it is to be received.

    A frame that is received has to wake a task first, in another turn of the event loop: with 16 changes in a
    frame that takes as long as to apply them. What is not taken, or arrives while anything is still to be
    received, is received, in the order of arrival; so is everything, should the library no longer call
    ``process_event``, by which it lets subclasses see what arrives.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taker: Taker | None = None
        """Gets the frames; None: all are received."""
        self._to_receive = 0
        """Messages that arrived and are not received yet."""

    async def receive(self) -> bytes:
        """Return the next message that nobody took.

        Raises:
            ConnectionClosed: None comes any more.
        """
        message = await self.recv(decode=False)
        self._to_receive -= 1
        return message

    def process_event(self, event: Any) -> None:
        """Offer a frame, or keep it to be received."""
        if not isinstance(event, Frame) or not event.fin or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        elif not self._is_taken(event):
            self._to_receive += 1
            super().process_event(event)

    def _is_taken(self, last: Frame) -> bool:
        """Offer a message's last frame, where it is its first one, too."""
        is_whole = last.opcode is not Opcode.CONT
        return self.taker is not None and is_whole and not self._to_receive and self.taker(bytes(last.data))
