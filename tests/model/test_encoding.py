"""The names of text encodings."""

import pytest

from lampfield.model.encoding import known_encoding


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("UTF-8", "utf-8"), (" windows-1252 ", "cp1252"), ("Latin_1", "iso8859-1"), ("shift_jis", "shift-jis")],
)
def test_a_known_name_maps_to_python_s_name(name: str, encoding: str) -> None:
    assert known_encoding(name) == encoding


@pytest.mark.parametrize(
    "name",
    ["", "ansi", "latin-9x", "hex", "rot13", "zlib", "idna", "punycode", "unicode_escape", "a\0b", "ü"],
)
def test_a_name_that_is_no_text_encoding_maps_to_nothing(name: str) -> None:
    assert known_encoding(name) == ""
