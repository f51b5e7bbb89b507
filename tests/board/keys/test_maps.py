"""Every action does something and says what; every shipped map leads to what nobody can do without."""

import pytest

from lampfield.board.commands import FACTS
from lampfield.board.keys import reading
from lampfield.board.keys.action import Action, Scope
from lampfield.board.keys.actions import ACTION_BY_ID, ACTIONS, BOX_ACTIONS, RENAMED
from lampfield.board.keys.default import default_map
from lampfield.board.keys.keymap import FindBy, KeyMap
from lampfield.board.keys.names import types
from lampfield.board.kit.text_box import TextBox
from lampfield.board.widgets.card.box import CardInput
from lampfield.board.widgets.chat.box import ChatInput, SearchInput
from lampfield.board.widgets.find_line import FindInput
from tests.board.booth import booth, person
from tests.board.keys.shipped import FIND_FIRST, MAPS, each_map

OFTEN_TAKEN = {"f1", "f10", "f11", "ctrl+s", "ctrl+q", "ctrl+m", "ctrl+i"}
"""By terminal emulators, by flow control, or the same as Enter and Tab."""
DAILY = ("primary", "dial", "answer", "hold", "hang-up", "chat", "find", "back", "help")


@pytest.mark.parametrize("action", [*ACTIONS, *BOX_ACTIONS], ids=lambda action: action.id)
def test_every_action_says_what_it_does(action: Action) -> None:
    assert action.label
    assert action.tooltip[0].isupper()


async def test_every_action_is_a_command_of_the_board_and_every_command_an_action() -> None:
    async with booth(person("Alice", "201")) as standing:
        commands = {it.id: it for it in standing.board.commands}
        assert commands.keys() == FACTS.keys()
        for action_id, action in FACTS.items():
            told = (action.label, action.tooltip, action.theme, action.scope, action.footer)
            it = commands[action_id]
            assert (it.label, it.tooltip, it.theme, it.scope, it.footer) == told


def test_what_a_text_box_leads_to_is_an_action() -> None:
    boxes: tuple[type[TextBox], ...] = (FindInput, ChatInput, SearchInput, CardInput)
    assert {target for box in boxes for target in box.LEAVING.values()} <= FACTS.keys()


def test_no_two_actions_have_one_name() -> None:
    assert len(FACTS) == len(ACTIONS) + len(BOX_ACTIONS)
    assert not RENAMED.keys() & FACTS.keys()
    assert set(RENAMED.values()) <= ACTION_BY_ID.keys()


def test_the_shipped_maps_are_those_that_are_named() -> None:
    assert {keys.name for keys in MAPS} == set(reading.SHIPPED)


def test_the_board_comes_with_the_first_of_them() -> None:
    assert default_map().name == reading.SHIPPED[0] == "mnemonic"
    (file,) = (keys for keys in MAPS if keys.name == default_map().name)
    assert {key.id: key.keys for key in default_map().keys} == {key.id: key.keys for key in file.keys}
    assert default_map().find_by is FindBy.KEY


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
