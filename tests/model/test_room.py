"""Rooms and messages: which receipt is later news, and how a newer peer's words are read."""

from enum import StrEnum
from itertools import product

import pytest

from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing

FURTHER = [Receipt.NONE, Receipt.SENT, Receipt.FAILED, Receipt.RECEIVED, Receipt.READ]


def test_each_receipt_is_later_news_than_those_before_it() -> None:
    assert set(FURTHER) == set(Receipt)
    for (place, before), (later_place, later) in product(enumerate(FURTHER), repeat=2):
        assert later.is_further(before) is (later_place > place)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (RoomState, RoomState.CLOSED),
        (Typing, Typing.IDLE),
        (Receipt, Receipt.NONE),
        (MessageKind, MessageKind.TEXT),
        (Revision, Revision.CORRECTED),
    ],
)
def test_a_newer_peers_word_is_read_as_the_careful_one(kind: type[StrEnum], word: StrEnum) -> None:
    assert kind("nobody knows") is word
