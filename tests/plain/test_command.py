"""What lines mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.keys.actions import ACTION_BY_ID
from lampfield.plain.command import Unclear, place_in
from lampfield.plain.commands import COMMANDS, GRAMMAR

commands = st.sampled_from(COMMANDS)
rests = st.text().map(str.strip)


@given(commands, rests, st.booleans())
def test_a_command_in_full_is_that_command_and_keeps_what_follows(command, rest, capitals) -> None:  # type: ignore[no-untyped-def]
    said = GRAMMAR.understand(f"{command.words.upper() if capitals else command.words} : {rest}")
    assert said.command == command
    assert said.rest == f": {rest}".strip()


@given(commands.filter(lambda it: it.short), rests)
def test_a_short_form_is_its_command(command, rest) -> None:  # type: ignore[no-untyped-def]
    said = GRAMMAR.understand(f" {command.short} {rest}")
    assert (said.command, said.rest) == (command, rest)


@given(st.text(min_size=1).filter(str.strip))
def test_any_line_is_a_command_or_is_said_to_be_none(line: str) -> None:
    try:
        said = GRAMMAR.understand(line)
    except Unclear:
        return
    assert said.rest in line
    assert said.command in COMMANDS


def test_short_forms_that_differ_by_case_are_two() -> None:
    assert GRAMMAR.understand("h").command.id == "hang-up"
    assert GRAMMAR.understand("H 3").command.id == "hang-up-contact"


def test_the_longest_words_count() -> None:
    assert GRAMMAR.understand("who asks").command.id == "requests"
    assert GRAMMAR.understand("who is free").command.id == "free"
    assert GRAMMAR.understand("who is away").command.id == "who"


def test_what_may_have_been_meant_is_said() -> None:
    with pytest.raises(Unclear, match="dail is no command: did you mean dial"):
        GRAMMAR.understand("dail 3")


@given(st.integers(min_value=-5, max_value=2_000), st.integers(min_value=0, max_value=1_000))
def test_a_place_is_one_of_the_list(number: int, count: int) -> None:
    expected = number - 1 if 1 <= number <= count else None
    assert place_in(str(number), count) == expected


@given(st.text().filter(lambda text: not text.isascii() or not text.isdigit()))
def test_what_is_no_number_is_no_place(text: str) -> None:
    assert place_in(text, 1_000) is None


def test_what_the_board_does_too_has_the_same_id_here() -> None:
    """One verb an action. What is not among the board's actions exists in plain mode alone."""
    own = {command.id for command in GRAMMAR.commands} - ACTION_BY_ID.keys()
    alone = {"who", "free", "more", "state", "calls", "devices", "unread", "leave", "photo", "unwatch"}
    assert own == alone | {"news", "groups", "group", "reset"}
