"""What stands beside a message."""

from typing import Any

import pytest

from lampfield.frontend.wording import is_placeholder_text, notes_of, receipt_words
from lampfield.model.identity import MessageId, RoomId
from lampfield.model.room import Message, MessageKind, Receipt, Revision

HOUR_MS = 3_600_000


def said(**more: Any) -> Message:
    return Message(msg_id=MessageId(1), room_id=RoomId(1), msg="hi", **more)


@pytest.mark.parametrize(
    ("message", "notes"),
    [
        (said(), ""),
        (said(revision=Revision.CORRECTED), "(changed)"),
        (said(revision=Revision.OUTDATED), "(changed below)"),
        (said(revision=Revision.CORRECTION), "(changes an earlier message)"),
        (said(revision=Revision.RETRACTED), ""),
        (said(kind=MessageKind.HEADLINE), "(announcement)"),
        (said(kind=MessageKind.PRIVATE, revision=Revision.CORRECTED), "(in private, in a room, changed)"),
        (said(reactions="👍 ❤"), "👍 ❤"),
        (said(revision=Revision.CORRECTED, reactions="👍"), "(changed) 👍"),
        (said(time=30 * HOUR_MS, claimed_time=25 * HOUR_MS), "(written 2 January 1970 02:00)"),
        (said(time=30 * HOUR_MS, claimed_time=30 * HOUR_MS - 120_000), ""),
        (said(time=30 * HOUR_MS), ""),
    ],
)
def test_what_is_to_be_known_besides_the_text(message: Message, notes: str) -> None:
    assert notes_of(message, 3600) == notes


@pytest.mark.parametrize(
    ("receipt", "reason", "words"),
    [
        (Receipt.NONE, "", ""),
        (Receipt.READ, "", "read"),
        (Receipt.FAILED, "", "not delivered"),
        (Receipt.FAILED, "blocked\nby policy", "not delivered: blocked by policy"),
    ],
)
def test_how_far_a_message_came_in_words(receipt: Receipt, reason: str, words: str) -> None:
    assert receipt_words(said(own=True, receipt=receipt, reason=reason)) == words


def test_a_text_of_the_board_s_own_is_told_from_one_that_was_said() -> None:
    assert is_placeholder_text(said(kind=MessageKind.ENCRYPTED))
    assert is_placeholder_text(said(revision=Revision.RETRACTED))
    assert not is_placeholder_text(said(kind=MessageKind.HEADLINE, revision=Revision.CORRECTED))
