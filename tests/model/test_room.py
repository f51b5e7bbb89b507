"""Rooms and messages: the order of receipts, and unknown values of a newer peer."""

from enum import StrEnum
from itertools import product

import pytest

from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing

RECEIPT_ORDER = [Receipt.NONE, Receipt.SENT, Receipt.FAILED, Receipt.RECEIVED, Receipt.READ]


def test_each_receipt_supersedes_those_before_it() -> None:
    assert set(RECEIPT_ORDER) == set(Receipt)
    for (place, before), (later_place, later) in product(enumerate(RECEIPT_ORDER), repeat=2):
        assert later.supersedes(before) is (later_place > place)


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
def test_an_unknown_value_maps_to_the_cautious_one(kind: type[StrEnum], word: StrEnum) -> None:
    assert kind("nobody knows") is word
