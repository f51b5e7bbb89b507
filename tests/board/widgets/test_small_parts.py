"""Replies, links and moves among tiles: rules without a screen."""

import pytest

from lampfield.board.widgets.chat.lines import Shown, chat_lines, typing_text
from lampfield.board.widgets.chat.links import links_in, parts_of
from lampfield.board.widgets.chat.quick import Caller, caller_of, filled
from lampfield.board.widgets.chat.replies import first_unread, late_replies
from lampfield.board.widgets.grid.fields import first_of, tile_fields
from lampfield.board.widgets.grid.geometry import Geometry, place_of
from lampfield.board.widgets.grid.jumping import LETTERS, jump_to
from lampfield.config.settings import TileField
from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId, MessageId, RoomId
from lampfield.model.room import Message, Room, Typing
from lampfield.model.show import State

ANN, BO = ContactId(1), ContactId(2)


def said(number: int, *, seconds: float = 0.0, own: bool = False, archived: bool = False) -> Message:
    """Return a message."""
    return Message(
        msg_id=MessageId(number),
        room_id=RoomId(1),
        msg="hi",
        time=int(seconds * 1000),
        own=own,
        archived=archived,
        sender_name="Ann",
    )


def test_the_first_unread_message_is_the_first_of_another_s_after_what_was_seen() -> None:
    room = Room(room_id=RoomId(1), cid=ANN, seen=MessageId(3))
    log = [said(1), said(3), said(4, own=True), said(5, archived=True), said(6), said(7)]
    assert first_unread(room, log) == 6
    assert first_unread(room, log[:4]) == 3


@pytest.mark.parametrize(
    ("message", "is_late"),
    [
        (said(1, seconds=1000 - 120), True),
        (said(1, seconds=1000 - 119), False),
        (said(1, seconds=10, own=True), False),
        (said(1, seconds=10, archived=True), False),
        (said(1, seconds=0), False),
        (None, False),
    ],
)
def test_an_answer_is_late_once_the_last_word_has_waited_so_many_minutes(
    message: Message | None, is_late: bool
) -> None:
    assert late_replies([(ANN, message), (BO, None)], 1000.0, 2) == ({ANN} if is_late else set())
    assert late_replies([(ANN, message)], 1000.0, 0) == set()


def test_each_day_has_a_line_and_what_is_new_one_before_it() -> None:
    day = 86_400.0
    log = [said(1, seconds=60), said(2, seconds=120), said(3, seconds=day + 60), said(4, seconds=day + 120)]
    lines = ["".join(text for text, _ in line.spans) for line in chat_lines(Shown(log, seen=2), 0)]
    assert lines == [
        "── Thursday, 01 January 1970 ──",
        "00:01 Ann: hi",
        "00:02 Ann: hi",
        "── Friday, 02 January 1970 ──",
        "── new ──",
        "00:01 Ann: hi",
        "00:02 Ann: hi",
    ]


@pytest.mark.parametrize(
    ("typing", "text"),
    [(Typing.IDLE, ""), (Typing.COMPOSING, "Ann is typing…"), (Typing.PAUSED, "Ann has stopped typing")],
)
def test_who_types_is_named_and_who_stopped_too(typing: Typing, text: str) -> None:
    assert typing_text(Room(room_id=RoomId(1), cid=ANN, label="Ann", typing=typing)) == text
    assert typing_text(None) == ""


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see https://a.test/x.", "https://a.test/x"),
        ("(https://a.test/x)", "https://a.test/x"),
        ("https://a.test/x_(y)!", "https://a.test/x_(y)"),
        ("call TEL:+49301234, please", "TEL:+49301234"),
        ("<mailto:ann@a.test>", "mailto:ann@a.test"),
        ("ftp://a.test", ""),
    ],
)
def test_a_link_ends_before_the_punctuation_of_its_sentence(text: str, link: str) -> None:
    parts = list(parts_of(text))
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_link in parts if is_link] == ([link] if link else [])


