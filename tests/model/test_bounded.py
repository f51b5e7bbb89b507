"""A dict of bounded size."""

from lampfield.model.bounded import BoundedDict


def test_the_oldest_entry_is_dropped_beyond_the_maximum() -> None:
    entries: BoundedDict[str, int] = BoundedDict(2)
    entries["a"] = 1
    entries["b"] = 2
    assert dict(entries) == {"a": 1, "b": 2}
    entries["c"] = 3
    assert dict(entries) == {"b": 2, "c": 3}


def test_setting_an_existing_key_drops_nothing_and_keeps_its_age() -> None:
    entries: BoundedDict[str, int] = BoundedDict(2)
    entries["a"] = 1
    entries["b"] = 2
    entries["a"] = 3
    assert dict(entries) == {"a": 3, "b": 2}
    entries["c"] = 4
    assert dict(entries) == {"b": 2, "c": 4}
