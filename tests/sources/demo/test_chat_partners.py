"""The reactions of contacts in chats."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal
from lampfield.model.room import Receipt, Typing
from lampfield.model.show import State
from lampfield.sources.demo.people import HOSTILE_INDEX
from tests.sources.demo.harness import Harness
from tests.sources.demo.scripted_random import ScriptedRandom

ORDER = [Receipt.NONE, Receipt.SENT, Receipt.RECEIVED, Receipt.READ]


def set_online(harness: Harness, index: int, *, online: bool) -> None:
    harness.simulation.world.presence.states[index] = {"desk": State()} if online else {}


def chatting(index: int = 2) -> tuple[Harness, ContactKey]:
    harness = Harness()
    set_online(harness, index, online=True)
    return harness, harness.people[index]


def received(harness: Harness, key: ContactKey) -> list[MessageChange]:
    return [
        m for m in harness.replica.messages.values() if m.key == key and not m.own and m.id.startswith("m")
    ]


def test_message_is_received_read_and_answered_after_typing() -> None:
    harness, key = chatting()
    sent = [harness.view.post(key, f"Hello {number}?") for number in range(1)]
    for _ in range(20):
        if received(harness.advance(20), key):
            break
        sent.append(harness.view.post(key, "Are you there?"))
    receipts = [c.receipt for c in harness.changes if isinstance(c, ReceiptChange) and c.id == sent[-1]]
    assert receipts == ORDER[1:]
    typing = [c.typing for c in harness.changes if isinstance(c, RoomChange) and c.key == key]
    assert Typing.COMPOSING in typing
    assert typing[-1] is Typing.IDLE
    assert received(harness, key)[-1].text


def test_offline_contact_receives_when_online_again() -> None:
    harness, key = chatting()
    set_online(harness, 2, online=False)
    sent = harness.view.post(key, "Later then")
    assert harness.advance(60).replica.messages[key, sent].receipt is Receipt.SENT
    set_online(harness, 2, online=True)
    harness.view.presence_changed(harness.simulation.world.people[2])
    assert harness.advance(10).replica.messages[key, sent].receipt is Receipt.READ


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0, 8)), max_size=12))
def test_receipts_only_advance_and_typing_always_ends(posts: list[tuple[str, float]]) -> None:
    harness, key = chatting()
    for text, pause in posts:
        with contextlib.suppress(Refusal):
            harness.view.post(key, text)
        harness.advance(pause)
    harness.advance(60)
    come: dict[str, int] = {}
    for change in harness.changes:
        if isinstance(change, ReceiptChange):
            assert ORDER.index(change.receipt) > come.get(change.id, 0)
            come[change.id] = ORDER.index(change.receipt)
    assert set(come.values()) <= {3}
    assert all(room.typing is Typing.IDLE for room in harness.replica.rooms.values())


def test_history_pages_to_the_end_in_order_and_without_gaps() -> None:
    harness = Harness()
    key = harness.people[0]
    pages = 0
    while not harness.replica.rooms[key].history_complete:
        harness.view.chats.history(key, 25)
        harness.collect()
        pages += 1
    whole = sorted((m.time, m.id) for m in harness.replica.messages.values() if m.key == key)
    assert 2 <= pages <= 7
    assert len(whole) == len(harness.view.chats.chat_with(key).messages)
    assert [time for time, _ in whole] == [m.time for m in harness.view.chats.chat_with(key).messages]


def test_messages_unread_at_the_start_stay_read_once_read() -> None:
    harness = Harness()
    key = harness.people[1]

    def unread() -> list[str]:
        changes = harness.view.snapshot()
        return [m.id for m in changes if isinstance(m, MessageChange) and m.key == key and not m.archived]

    waiting = unread()
    assert len(waiting) == 2
    harness.view.chats.chat_with(key).mark_seen(waiting[-1])
    assert unread() == []


def test_no_hostile_text_by_default() -> None:
    harness = Harness(hostile=False)
    key = harness.people[HOSTILE_INDEX]
    assert received(harness, key) == []
    texts = [person.name for person in harness.simulation.world.people]
    texts += [
        state.status for states in harness.simulation.world.presence.states for state in states.values()
    ]
    texts += [message.text for message in harness.replica.messages.values()]
    assert not [text for text in texts if not text.isprintable() or "[" in text]


def test_hostile_person_sends_hostile_messages() -> None:
    harness = Harness()
    key = harness.people[HOSTILE_INDEX]
    text = "".join(message.text for message in received(harness, key))
    assert all(mark in text for mark in ("\x1b", "[bold red", "\u202e"))


def test_closed_chat_reopens_with_its_messages() -> None:
    harness, key = chatting()
    harness.view.chats.open(key)
    before = {at: m for at, m in harness.collect().replica.messages.items() if at[0] == key}
    harness.view.chats.leave(key)
    assert key not in harness.collect().replica.rooms
    harness.view.chats.open(key)
    harness.collect()
    assert {at: m for at, m in harness.replica.messages.items() if at[0] == key} == before


class ScriptedChat:
    """A chat with an online contact and prescribed random numbers; records when each change was emitted."""

    def __init__(self, *numbers: float, then: float = 0.5) -> None:
        self.harness, self.key = chatting()
        self.harness.view.chat_partners._rng = ScriptedRandom(*numbers, then=then)
        self.changes: list[tuple[float, object]] = []

    def until(self, seconds: float) -> list[tuple[float, object]]:
        """Let time pass in tenths of a second. Returns the time of each receipt, typing state and text."""
        harness, begun = self.harness, self.harness.simulation.scheduler.now
        while harness.simulation.scheduler.now < begun + seconds - 0.01:
            before = len(harness.changes)
            harness.advance(0.1)
            now = round(harness.simulation.scheduler.now - begun, 1)
            for change in harness.changes[before:]:
                if isinstance(change, ReceiptChange):
                    self.changes.append((now, change.receipt))
                elif isinstance(change, RoomChange):
                    self.changes.append((now, change.typing))
                elif isinstance(change, MessageChange) and not (change.own or change.archived):
                    self.changes.append((now, change.text))
        return self.changes


def test_answer_takes_the_time_to_read_to_think_and_to_type() -> None:
    scripted = ScriptedChat()
    scripted.harness.view.post(scripted.key, "Thanks")
    assert scripted.until(12) == [
        (0.1, Typing.IDLE),
        (0.1, Receipt.SENT),
        (0.4, Receipt.RECEIVED),
        (1.4, Receipt.READ),
        (2.2, Typing.COMPOSING),
        (4.0, Typing.IDLE),
        (4.0, "You are welcome"),
    ]


def test_pause_in_typing_comes_in_the_middle() -> None:
    scripted = ScriptedChat(0.19)
    scripted.harness.view.chats.open(scripted.key)
    scripted.harness.collect()
    scripted.harness.view.chat_partners.start_conversation(scripted.key)
    assert scripted.until(12) == [
        (0.1, Typing.COMPOSING),
        (1.4, Typing.PAUSED),
        (3.4, Typing.COMPOSING),
        (4.7, Typing.IDLE),
        (4.7, "Have you got a minute?"),
    ]


@pytest.mark.parametrize(("chance", "answers"), [(0.11, 0), (0.12, 1)])
def test_some_messages_are_not_answered(chance: float, answers: int) -> None:
    scripted = ScriptedChat(chance)
    scripted.harness.view.post(scripted.key, "Thanks")
    assert len([it for _, it in scripted.until(12) if it == "You are welcome"]) == answers


def test_only_the_last_of_two_messages_is_answered() -> None:
    scripted = ScriptedChat()
    scripted.harness.view.post(scripted.key, "Thanks")
    scripted.until(2)
    scripted.harness.view.post(scripted.key, "Bye")
    assert [it for _, it in scripted.until(20) if type(it) is str] == ["See you"]


def test_deleted_chat_has_no_further_steps() -> None:
    scripted = ScriptedChat()
    scripted.harness.view.post(scripted.key, "Thanks")
    scripted.until(1)
    scripted.harness.view.chats.drop(scripted.key)
    changes = list(scripted.changes)
    assert [it for it in scripted.until(12) if it not in changes and it[1] is not Typing.IDLE] == []
