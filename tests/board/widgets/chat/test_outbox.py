"""What is on its way leaves in order, once, and is never lost."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.widgets.chat.outbox import Stage, UnsentMessages
from lampfield.model.identity import ContactId

ALICE, BOB = ContactId(1), ContactId(2)


def test_one_message_a_contact_is_due_in_the_order_of_writing() -> None:
    outbox = UnsentMessages()
    first, _, other = (outbox.add(cid, text, 0.0) for cid, text in ((ALICE, "1"), (ALICE, "2"), (BOB, "3")))
    assert outbox.due() == [first, other]
    outbox.asked(first.post_id, "run")
    assert outbox.due() == [other]
    outbox.drop(first.post_id)
    assert [one.text for one in outbox.due()] == ["2", "3"]


def test_one_that_ended_holds_up_nothing() -> None:
    outbox = UnsentMessages()
    first, second = outbox.add(ALICE, "1", 0.0), outbox.add(ALICE, "2", 0.0)
    outbox.asked(first.post_id, "run")
    outbox.ended(first.post_id, Stage.UNSURE, "why")
    assert outbox.due() == [second]
    assert [one.reason for one in outbox.of(ALICE)] == ["why", ""]


def test_what_may_be_sent_already_is_not_taken_back() -> None:
    outbox = UnsentMessages()
    first = outbox.add(ALICE, "1", 0.0)
    outbox.asked(first.post_id, "run")
    outbox.waits(first.post_id)
    assert outbox.take_back(ALICE) is None
    second = outbox.add(ALICE, "2", 0.0)
    assert outbox.take_back(ALICE) == second
    outbox.ended(first.post_id, Stage.UNSURE, "")
    assert [one.text for one in (outbox.take_back(ALICE),) if one is not None] == ["1"]
    assert not outbox


steps = st.lists(
    st.tuples(st.sampled_from(["add", "ask", "wait", "end", "drop"]), st.integers(0, 5)), max_size=40
)


@given(steps)
def test_nothing_is_lost_and_names_are_never_used_twice(taken: list[tuple[str, int]]) -> None:
    outbox, names, gone = UnsentMessages(), list[str](), set[str]()
    for step, which in taken:
        if step == "add":
            names.append(outbox.add(ALICE, "text", 0.0).post_id)
        elif names:
            name = names[which % len(names)]
            if step == "ask":
                outbox.asked(name, "run")
            elif step == "wait":
                outbox.waits(name)
            elif step == "end":
                outbox.ended(name, Stage.REFUSED, "")
            else:
                outbox.drop(name)
                gone.add(name)
    assert len(set(names)) == len(names)
    assert [one.post_id for one in outbox.of(ALICE)] == [name for name in names if name not in gone]
