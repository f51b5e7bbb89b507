"""What is kept is bounded by its size, and it is the latest used."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.byte_lru import ITEM_BYTES, ByteLru

LIMIT = 10 * ITEM_BYTES


def shelf() -> ByteLru[bytes]:
    return ByteLru(LIMIT, len)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2 * LIMIT))))
def test_it_never_holds_more_than_it_may(puts: list[tuple[int, int]]) -> None:
    kept = shelf()
    for key, size in puts:
        kept.put(key, bytes(size))
        assert kept.bytes <= LIMIT
        held = [item for other in range(21) if (item := kept.get(other)) is not None]
        assert kept.bytes == sum(len(item) + ITEM_BYTES for item in held)


def test_empty_ones_are_bounded_too() -> None:
    kept = shelf()
    for key in range(1000):
        kept.put(key, b"")
    assert [kept.get(key) is not None for key in (989, 990, 999)] == [False, True, True]


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept = shelf()
    for key in range(10):
        kept.put(key, b"")
    assert kept.get(0) == b""
    kept.put("new", b"")
    assert (kept.get(0), kept.get(1)) == (b"", None)


def test_what_is_larger_than_the_shelf_is_not_kept_and_costs_the_others_nothing_later() -> None:
    kept = shelf()
    kept.put("large", bytes(LIMIT))
    assert kept.get("large") is None
    kept.put("small", b"x")
    assert kept.get("small") == b"x"
