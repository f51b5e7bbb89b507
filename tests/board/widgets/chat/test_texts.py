"""Quick texts, links, and who waits for an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.widgets.chat.links import links_in, parts_of
from lampfield.board.widgets.chat.quick import Caller, caller_of, filled
from lampfield.board.widgets.chat.replies import late_replies
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid, ContactId, MessageId, RoomId
from lampfield.model.room import Message

BROWN = Caller("Brown", "0161")


@pytest.mark.parametrize(
    ("text", "caller", "written"),
    [
        ("A call for you: {caller}.", BROWN, "A call for you: Brown (0161)."),
        ("{name} / {number}", BROWN, "Brown / 0161"),
        ("{caller}", Caller(number="0161"), "0161"),
        ("{name} on {number}", Caller(name="Brown"), "Brown on number unknown"),
        ("A call for you: {caller}. Take it?", Caller(), "A call for you: somebody. Take it?"),
        ("{who} {0} {{name}}", BROWN, "{who} {0} {Brown}"),
        ("{caller}", Caller("{number}", "1"), "{number} (1)"),
    ],
)
def test_a_quick_text_names_who_calls(text: str, caller: Caller, written: str) -> None:
    assert filled(text, caller) == written


def test_who_calls_is_who_came_in_not_whom_one_asks_about_it() -> None:
    asked = Call(uid=CallUid(1), name="Alice", party=CallParty.CALLER, state=CallState.UP)
    held = Call(uid=CallUid(2), name="Brown", party=CallParty.CALLEE, state=CallState.HOLD)
    assert caller_of([asked, held]).name == "Brown"
    assert caller_of([asked]).name == "Alice"
    assert caller_of([]) == Caller()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://acme.test/a?b=1.", ["https://acme.test/a?b=1"]),
        ("(https://acme.test/a_(b)), and http://b.test!", ["http://b.test", "https://acme.test/a_(b)"]),
        ("mailto:a@b.test or tel:+44161", ["tel:+44161", "mailto:a@b.test"]),
        ("no link: http:// or www", []),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, links: list[str]) -> None:
    assert links_in([text]) == links


@given(st.text(alphabet="ahtps:/.)( \n]é", max_size=60))
def test_a_text_in_parts_is_the_text(text: str) -> None:
    assert "".join(part for part, _ in parts_of(text)) == text


def said(time: int, *, own: bool = False, archived: bool = False) -> Message:
    return Message(msg_id=MessageId(1), room_id=RoomId(1), time=time, own=own, archived=archived)


@pytest.mark.parametrize(
    ("last", "is_late"),
    [
        (said(1_000), True),
        (said(600_000), False),
        (said(1_000, own=True), False),
        (said(1_000, archived=True), False),
        (None, False),
    ],
)
def test_the_last_word_of_another_waits_for_an_answer(last: Message | None, is_late: bool) -> None:
    alice = ContactId(1)
    assert late_replies([(alice, last)], 660.0, 5) == ({alice} if is_late else set())
    assert late_replies([(alice, last)], 660.0, 0) == set()


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("(see http://a.test/x)", "http://a.test/x"),
        ("(see http://a.test/x).", "http://a.test/x"),
        ("http://a.test/x(y)", "http://a.test/x(y)"),
        ("[http://a.test/(x)]", "http://a.test/(x)"),
        ("{http://a.test/x[1]}", "http://a.test/x[1]"),
    ],
)
def test_a_bracket_belongs_to_the_link_that_opened_it(text: str, link: str) -> None:
    assert links_in([text]) == [link]