def test_the_last_link_comes_first_and_each_once() -> None:
    assert links_in(["tel:1 tel:2", "tel:1"]) == ["tel:1", "tel:2"]


def test_a_quick_text_names_the_caller_who_came_in_first() -> None:
    out = Call(uid=CallUid(1), name="Out", number="1", party=CallParty.CALLER)
    come = Call(uid=CallUid(2), name="Brown", number="0161", party=CallParty.CALLEE)
    assert caller_of([out, come]) == Caller("Brown", "0161")
    assert caller_of([out]) == Caller("Out", "1")
    assert caller_of([]) == Caller()
    told = [
        filled("{caller}|{name}|{number}|{x}", it)
        for it in (Caller("B {name}", "1"), Caller("", "1"), Caller())
    ]
    assert told == [
        "B {name} (1)|B {name}|1|{x}",
        "1|1|1|{x}",
        "somebody|somebody|number unknown|{x}",
    ]


@pytest.mark.parametrize(
    ("place", "columns", "rows", "target"),
    [
        (0, -1, 0, 0),
        (7, 1, 0, 7),
        (2, 1, 0, 3),
        (1, 0, 1, 4),
        (4, 0, -1, 1),
        (5, 0, 1, 7),
        (5, 0, 9, 7),
        (4, 0, 9, 7),
        (3, 0, 9, 6),
        (6, 0, 1, 6),
        (7, 0, -9, 1),
    ],
)
def test_a_move_keeps_its_column_as_far_as_there_are_tiles(
    place: int, columns: int, rows: int, target: int
) -> None:
    """Eight tiles in three columns: the last row has two."""
    assert Geometry(3, 20, 4, 2).moved(place, columns, rows, 8) == target


def test_the_first_columns_take_the_cells_that_are_left_over() -> None:
    geometry = Geometry(3, 20, 4, 2)
    assert [geometry.left_of(column) for column in range(3)] == [0, 21, 42]
    assert [geometry.width_of(column) for column in range(3)] == [21, 21, 20]
    assert (geometry.rows(8), geometry.lines(8), geometry.rows(9)) == (3, 12, 3)
    assert [geometry.place_at(x, 5) for x in (0, 20, 21, 41, 42, 61)] == [3, 3, 4, 4, 5, 5]
    assert [place_of(cid, [ANN, BO]) for cid in (BO, ContactId(9), None)] == [1, None, None]


def test_two_letters_lead_to_a_tile_in_whatever_case() -> None:
    jump = jump_to([ANN, BO])
    assert jump.labels == {ANN: LETTERS[0] * 2, BO: LETTERS[1] + LETTERS[0]}
    begun = jump.with_letter(LETTERS[1].upper())
    assert begun is not None
    assert (begun.shown, begun.target) == ({BO: "jf"}, None)
    ended = begun.with_letter("f")
    assert ended is not None
    assert ended.target == BO
    assert begun.with_letter("1") is None


def test_a_public_board_shows_no_text_that_a_contact_wrote() -> None:
    ill = {"desk": State(status="ill")}
    contact = Contact(cid=ANN, number="201", states=ill, tags=("a", "b"), email="a@b")
    chosen = (TileField.STATUS, TileField.EMAIL, TileField.STATUS, TileField.TAGS)
    for public, told in ((False, ("ill", "a@b", "ill")), (True, ("", "", "a, b"))):
        fields = tile_fields(chosen, public=public)
        assert fields.upper is not None
        assert fields.lower is not None
        assert (fields.upper(contact), fields.lower(contact), first_of(fields.line, contact)) == told
        assert fields.public is public
    few = tile_fields((TileField.NUMBER,))
    assert few.upper is not None
    assert few.lower is not None
    assert (few.upper(contact), few.lower(contact), few.line) == ("201", "", ())
    assert tile_fields((TileField.AGE, TileField.AGE)).upper is None
