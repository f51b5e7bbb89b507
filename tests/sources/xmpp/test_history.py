"""The changes for an older page of the archive."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.change import Change, MessageChange, MessageEdit, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt, Revision
from lampfield.sources.xmpp.chats import Chats
from lampfield.sources.xmpp.content import RETRACTED, Amendment, Content
from lampfield.sources.xmpp.history import apply_older_page
from lampfield.sources.xmpp.message import Marker, ParsedMessage

BOB = ContactKey("bob@acme.test")


def parsed(text: str, archive_id: str, ms: int, name: str = "", **more: Any) -> ParsedMessage:
    """Return what Bob said, as the archive has it."""
    content = Content(text, more.pop("kind", MessageKind.TEXT))
    names = (name,) if name else ()
    own = more.pop("own", False)
    return ParsedMessage(
        key=BOB, own=own, archive_id=archive_id, sender_ids=names, content=content, server_ms=ms, **more
    )


def page(chats: Chats, *items: ParsedMessage) -> list[Change]:
    return apply_older_page(chats, chats.get_or_create(BOB), items)


def test_a_page_is_told_as_read_in_its_order_and_may_be_meant_later() -> None:
    chats = Chats()
    told = page(chats, parsed("one", "1", 5, "k1"), parsed("two", "2", 6, "k2", own=True))
    assert told == [
        MessageChange(key=BOB, id="a:1", text="one", time=5, archived=True),
        MessageChange(
            key=BOB, id="a:2", text="two", time=6, archived=True, own=True, receipt=Receipt.SENT, post_id="k2"
        ),
    ]
    assert not chats.get_or_create(BOB).unread
    assert chats.advance_receipt(BOB, "k2", Receipt.READ) == [ReceiptChange(BOB, "a:2", Receipt.READ)]


def test_what_was_told_live_is_not_told_again_and_all_else_comes_before_it() -> None:
    chats = Chats()
    chats.apply(parsed("live", "3", 0), 10)
    told = page(chats, parsed("one", "1", 10), parsed("two", "2", 12), parsed("live", "3", 13))
    assert [(it.id, it.time) for it in told if isinstance(it, MessageChange)] == [("a:1", 8), ("a:2", 9)]
    assert list(chats.get_or_create(BOB).unread) == ["a:3"]
    further = page(chats, parsed("zero", "0", 11))
    assert [it.time for it in further if isinstance(it, MessageChange)] == [7]


def test_a_page_that_has_none_of_what_was_told_comes_before_all_of_it() -> None:
    chats = Chats()
    chats.apply(parsed("live", "", 0), 10)
    assert [it.time for it in page(chats, parsed("one", "1", 20)) if isinstance(it, MessageChange)] == [9]


def test_a_correction_in_the_page_changes_its_message_before_it_is_told() -> None:
    meant = Amendment(corrects="k1")
    [told] = page(
        Chats(),
        parsed("at 3", "1", 1, "k1", kind=MessageKind.HEADLINE),
        parsed("at 5", "2", 2, "k2", amendment=meant),
    )
    assert told == MessageChange(
        key=BOB,
        id="a:1",
        text="at 5",
        time=1,
        archived=True,
        kind=MessageKind.HEADLINE,
        revision=Revision.CORRECTED,
    )


def test_a_correction_of_a_correction_means_the_same_message() -> None:
    one, two = Amendment(corrects="k1"), Amendment(corrects="k2")
    page_ = (
        parsed("3", "1", 1, "k1"),
        parsed("4", "2", 2, "k2", amendment=one),
        parsed("5", "3", 3, "k3", amendment=two),
    )
    assert [it.text for it in page(Chats(), *page_) if isinstance(it, MessageChange)] == ["5"]


def test_a_correction_whose_message_is_not_in_the_page_is_told_as_one() -> None:
    [told] = page(Chats(), parsed("at 5", "2", 2, "k2", amendment=Amendment(corrects="gone")))
    assert isinstance(told, MessageChange)
    assert (told.text, told.revision) == ("at 5", Revision.CORRECTION)


def test_nobody_corrects_the_other_one_s_message() -> None:
    told = page(
        Chats(),
        parsed("at 3", "1", 1, "k1"),
        parsed("at 5", "2", 2, "k2", own=True, amendment=Amendment(corrects="k1")),
    )
    assert [it.text for it in told if isinstance(it, MessageChange)] == ["at 3", "at 5"]


def test_a_retraction_and_reactions_go_to_what_they_mean() -> None:
    told = page(
        Chats(),
        parsed("oh", "1", 1, "k1"),
        parsed("fine", "2", 2, "k2", own=True),
        parsed("", "3", 3, amendment=Amendment(retracts="k1")),
        parsed("", "4", 4, amendment=Amendment(reacts_to="k2", reactions="👍")),
    )
    assert [(it.text, it.revision) for it in told if isinstance(it, MessageChange)] == [
        (RETRACTED, Revision.RETRACTED),
        ("fine", Revision.NONE),
    ]
    assert [it for it in told if isinstance(it, MessageEdit)] == [
        MessageEdit(key=BOB, id="a:2", reactions="👍")
    ]


def test_a_deed_in_the_page_changes_what_was_told_live_by_an_edit() -> None:
    chats = Chats()
    chats.apply(parsed("at 3", "1", 0, "k1"), 10)
    edits = page(chats, parsed("at 5", "0", 1, "k2", amendment=Amendment(corrects="k1")))
    assert edits == [MessageEdit(key=BOB, id="a:1", text="at 5", revision=Revision.CORRECTED)]


def test_receipts_in_the_page_count_for_messages_in_it() -> None:
    read = parsed("", "2", 2, markers=(Marker(Receipt.READ, "k1"),))
    own = parsed("", "3", 3, own=True, markers=(Marker(Receipt.READ, "k1"),))
    told = page(Chats(), parsed("mine", "1", 1, "k1", own=True), read, own)
    assert told[1:] == [ReceiptChange(BOB, "a:1", Receipt.READ)]


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(0, 5) | st.none())
def test_a_page_keeps_its_order_before_what_follows(seconds: list[int], live: int | None) -> None:
    chats = Chats()
    if live is not None:
        chats.apply(parsed("live", "live", 0), live)
    items = [parsed("hi", str(place), second) for place, second in enumerate(sorted(seconds))]
    told = [it for it in page(chats, *items) if isinstance(it, MessageChange)]
    times = [it.time for it in told]
    assert [it.id for it in told] == [f"a:{place}" for place in range(len(items))]
    assert all(one < two for one, two in itertools.pairwise(times))
    assert not times or live is None or times[-1] < live


def test_an_old_correction_does_not_change_what_was_said_later_under_the_same_id() -> None:
    chats = Chats()
    chats.apply(parsed("Urgent: fire in room 4", "9", 0, "k1"), 90_000)
    told = page(chats, parsed("at 5", "2", 20_000, "k2", amendment=Amendment(corrects="k1")))
    [message] = [it for it in told if isinstance(it, MessageChange)]
    assert (message.id, message.text, message.revision) == ("a:2", "at 5", Revision.CORRECTION)
    assert [it for it in told if isinstance(it, MessageEdit)] == []
    assert chats.get_or_create(BOB).messages["a:9"].text == "Urgent: fire in room 4"


def test_a_correction_that_was_told_as_a_further_message_changes_nothing_when_it_is_read_as_history() -> None:
    chats = Chats()
    first = parsed("at 3", "1", 1_000, "k1")
    further = parsed("at 5", "2", 2_000, "k2", amendment=Amendment(corrects="k1"))
    chats.apply(first, 1_000)
    chats.get_or_create(BOB).mark_seen("a:1")
    chats.apply(further, 2_000)
    assert page(chats, parsed("before", "0", 500), first, further) == [
        MessageChange(key=BOB, id="a:0", text="before", time=500, archived=True)
    ]


def test_a_correction_in_the_page_that_cannot_be_read_takes_no_text_away() -> None:
    meant = Amendment(corrects="k1")
    told = page(
        Chats(),
        parsed("at 3", "1", 1_000, "k1"),
        parsed("(encrypted)", "2", 2_000, "k2", amendment=meant, kind=MessageKind.ENCRYPTED),
    )
    assert [(it.text, it.revision) for it in told if isinstance(it, MessageChange)] == [
        ("at 3", Revision.NONE),
        ("(encrypted)", Revision.CORRECTION),
    ]
