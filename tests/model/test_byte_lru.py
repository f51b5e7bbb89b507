"""The cache is bounded by its total size and evicts the least recently used items."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.byte_lru import ITEM_BYTES, ByteLru

LIMIT = 10 * ITEM_BYTES


def empty_cache() -> ByteLru[bytes]:
    return ByteLru(LIMIT, len)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2 * LIMIT))))
def test_the_cache_never_exceeds_its_size(puts: list[tuple[int, int]]) -> None:
    kept = empty_cache()
    for key, size in puts:
        kept.put(key, bytes(size))
        assert kept.bytes <= LIMIT
        held = [item for other in range(21) if (item := kept.get(other)) is not None]
        assert kept.bytes == sum(len(item) + ITEM_BYTES for item in held)


def test_the_number_of_empty_items_is_bounded() -> None:
    kept = empty_cache()
    for key in range(1000):
        kept.put(key, b"")
    assert [kept.get(key) is not None for key in (989, 990, 999)] == [False, True, True]


def test_the_least_recently_used_item_is_evicted_first() -> None:
    kept = empty_cache()
    for key in range(10):
        kept.put(key, b"")
    assert kept.get(0) == b""
    kept.put("new", b"")
    assert (kept.get(0), kept.get(1)) == (b"", None)


def test_an_item_larger_than_the_cache_is_not_kept_and_leaves_its_room_free() -> None:
    kept = empty_cache()
    kept.put("large", bytes(LIMIT))
    assert kept.get("large") is None
    kept.put("small", b"x")
    assert kept.get("small") == b"x"
