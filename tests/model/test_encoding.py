"""Which names are encodings of texts."""

import pytest

from lampfield.model.encoding import known_encoding


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("UTF-8", "utf-8"), (" windows-1252 ", "cp1252"), ("Latin_1", "iso8859-1"), ("shift_jis", "shift-jis")],
)
def test_names_are_those_of_python(name: str, encoding: str) -> None:
    assert known_encoding(name) == encoding


@pytest.mark.parametrize(
    "name",
    ["", "ansi", "latin-9x", "hex", "rot13", "zlib", "idna", "punycode", "unicode_escape", "a\0b", "ü"],
)
def test_what_is_no_encoding_of_texts_has_none(name: str) -> None:
    assert known_encoding(name) == ""
