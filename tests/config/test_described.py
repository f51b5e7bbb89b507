"""What settings mean and what they take: told by the structs themselves."""

import json
from datetime import time
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.documentation import (
    COMMENT_COLUMNS,
    Form,
    Kind,
    LineKind,
    Several,
    Truth,
    Words,
    about_table,
    explained_text,
    kind_of,
    sections,
    sentences,
    text_of_value,
    value_of,
)
from lampfield.config.settings import DensityChoice, LookTable, Settings
from lampfield.config.settings_text import parse_settings
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
        (str, LineKind()),
        (time, LineKind()),
        (int, LineKind(Form.WHOLE)),
        (
            Annotated[float, msgspec.Meta(ge=0, lt=9, description="x")],
            LineKind(Form.NUMBER, "at least 0 and less than 9"),
        ),
        (int | None, LineKind(Form.WHOLE, may_lack=True)),
        (int | str, LineKind(Form.TOML)),
        (tuple[str, ...], Several(LineKind())),
        (frozenset[Side], Several(Words({"left": "Where the heart is.", "right": ""}))),
        (tuple[tuple[str, ...], ...], LineKind(Form.TOML)),
        (tuple[bool, ...], LineKind(Form.TOML)),
        (dict[str, str], LineKind(Form.TOML)),
        (LookTable, LineKind(Form.TOML)),
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
    line = LineKind(Form.TOML)
    assert value_of(text_of_value(value, line), line) == value


@given(st.text())
def test_a_text_stays_as_it_is(text: str) -> None:
    assert value_of(text_of_value(text, LineKind()), LineKind()) == text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("ten", LineKind(Form.WHOLE), "Write a whole number."),
        ("1.5", LineKind(Form.WHOLE, "at least 1"), "Write a whole number, at least 1."),
        ("", LineKind(Form.NUMBER), "Write a number."),
        ("[1", LineKind(Form.TOML), "Write a TOML value."),
        ("1\nother = 2", LineKind(Form.TOML), "Write a TOML value."),
    ],
)
def test_what_is_no_value_is_answered_with_what_to_write(text: str, line: LineKind, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        value_of(text, line)


def test_nothing_typed_may_be_no_value() -> None:
    assert value_of(" ", LineKind(Form.WHOLE, may_lack=True)) is None
    assert text_of_value(None, LineKind(Form.WHOLE, may_lack=True)) == ""


def test_what_is_explained_says_the_same() -> None:
    values = Settings(look=LookTable(density=DensityChoice.CLOSE, motion=False))
    text = explained_text(values)
    assert "# What rings flashes.\nmotion = false\n" in text
    assert "Of: auto, large, normal, close.\ndensity = " + json.dumps("close") in text
    assert parse_settings(text, ROOT / "board.toml", Settings) == values
    widest = max(len(line) for line in text.splitlines() if line.startswith("# "))
    assert COMMENT_COLUMNS - 6 < widest <= COMMENT_COLUMNS
