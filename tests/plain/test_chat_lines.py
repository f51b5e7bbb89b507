"""A chat as lines."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from lampfield.model.identity import MessageId, RoomId
from lampfield.model.room import Message, Receipt, Revision
from lampfield.plain.chat_lines import NEW, chat_lines, message_line


@pytest.fixture(autouse=True)
def by_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the machine's clock show Greenwich's time."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said(number: int, text: str = "hi", hours: float = 0, **more: Any) -> Message:
    return Message(
        msg_id=MessageId(number),
        room_id=RoomId(1),
        msg=text,
        time=int(hours * 3_600_000),
        **{"sender_name": "Ann"} | more,
    )


def test_each_day_and_the_first_unread_message_have_a_line() -> None:
    log = [
        said(1, "one", 9),
        said(2, "two", 9.5, own=True, receipt=Receipt.READ),
        said(3, "three", 24 + 8),
        said(4, "four", 24 + 8.25),
    ]
    assert chat_lines(log, 2) == [
        "Thursday, 01 January 1970",
        "09:00 Ann: one",
        "09:30 you, read: two",
        "Friday, 02 January 1970",
        NEW,
        "08:00 Ann: three",
        "08:15 Ann: four",
    ]
    assert chat_lines(log, 4) == [line for line in chat_lines(log, 2) if line != NEW]
    assert chat_lines(log, 3)[-2:] == [NEW, "08:15 Ann: four"]
    assert chat_lines([], 0) == []


@pytest.mark.parametrize("more", [{"own": True}, {"archived": True}, {"own": True, "archived": True}])
def test_what_is_the_operator_s_or_old_is_not_new(more: dict[str, Any]) -> None:
    assert NEW not in chat_lines([said(5, **more)], 0)
    assert chat_lines([said(5, **more), said(6)], 0)[-2] == NEW


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (said(1, "a\nb"), "Ann: a\nb"),
        (said(1, sender_name=""), "somebody: hi"),
        (said(1, sender_name="n" * 41), f"{'n' * 39}…: hi"),
        (said(1, revision=Revision.CORRECTED), "Ann: hi (changed)"),
        (said(1, own=True), "you: hi"),
        (said(1, own=True, receipt=Receipt.FAILED, reason="no"), "you, not delivered: no: hi"),
        (said(1, "", reactions="👍"), "Ann: 👍"),
    ],
)
def test_who_said_what(message: Message, line: str) -> None:
    assert message_line(message) == line
