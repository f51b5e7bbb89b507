"""Chats: what the contacts of the office do in them."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Receipt, Typing
from lampfield.model.show import State
from lampfield.sources.demo.people import HOSTILE_PLACE
from tests.sources.demo.chance import Chance
from tests.sources.demo.desk import Desk

ORDER = [Receipt.NONE, Receipt.SENT, Receipt.RECEIVED, Receipt.READ]


def set_online(desk: Desk, place: int, *, online: bool) -> None:
    desk.office.floor.presence.states[place] = {"desk": State()} if online else {}


def chatting(place: int = 2) -> tuple[Desk, ContactKey]:
    desk = Desk()
    set_online(desk, place, online=True)
    return desk, desk.people[place]


def heard(desk: Desk, key: ContactKey) -> list[MessageChange]:
    return [m for m in desk.picture.messages.values() if m.key == key and not m.own and m.id.startswith("m")]


def test_a_message_is_received_read_and_answered_after_some_typing() -> None:
    desk, key = chatting()
    sent = [desk.seat.post(key, f"Hello {number}?") for number in range(1)]
    for _ in range(20):
        if heard(desk.wait(20), key):
            break
        sent.append(desk.seat.post(key, "Are you there?"))
    receipts = [c.receipt for c in desk.told if isinstance(c, ReceiptChange) and c.id == sent[-1]]
    assert receipts == ORDER[1:]
    typing = [c.typing for c in desk.told if isinstance(c, RoomChange) and c.key == key]
    assert Typing.COMPOSING in typing
    assert typing[-1] is Typing.IDLE
    assert heard(desk, key)[-1].text


def test_who_is_offline_receives_when_back() -> None:
    desk, key = chatting()
    set_online(desk, 2, online=False)
    sent = desk.seat.post(key, "Later then")
    assert desk.wait(60).picture.messages[key, sent].receipt is Receipt.SENT
    set_online(desk, 2, online=True)
    desk.seat.presence_changed(desk.office.floor.people[2])
    assert desk.wait(10).picture.messages[key, sent].receipt is Receipt.READ


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0, 8)), max_size=12))
def test_receipts_only_go_forward_and_typing_always_ends(posts: list[tuple[str, float]]) -> None:
    desk, key = chatting()
    for text, pause in posts:
        with contextlib.suppress(Refusal):
            desk.seat.post(key, text)
        desk.wait(pause)
    desk.wait(60)
    come: dict[str, int] = {}
    for change in desk.told:
        if isinstance(change, ReceiptChange):
            assert ORDER.index(change.receipt) > come.get(change.id, 0)
            come[change.id] = ORDER.index(change.receipt)
    assert set(come.values()) <= {3}
    assert all(room.typing is Typing.IDLE for room in desk.picture.rooms.values())


def test_history_pages_to_the_end_in_order_and_without_gaps() -> None:
    desk = Desk()
    key = desk.people[0]
    pages = 0
    while not desk.picture.rooms[key].history_complete:
        desk.seat.chats.history(key, 25)
        desk.hear()
        pages += 1
    whole = sorted((m.time, m.id) for m in desk.picture.messages.values() if m.key == key)
    assert 2 <= pages <= 7
    assert len(whole) == len(desk.seat.chats.with_(key).log)
    assert [time for time, _ in whole] == [m.time for m in desk.seat.chats.with_(key).log]


def test_unread_messages_wait_at_the_start_and_stay_seen_once_seen() -> None:
    desk = Desk()
    key = desk.people[1]

    def unread() -> list[str]:
        told = desk.seat.snapshot()
        return [m.id for m in told if isinstance(m, MessageChange) and m.key == key and not m.archived]

    waiting = unread()
    assert len(waiting) == 2
    desk.seat.chats.with_(key).see(waiting[-1])
    assert unread() == []


def test_nobody_is_hostile_where_that_was_not_asked_for() -> None:
    desk = Desk(hostile=False)
    key = desk.people[HOSTILE_PLACE]
    assert heard(desk, key) == []
    texts = [person.name for person in desk.office.floor.people]
    texts += [state.status for states in desk.office.floor.presence.states for state in states.values()]
    texts += [message.text for message in desk.picture.messages.values()]
    assert not [text for text in texts if not text.isprintable() or "[" in text]


def test_the_hostile_one_is_hostile_in_chat_too() -> None:
    desk = Desk()
    key = desk.people[HOSTILE_PLACE]
    text = "".join(message.text for message in heard(desk, key))
    assert all(mark in text for mark in ("\x1b", "[bold red", "\u202e"))


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001])
def test_what_cannot_be_sent_is_refused(text: str) -> None:
    desk = Desk()
    with pytest.raises(Refusal) as refused:
        desk.seat.post(desk.people[0], text)
    assert refused.value.word is RefusalCode.BAD_TEXT


def test_a_left_chat_opens_again_with_what_was_said() -> None:
    desk, key = chatting()
    desk.seat.chats.open(key)
    before = {at: m for at, m in desk.hear().picture.messages.items() if at[0] == key}
    desk.seat.chats.leave(key)
    assert key not in desk.hear().picture.rooms
    desk.seat.chats.open(key)
    desk.hear()
    assert {at: m for at, m in desk.picture.messages.items() if at[0] == key} == before


class Played:
    """A chat with somebody online, with chance that is known, and when what was told."""

    def __init__(self, *numbers: float, then: float = 0.5) -> None:
        self.desk, self.key = chatting()
        self.desk.seat.partners._rng = Chance(*numbers, then=then)
        self.told: list[tuple[float, object]] = []

    def until(self, seconds: float) -> list[tuple[float, object]]:
        """Let time pass in tenths of a second. Returns when each receipt, sign of typing and text came."""
        desk, begun = self.desk, self.desk.office.agenda.now
        while desk.office.agenda.now < begun + seconds - 0.01:
            before = len(desk.told)
            desk.wait(0.1)
            now = round(desk.office.agenda.now - begun, 1)
            for change in desk.told[before:]:
                if isinstance(change, ReceiptChange):
                    self.told.append((now, change.receipt))
                elif isinstance(change, RoomChange):
                    self.told.append((now, change.typing))
                elif isinstance(change, MessageChange) and not (change.own or change.archived):
                    self.told.append((now, change.text))
        return self.told


def test_an_answer_takes_the_time_to_read_to_think_and_to_type() -> None:
    played = Played()
    played.desk.seat.post(played.key, "Thanks")
    assert played.until(12) == [
        (0.1, Typing.IDLE),
        (0.1, Receipt.SENT),
        (0.4, Receipt.RECEIVED),
        (1.4, Receipt.READ),
        (2.2, Typing.COMPOSING),
        (4.0, Typing.IDLE),
        (4.0, "You are welcome"),
    ]


def test_one_who_stops_while_typing_stops_in_the_middle() -> None:
    played = Played(0.19)
    played.desk.seat.chats.open(played.key)
    played.desk.hear()
    played.desk.seat.partners.writes(played.key)
    assert played.until(12) == [
        (0.1, Typing.COMPOSING),
        (1.4, Typing.PAUSED),
        (3.4, Typing.COMPOSING),
        (4.7, Typing.IDLE),
        (4.7, "Have you got a minute?"),
    ]


@pytest.mark.parametrize(("chance", "answers"), [(0.11, 0), (0.12, 1)])
def test_some_leave_a_message_without_an_answer(chance: float, answers: int) -> None:
    played = Played(chance)
    played.desk.seat.post(played.key, "Thanks")
    assert len([it for _, it in played.until(12) if it == "You are welcome"]) == answers


def test_two_messages_in_a_row_have_one_answer_which_is_to_the_last() -> None:
    played = Played()
    played.desk.seat.post(played.key, "Thanks")
    played.until(2)
    played.desk.seat.post(played.key, "Bye")
    assert [it for _, it in played.until(20) if type(it) is str] == ["See you"]


def test_nobody_goes_on_in_a_chat_that_was_dropped() -> None:
    played = Played()
    played.desk.seat.post(played.key, "Thanks")
    played.until(1)
    played.desk.seat.chats.forget(played.key)
    told = list(played.told)
    assert [it for it in played.until(12) if it not in told and it[1] is not Typing.IDLE] == []
