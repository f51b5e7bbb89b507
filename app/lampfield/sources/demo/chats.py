"""The chats of one account."""

from collections.abc import Callable
from itertools import count

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.demo.chat import RECENT_MESSAGES, Chat, archive
from lampfield.sources.demo.world import World

LONGEST_TEXT = 20_000
"""Characters."""

Tell = Callable[[RoomChange | MessageChange | ReceiptChange], object]


class Chats:
    """The chats of one account: who wrote what, and what of it was told.

    Args:
        floor: The people and the time.
        account: Whose chats these are.
        tell: Told each room, message and receipt that is new.
    """

    def __init__(self, floor: World, account: str, tell: Tell) -> None:
        self._floor = floor
        self._agenda = floor.agenda
        self._account = account
        self._tell = tell
        self._numbers = count(1)
        self._opened_ms = floor.agenda.wall_ms
        self._chats: dict[ContactKey, Chat] = {}

    def with_(self, key: ContactKey) -> Chat:
        """Return the chat with a contact, with its archive; it need not be open."""
        if key not in self._chats:
            self._chats[key] = Chat(key, self._archive(key))
        return self._chats[key]

    def get(self, key: ContactKey) -> Chat | None:
        """Return the chat with a contact, None when there was none yet."""
        return self._chats.get(key)

    def open(self, key: ContactKey) -> Chat:
        """Open a chat and tell its recent messages. An open one is told again."""
        chat = self.with_(key)
        chat.state = RoomState.OPEN
        if not chat.told():
            chat.reveal(RECENT_MESSAGES)
        self._tell(chat.room())
        for message in chat.told():
            self._tell(message)
        return chat

    def post(self, key: ContactKey, text: str, post_id: str = "") -> MessageChange:
        """Say something as the operator; the chat opens if it is not. Returns the message.

        Raises:
            Refusal: The text is empty or too long.
        """
        if not text.strip():
            raise Refusal(RefusalCode.BAD_TEXT, "There is nothing to send.")
        if len(text) > LONGEST_TEXT:
            raise Refusal(
                RefusalCode.BAD_TEXT, f"A message has up to {LONGEST_TEXT} characters. Send it in parts."
            )
        return self._say(key, text, own=True, post_id=post_id)

    def hear(self, key: ContactKey, text: str, seconds_ago: float = 0.0) -> MessageChange:
        """Let the contact say something. Returns the message."""
        self.set_typing(key, Typing.IDLE)
        return self._say(key, text, own=False, seconds_ago=seconds_ago)

    def set_typing(self, key: ContactKey, typing: Typing) -> None:
        """Let the contact type, pause or stop."""
        chat = self.with_(key)
        if chat.typing is not typing:
            chat.typing = typing
            if chat.open:
                self._tell(chat.room())

    def receipt(self, key: ContactKey, message_id: str, receipt: Receipt) -> bool:
        """Let an own message have come further. Returns whether it has not come so far before."""
        chat = self.with_(key)
        change = chat.receipt(message_id, receipt)
        if change is not None and chat.open:
            self._tell(change)
        return change is not None

    def history(self, key: ContactKey, limit: int) -> None:
        """Tell older messages, then the room, which says whether that was all. A closed chat opens."""
        chat = self.with_(key)
        if not chat.open:
            self.open(key)
        for message in chat.reveal(limit):
            self._tell(message)
        self._tell(chat.room())

    def leave(self, key: ContactKey) -> None:
        """Close a chat on this side. A later message of either opens it again."""
        chat = self.with_(key)
        if chat.open:
            chat.state = RoomState.CLOSED
            self._tell(chat.room())

    def forget(self, key: ContactKey) -> None:
        """Drop the chat with one who is no contact any more."""
        chat = self._chats.pop(key, None)
        if chat is not None and chat.open:
            chat.state = RoomState.CLOSED
            self._tell(chat.room())

    def snapshot(self) -> list[RoomChange | MessageChange]:
        """Return the open chats with all that was told of them."""
        told: list[RoomChange | MessageChange] = []
        for chat in self._chats.values():
            if chat.open:
                told += [chat.room(), *chat.told()]
        return told

    def _say(
        self, key: ContactKey, text: str, *, own: bool, seconds_ago: float = 0.0, post_id: str = ""
    ) -> MessageChange:
        chat = self.with_(key)
        if not chat.open:
            self.open(key)
        time_ms = self._agenda.wall_ms - int(seconds_ago * 1000)
        message = MessageChange(
            key=key, id=f"m{next(self._numbers)}", own=own, text=text, time=time_ms, post_id=post_id
        )
        chat.add(message)
        self._tell(message)
        return message

    def _archive(self, key: ContactKey) -> list[MessageChange]:
        person = self._floor.person(key)
        if person is None:
            return []
        rng = self._floor.chance(self._account, "archive", key)
        length = rng.randrange(60, 140) if person.place < 8 else rng.randrange(30)
        return archive(key, length, self._opened_ms - 7_200_000, rng)
