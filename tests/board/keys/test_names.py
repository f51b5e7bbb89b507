"""Names of keys: what people write is what Textual calls them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

from lampfield.board.keys.names import named, shown, types

characters = st.sampled_from(
    string.ascii_letters + string.digits + string.punctuation.replace(",", "") + "éß"
)


@given(characters)
def test_a_character_is_named_as_textual_names_it(character: str) -> None:
    (binding,) = Binding.make_bindings([Binding(character, "nothing")])
    assert named(character) == binding.key
    assert types(binding.key)
    assert shown(binding.key) == character


@pytest.mark.parametrize(
    ("written", "key", "is_shown"),
    [
        ("F3", "f3", "F3"),
        ("Enter", "enter", "⏎"),
        ("escape", "escape", "Esc"),
        ("ctrl+p", "ctrl+p", "^p"),
        ("Ctrl+Right", "ctrl+right", "Ctrl+→"),
        ("shift+alt+f2", "alt+shift+f2", "Alt+Shift+F2"),
        ("alt+D", "alt+shift+d", "Alt+Shift+d"),
        ("+", "plus", "+"),
        ("add", "plus", "+"),
        ("decimal", "full_stop", "."),
        ("divide", "slash", "/"),
        (",", "comma", ","),
        ("space", "space", "Space"),
    ],
)
def test_a_key_is_named_and_shown(written: str, key: str, is_shown: str) -> None:
    assert named(written) == key
    assert shown(key) == is_shown


@pytest.mark.parametrize("written", ["", "pagedwn", "ctrl+", "control+p", "ctrl+pp", "f99", "dd"])
def test_what_is_no_key_has_no_name(written: str) -> None:
    assert named(written) is None


@pytest.mark.parametrize("key", ["f3", "ctrl+p", "alt+d", "enter", "escape", "pageup", "tab"])
def test_other_keys_type_nothing(key: str) -> None:
    assert not types(key)
