"""The latest messages of one room. No numbers are given here, and nothing is told."""

from bisect import bisect_left, bisect_right, insort

from lampfield.model.identity import MessageId
from lampfield.model.room import Message

WINDOW_MESSAGES = 200
"""How many messages of a room a snapshot holds at most; older ones are in the source's archive."""

WINDOW_CHARS = 400_000
"""And how much text."""

MAX_DROPPED = 5_000
"""How many messages that fell out of the window are known again."""

MAX_UNREAD = 20_000
"""How many unread messages are counted; the window need not hold them all."""


def _order(message: Message) -> tuple[int, MessageId]:
    return (message.time, message.msg_id)


class Talk:
    """The window on what was said in a room, the oldest first."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._known: dict[MessageId, Message] = {}
        self._foreign_ids: dict[MessageId, str] = {}
        self._dropped: dict[MessageId, None] = {}
        self._unread: list[MessageId] = []
        """The other's messages that were not from the archive and not seen, by number."""
        self._chars = 0

    def get(self, msg_id: MessageId) -> Message | None:
        """Return a message of the window."""
        return self._known.get(msg_id)

    def fell_out(self, msg_id: MessageId) -> bool:
        """Say whether a message was here and is too old now."""
        return msg_id in self._dropped

    def put(self, message: Message, foreign_id: str) -> None:
        """Take a message that is new here.

        Args:
            message: What is said.
            foreign_id: The source's id of it.
        """
        self._put_in(message)
        self._foreign_ids[message.msg_id] = foreign_id
        if not (message.own or message.archived):
            insort(self._unread, message.msg_id)
            del self._unread[:-MAX_UNREAD]
        self._trim()

    def replace(self, message: Message) -> None:
        """Take a message in the place of an earlier state of it, which is here."""
        self._take_out(self._known[message.msg_id])
        self._put_in(message)
        self._trim()

    def unread(self, seen: MessageId) -> int:
        """Return how many of the other's messages came after one; what is of the archive is not unread.

        Those up to ``seen`` are forgotten.
        """
        del self._unread[: bisect_right(self._unread, seen)]
        return len(self._unread)

    def last_foreign_id(self, up_to: MessageId) -> str | None:
        """Return the source's id of the other's last message up to a number."""
        for message in reversed(self.messages):
            if message.msg_id <= up_to and not message.own:
                return self._foreign_ids[message.msg_id]
        return None

    def _trim(self) -> None:
        while len(self.messages) > WINDOW_MESSAGES or (self._chars > WINDOW_CHARS and len(self.messages) > 1):
            oldest = self.messages[0]
            self._take_out(oldest)
            del self._foreign_ids[oldest.msg_id]
            self._dropped[oldest.msg_id] = None
        while len(self._dropped) > MAX_DROPPED:
            del self._dropped[next(iter(self._dropped))]

    def _put_in(self, message: Message) -> None:
        insort(self.messages, message, key=_order)
        self._known[message.msg_id] = message
        self._chars += len(message.msg)

    def _take_out(self, message: Message) -> None:
        place = bisect_left(self.messages, _order(message), key=_order)
        del self.messages[place], self._known[message.msg_id]
        self._chars -= len(message.msg)
