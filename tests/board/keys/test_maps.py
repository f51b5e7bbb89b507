"""Every action does something and says what; every shipped map leads to what nobody can do without."""

import pytest

from lampfield.board.app import BoardApp
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.keys import reading
from lampfield.board.keys.action import Action, Scope
from lampfield.board.keys.actions import ACTION_BY_ID, ACTIONS
from lampfield.board.keys.keymap import FindBy, KeyMap
from lampfield.board.keys.mnemonic import MNEMONIC
from lampfield.board.keys.names import types
from lampfield.board.screen import BoardScreen
from tests.board.keys.shipped import FIND_FIRST, MAPS, each_map

OFTEN_TAKEN = {"f1", "f10", "f11", "ctrl+s", "ctrl+q", "ctrl+m", "ctrl+i"}
"""By terminal emulators, by flow control, or the same as Enter and Tab."""
DAILY = ("moment", "dial", "answer", "hold", "hang-up", "chat", "find", "back", "help")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_does_something_and_says_what(action: Action) -> None:
    home, _, method = action.does.partition("(")[0].rpartition(".")
    node = {"app": BoardApp}.get(home, ContactGrid if action.scope is Scope.GRID else BoardScreen)
    assert callable(getattr(node, f"action_{method}"))
    assert action.label
    assert action.tooltip[0].isupper()


def test_no_two_actions_have_one_name() -> None:
    assert len(ACTION_BY_ID) == len(ACTIONS)


def test_the_shipped_maps_are_those_that_are_named() -> None:
    assert {keys.name for keys in MAPS} == set(reading.SHIPPED)


def test_the_map_in_the_code_is_the_one_in_the_file() -> None:
    (file,) = (keys for keys in MAPS if keys.name == "mnemonic")
    assert {key.id: key.keys for key in MNEMONIC.keys} == {key.id: key.keys for key in file.keys}
    assert MNEMONIC.find_by is file.find_by is FindBy.KEY


@each_map
def test_what_is_done_daily_has_a_key_that_terminals_send(keys: KeyMap) -> None:
    for action_id in DAILY:
        assert set(keys.by_id[action_id].keys) - OFTEN_TAKEN, action_id


@each_map
def test_answer_hold_and_hang_up_have_a_key_that_types_nothing(keys: KeyMap) -> None:
    for action_id in ("answer", "hold", "hang-up", "quit"):
        assert keys.by_id[action_id].action.scope is Scope.EVERYWHERE
        assert any(not types(name) for name in keys.by_id[action_id].keys)


@each_map
def test_the_footer_ends_with_the_way_to_all_other_keys(keys: KeyMap) -> None:
    assert keys.footer[-1].id == "help"
    assert keys.footer_in(Scope.FIND)[-1].id == "help"
    assert not [name for key in keys.footer_in(Scope.FIND) for name in key.keys if types(name)]


def test_in_find_first_no_letter_or_digit_is_bound() -> None:
    assert not [name for key in FIND_FIRST.keys for name in key.keys if len(name) == 1]
    assert FIND_FIRST.begins_search("d")
    assert FIND_FIRST.begins_search("é")
    assert not FIND_FIRST.begins_search(" ")
    assert not FIND_FIRST.begins_search(None)
