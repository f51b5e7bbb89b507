"""Contacts' numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub import numbering as module
from lampfield.hub.numbering import ContactNumbering, hashed_number
from lampfield.model.identity import ContactId, ContactKey

keys = st.lists(st.text(max_size=20).map(ContactKey), unique=True, max_size=50)


@given(keys)
def test_a_number_outlives_a_restart_whatever_the_order(names: list[ContactKey]) -> None:
    one, other = ContactNumbering(), ContactNumbering()
    forward = {key: one.cid_of(key) for key in names}
    backward = {key: other.cid_of(key) for key in reversed(names)}
    assert forward == backward


@given(st.text())
def test_a_number_fits_any_json_reader(key: str) -> None:
    assert 0 < hashed_number(ContactKey(key)) < 2**53


def test_two_keys_that_ask_for_the_same_number_get_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "hashed_number", lambda _, attempt=0: ContactId(attempt // 2))
    directory = ContactNumbering()
    numbers = [directory.cid_of(ContactKey(key)) for key in "abca"]
    assert numbers == [1, 2, 3, 1]
