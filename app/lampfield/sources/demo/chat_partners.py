"""How the simulated contacts chat: they receive, read, type and answer after realistic delays."""

from collections.abc import Callable
from random import Random

from lampfield.model.change import MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, Typing
from lampfield.sources.demo.chats import Chat, Chats
from lampfield.sources.demo.small_talk import HOSTILE_LINES, OPENERS, answer
from lampfield.sources.demo.world import World

SERVER_SECONDS = 0.1
DELIVERY_SECONDS = 0.4
READING_SECONDS = (1.0, 3.0)
THINKING_SECONDS = (0.8, 2.5)
TYPING_SECONDS_PER_CHAR = 0.12
TYPING_SECONDS = (1.5, 6.0)
PAUSE_SECONDS = 2.0
PAUSE_SHARE = 0.2
"""The share of contacts that pause once while typing."""
SILENT_SHARE = 0.12
"""The share of messages that are read but not answered."""

Step = Callable[[], object]


class ChatPartners:
    """The actions of the contacts in one account's chats.

    Args:
        chats: The chats.
        world: The people, whose presence decides whether they can read, and the scheduler.
        rng: The random numbers.
    """

    def __init__(self, chats: Chats, world: World, rng: Random) -> None:
        self._chats = chats
        self._world = world
        self._scheduler = world.scheduler
        self._rng = rng

    def on_sent(self, message: MessageChange) -> None:
        """Deliver a message of the operator. Cancels the reply to an earlier one."""
        chat = self._chats.chat_with(message.key)
        chat.turn += 1
        self._chats.set_typing(message.key, Typing.IDLE)
        self._receipt_after(SERVER_SECONDS, chat, message, Receipt.SENT)
        self._while_chat_exists(DELIVERY_SECONDS, chat, lambda: self._deliver(chat, message))

    def on_online(self, key: ContactKey) -> None:
        """Deliver the pending messages to a contact that came online."""
        chat = self._chats.get(key)
        if chat is not None:
            for message in list(chat.undelivered()):
                self._deliver(chat, message)

    def start_conversation(self, key: ContactKey) -> None:
        """Make a contact write without being asked."""
        lines = HOSTILE_LINES if self._hostile(key) else OPENERS
        self._compose(self._chats.chat_with(key), self._rng.choice(lines))

    def _deliver(self, chat: Chat, message: MessageChange) -> None:
        person = self._world.person(chat.key)
        away = person is not None and not self._world.presence.is_online(person.index)
        if away or not self._chats.advance_receipt(chat.key, message.id, Receipt.RECEIVED):
            return
        reading = self._rng.uniform(*READING_SECONDS)
        self._receipt_after(reading, chat, message, Receipt.READ)
        if self._rng.random() >= SILENT_SHARE and chat.answered_turn < chat.turn:
            chat.answered_turn = chat.turn
            thinking = self._rng.uniform(*THINKING_SECONDS)
            self._unless_interrupted(reading + thinking, chat, lambda: self._answer(chat, message))

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
        self._unless_interrupted(seconds, chat, lambda: self._chats.receive(chat.key, text))

    def _type_after(self, seconds: float, chat: Chat, typing: Typing) -> None:
        self._unless_interrupted(seconds, chat, lambda: self._chats.set_typing(chat.key, typing))

    def _receipt_after(self, seconds: float, chat: Chat, message: MessageChange, receipt: Receipt) -> None:
        self._while_chat_exists(
            seconds, chat, lambda: self._chats.advance_receipt(chat.key, message.id, receipt)
        )

    def _unless_interrupted(self, seconds: float, chat: Chat, step: Step) -> None:
        """Schedule a contact's next step; it is dropped if the operator writes in the meantime."""
        turn = chat.turn
        self._while_chat_exists(seconds, chat, lambda: step() if chat.turn == turn else None)

    def _while_chat_exists(self, seconds: float, chat: Chat, step: Step) -> None:
        """Schedule a step; it is dropped if the chat no longer exists."""
        self._scheduler.call_later(seconds, lambda: step() if self._chats.get(chat.key) is chat else None)

    def _hostile(self, key: ContactKey) -> bool:
        person = self._world.person(key)
        return person is not None and person.index == self._world.hostile_index
