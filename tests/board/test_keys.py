"""Every key of the board does something, and says what."""

import pytest

from lampfield.board.app import BoardApp
from lampfield.board.keys.key import Key
from lampfield.board.keys.mnemonic import FOOTER_KEYS, MNEMONIC
from lampfield.board.screen import BoardScreen


@pytest.mark.parametrize("key", MNEMONIC, ids=lambda key: key.id)
def test_every_key_has_an_action_and_words(key: Key) -> None:
    home = BoardApp if key.everywhere else BoardScreen
    assert callable(getattr(home, f"action_{key.action}"))
    assert key.label
    assert key.tooltip[0].isupper()


def test_no_key_is_given_twice() -> None:
    keys = [name for key in MNEMONIC for name in key.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert len({key.id for key in MNEMONIC}) == len(MNEMONIC)


def test_the_footer_ends_with_the_way_to_all_other_keys() -> None:
    assert FOOTER_KEYS[-1].id == "help"
