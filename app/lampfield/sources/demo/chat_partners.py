"""How the people of the office chat: they receive, read, type and answer, each in time."""

from collections.abc import Callable
from random import Random

from lampfield.model.change import MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, Typing
from lampfield.sources.demo.chat import Chat
from lampfield.sources.demo.chats import Chats
from lampfield.sources.demo.small_talk import HOSTILE_LINES, OPENERS, answer
from lampfield.sources.demo.world import World

SERVER_SECONDS = 0.1
DELIVERY_SECONDS = 0.4
READING_SECONDS = (1.0, 3.0)
THOUGHT_SECONDS = (0.8, 2.5)
TYPING_SECONDS_PER_CHAR = 0.12
TYPING_SECONDS = (1.5, 6.0)
PAUSE_SECONDS = 2.0
PAUSE_SHARE = 0.2
"""How many stop once while they type."""
SILENT_SHARE = 0.12
"""How many messages are read and left without an answer."""

Step = Callable[[], object]


class ChatPartners:
    """What the contacts of one account do in its chats.

    Args:
        chats: The chats.
        floor: The people, who must be online to read, and the time.
        rng: Where chance comes from.
    """

    def __init__(self, chats: Chats, floor: World, rng: Random) -> None:
        self._chats = chats
        self._floor = floor
        self._agenda = floor.agenda
        self._rng = rng

    def sent(self, message: MessageChange) -> None:
        """Let a message of the operator go its way. What the contact meant to say before is dropped."""
        chat = self._chats.with_(message.key)
        chat.turn += 1
        self._chats.set_typing(message.key, Typing.IDLE)
        self._receipt_after(SERVER_SECONDS, chat, message, Receipt.SENT)
        self._later(DELIVERY_SECONDS, chat, lambda: self._deliver(chat, message))

    def came_online(self, key: ContactKey) -> None:
        """Let a contact receive what was sent meanwhile."""
        chat = self._chats.get(key)
        if chat is not None:
            for message in list(chat.undelivered()):
                self._deliver(chat, message)

    def writes(self, key: ContactKey) -> None:
        """Let a contact begin a talk by itself."""
        lines = HOSTILE_LINES if self._hostile(key) else OPENERS
        self._compose(self._chats.with_(key), self._rng.choice(lines))

    def _deliver(self, chat: Chat, message: MessageChange) -> None:
        person = self._floor.person(chat.key)
        away = person is not None and not self._floor.presence.online(person.place)
        if away or not self._chats.receipt(chat.key, message.id, Receipt.RECEIVED):
            return
        reading = self._rng.uniform(*READING_SECONDS)
        self._receipt_after(reading, chat, message, Receipt.READ)
        if self._rng.random() >= SILENT_SHARE and chat.answered < chat.turn:
            chat.answered = chat.turn
            thought = self._rng.uniform(*THOUGHT_SECONDS)
            self._then(reading + thought, chat, lambda: self._answer(chat, message))

    def _answer(self, chat: Chat, message: MessageChange) -> None:
        hostile = self._hostile(chat.key)
        self._compose(chat, self._rng.choice(HOSTILE_LINES) if hostile else answer(message.text, self._rng))

    def _compose(self, chat: Chat, text: str) -> None:
        shortest, longest = TYPING_SECONDS
        seconds = min(max(len(text) * TYPING_SECONDS_PER_CHAR, shortest), longest)
        self._chats.set_typing(chat.key, Typing.COMPOSING)
        if self._rng.random() < PAUSE_SHARE:
            half = seconds / 2
            self._type_after(half, chat, Typing.PAUSED)
            self._type_after(half + PAUSE_SECONDS, chat, Typing.COMPOSING)
            seconds += PAUSE_SECONDS
        self._then(seconds, chat, lambda: self._chats.hear(chat.key, text))

    def _type_after(self, seconds: float, chat: Chat, typing: Typing) -> None:
        self._then(seconds, chat, lambda: self._chats.set_typing(chat.key, typing))

    def _receipt_after(self, seconds: float, chat: Chat, message: MessageChange, receipt: Receipt) -> None:
        self._later(seconds, chat, lambda: self._chats.receipt(chat.key, message.id, receipt))

    def _then(self, seconds: float, chat: Chat, step: Step) -> None:
        """Let a contact go on, unless the operator said something else meanwhile."""
        turn = chat.turn
        self._later(seconds, chat, lambda: step() if chat.turn == turn else None)

    def _later(self, seconds: float, chat: Chat, step: Step) -> None:
        """Let something happen to a chat, if it is still there."""
        self._agenda.after(seconds, lambda: step() if self._chats.get(chat.key) is chat else None)

    def _hostile(self, key: ContactKey) -> bool:
        person = self._floor.person(key)
        return person is not None and person.place == self._floor.hostile_place
