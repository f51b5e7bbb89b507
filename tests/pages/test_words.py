"""The pages use the words of the trade: no archaic or translated phrases."""

import re
from pathlib import Path

import pytest

from tests.pages.reading import name_of, pages, prose

WORDS = (
    "anew",
    "for ever",
    "is told",
    "are told",
    "one no more",
    "so many",
    "so long as",
    "whoever",
    "whom it",
)
_FOUND = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
_RELEASED = re.compile(r"^## \d", re.MULTILINE)
"""What was released stays as it was written."""


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_has_such_a_word(page: Path) -> None:
    current = _RELEASED.split(prose(page.read_text("utf-8")))[0]
    assert _FOUND.findall(current) == []


@pytest.mark.parametrize("text", ["It is asked anew.", "Whoever calls", "nobody is told so"])
def test_such_a_word_is_found(text: str) -> None:
    assert _FOUND.search(text)
