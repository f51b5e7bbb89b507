"""The chats stay where they are, but for those that become unread."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.widgets.chat.order import ChatOrder
from lampfield.model.identity import ContactId

A, B, C, D = (ContactId(number) for number in range(1, 5))


def test_one_that_becomes_unread_comes_forward_and_stays_there_when_read() -> None:
    order = ChatOrder()
    order.update([A, B, C], [], A)
    assert order.cids == [A, B, C]
    order.update([A, B, C], [C], A)
    assert order.cids == [C, A, B]
    order.update([A, B, C, D], [C, B], A)
    assert order.cids == [C, B, A, D]
    order.update([A, B, C, D], [B], C)
    assert order.cids == [C, B, A, D]


def test_the_one_in_use_stays_where_it_is() -> None:
    order = ChatOrder()
    order.update([A, B], [], B)
    order.update([A, B], [B], B)
    assert order.cids == [A, B]


def test_one_steps_in_a_ring() -> None:
    order = ChatOrder()
    assert order.beside(None, 1) is None
    order.update([A, B, C], [], None)
    assert [order.beside(A, 1), order.beside(A, -1), order.beside(None, 1)] == [B, C, A]
    order.update([A], [], A)
    assert order.beside(A, 1) is None


cids = st.lists(st.sampled_from([A, B, C, D]), unique=True)


@given(st.lists(st.tuples(cids, cids, st.none() | st.sampled_from([A, B, C, D]))))
def test_each_chat_is_there_once(
    looks: list[tuple[list[ContactId], list[ContactId], ContactId | None]],
) -> None:
    order = ChatOrder()
    for there, unread, current in looks:
        order.update(there, [cid for cid in unread if cid in there], current)
        assert sorted(order.cids) == sorted(there)
