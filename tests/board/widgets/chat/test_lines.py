"""What the lines of a chat say."""

import pytest

from lampfield.board.widgets.chat.lines import ChatLine, Shown, chat_lines, hits, rows_of_text
from lampfield.board.widgets.chat.outbox import Outgoing, Stage
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Message, MessageKind, Receipt, Revision


def said(number: int, text: str, **more: object) -> Message:
    return Message(msg_id=MessageId(number), room_id=RoomId(1), msg=text, sender_name="Alice", **more)  # type: ignore[arg-type]


def text_of(line: ChatLine) -> str:
    return "".join(text for text, _ in line.spans)


def lines(*messages: Message, outgoing: tuple[Outgoing, ...] = (), query: str = "") -> list[str]:
    return [text_of(line) for line in chat_lines(Shown(messages, outgoing, 0, query), 0)]


@pytest.mark.parametrize(
    ("receipt", "sign"),
    [
        (Receipt.NONE, "…"),
        (Receipt.SENT, "· sent"),
        (Receipt.RECEIVED, "✓ delivered"),
        (Receipt.READ, "✓✓ read"),
        (Receipt.FAILED, "✗ not delivered"),
    ],
)
def test_how_far_a_message_came_is_told_by_sign_and_at_the_last_by_word(receipt: Receipt, sign: str) -> None:
    assert lines(said(1, "hi", own=True, receipt=receipt))[-1] == f"00:00 you: hi {sign}"


def test_the_word_stands_at_the_last_one_alone() -> None:
    _, first, second = lines(
        said(1, "a", own=True, receipt=Receipt.READ), said(2, "b", own=True, receipt=Receipt.SENT)
    )
    assert (first, second) == ("00:00 you: a ✓✓", "00:00 you: b · sent")


def test_what_is_on_its_way_stands_at_the_end_until_it_is_in_the_chat() -> None:
    waiting = Outgoing(post_id="a1", cid=ContactId(1), text="hello", time=0.0)
    assert "hello ◌ waiting" in lines(said(1, "hi"), outgoing=(waiting,))[-1]
    there = said(2, "hello", own=True, post_id="a1")
    assert [line for line in lines(said(1, "hi"), there, outgoing=(waiting,)) if "hello" in line] == [
        "00:00 you: hello …"
    ]
    refused = Outgoing(
        post_id="a1", cid=ContactId(1), text="hello", time=0.0, stage=Stage.REFUSED, reason="No."
    )
    assert lines(outgoing=(refused,)) == ["00:00 you: hello ✗ not sent: No.  (↑ takes it back)"]


def test_links_are_text_and_what_is_searched_for_is_marked() -> None:
    (_, _, line) = chat_lines(Shown([said(1, "see https://a.test/x, [b]")], query="TEST"), 0)
    assert text_of(line) == "00:00 Alice: see https://a.test/x, [b]"
    styles = dict(line.spans)
    assert styles["https://a."] == "underline"
    assert styles["test"] == "underline reverse"
    assert styles[", [b]"] == ""


def test_only_what_somebody_said_is_found() -> None:
    there = chat_lines(Shown([said(1, "new things"), said(2, "old")]), 0)
    assert [there[place].text for place in hits(there, "NEW")] == ["new things"]
    assert hits(there, "") == []


def test_a_text_of_several_lines_has_several_rows() -> None:
    line = (("00:00 ", "a"), ("one\n\ntwo", "b"), (" ✓", "c"))
    assert rows_of_text(line) == [(("00:00 ", "a"), ("one", "b")), (("", "b"),), (("two", "b"), (" ✓", "c"))]


def test_a_message_that_was_not_delivered_says_why_wherever_it_stands() -> None:
    failed = said(1, "a", own=True, receipt=Receipt.FAILED, reason="blocked by policy")
    _, first, second = lines(failed, said(2, "b", own=True, receipt=Receipt.SENT))
    assert (first, second) == ("00:00 you: a ✗ not delivered: blocked by policy", "00:00 you: b · sent")


def test_what_became_of_a_message_stands_beside_it() -> None:
    changed, mine = lines(
        said(1, "meet at 5", revision=Revision.CORRECTED, reactions="👍"),
        said(2, "ok", own=True, receipt=Receipt.READ, reactions="❤"),
    )[-2:]
    assert (changed, mine) == ("00:00 Alice: meet at 5 (changed) 👍", "00:00 you: ok ❤ ✓✓ read")


def test_a_text_of_the_board_s_own_does_not_look_like_one_that_was_said() -> None:
    shown = Shown(
        [
            said(1, "unreadable", kind=MessageKind.ENCRYPTED),
            said(2, "hi"),
            said(3, "meet at 3", revision=Revision.OUTDATED),
        ]
    )
    styles = [dict(line.spans) for line in chat_lines(shown, 0)[1:] if line.text]
    assert [style[text] for style, text in zip(styles, ("unreadable", "hi", "meet at 3"), strict=True)] == [
        "italic $muted",
        "",
        "$muted",
    ]
