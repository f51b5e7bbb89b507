"""What settings mean and what they take: told by the structs themselves."""

import json
from datetime import time
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.described import sections
from lampfield.config.explained import COMMENT_COLUMNS, explained_text
from lampfield.config.kinds import Form, Kind, Line, Several, Truth, Words, kind_of
from lampfield.config.sentences import about_table, sentences
from lampfield.config.settings import DensityChoice, LookTable, Settings
from lampfield.config.settings_text import parse_settings
from lampfield.config.typed import text_of_value, value_of
from tests.repository import ROOT


class Side(StrEnum):
    """A side."""

    LEFT = "left"
    """Where the heart is."""
    RIGHT = "right"


class Level(IntEnum):
    """A level."""

    LOW = 1
    HIGH = 2


def test_every_setting_says_what_it_means() -> None:
    bare = [
        setting.path
        for section in sections(Settings)
        for setting in section.settings
        if not setting.sentence.endswith(".")
    ]
    assert bare == []


def test_a_sentence_is_that_beside_the_field() -> None:
    assert sentences(LookTable)["motion"] == "What rings flashes."
    assert sentences(DensityChoice) == {
        "AUTO": "What suits the height of the terminal.",
        "LARGE": "Names that can be read across a room.",
    }
    assert about_table(LookTable) == "colours, room, signs and motion"
    assert about_table(Side) == "A side"


def test_a_type_without_source_says_nothing() -> None:
    assert sentences(msgspec.defstruct("Made", [("here", int)])) == {}


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (bool, Truth()),
        (Side, Words({"left": "Where the heart is.", "right": ""})),
        (Level, Words({1: "", 2: ""})),
        (Literal["a", "b"], Words({"a": "", "b": ""})),
        (str, Line()),
        (time, Line()),
        (int, Line(Form.WHOLE)),
        (
            Annotated[float, msgspec.Meta(ge=0, lt=9, description="x")],
            Line(Form.NUMBER, "at least 0 and less than 9"),
        ),
        (int | None, Line(Form.WHOLE, may_lack=True)),
        (int | str, Line(Form.TOML)),
        (tuple[str, ...], Several(Line())),
        (frozenset[Side], Several(Words({"left": "Where the heart is.", "right": ""}))),
        (tuple[tuple[str, ...], ...], Line(Form.TOML)),
        (tuple[bool, ...], Line(Form.TOML)),
        (dict[str, str], Line(Form.TOML)),
        (LookTable, Line(Form.TOML)),
    ],
)
def test_what_a_type_takes(annotation: object, kind: Kind) -> None:
    assert kind_of(annotation) == kind


TOML_VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(TOML_VALUES)
def test_what_is_written_as_toml_is_read_as_it_was(value: object) -> None:
    line = Line(Form.TOML)
    assert value_of(text_of_value(value, line), line) == value


@given(st.text())
def test_a_text_stays_as_it_is(text: str) -> None:
    assert value_of(text_of_value(text, Line()), Line()) == text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("ten", Line(Form.WHOLE), "Write a whole number."),
        ("1.5", Line(Form.WHOLE, "at least 1"), "Write a whole number, at least 1."),
        ("", Line(Form.NUMBER), "Write a number."),
        ("[1", Line(Form.TOML), "Write a value as TOML has it."),
        ("1\nother = 2", Line(Form.TOML), "Write a value as TOML has it."),
    ],
)
def test_what_is_no_value_is_answered_with_what_to_write(text: str, line: Line, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        value_of(text, line)


def test_nothing_typed_may_be_no_value() -> None:
    assert value_of(" ", Line(Form.WHOLE, may_lack=True)) is None
    assert text_of_value(None, Line(Form.WHOLE, may_lack=True)) == ""


def test_what_is_explained_says_the_same() -> None:
    values = Settings(look=LookTable(density=DensityChoice.CLOSE, motion=False))
    text = explained_text(values)
    assert "# What rings flashes.\nmotion = false\n" in text
    assert "Of: auto, large, normal, close.\ndensity = " + json.dumps("close") in text
    assert parse_settings(text, ROOT / "board.toml", Settings) == values
    widest = max(len(line) for line in text.splitlines() if line.startswith("# "))
    assert COMMENT_COLUMNS - 6 < widest <= COMMENT_COLUMNS
