"""The sentences that the page on troubleshooting explains are sentences of the program."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.pages.reading import DOCS
from tests.repository import APP

_ROW = re.compile(r"^\| (?P<sentence>\*.+?) \|", re.MULTILINE)
_PART = re.compile(r"\*([^*]+)\*")


def sentences() -> list[str]:
    """Return the first cell of each row that quotes a sentence."""
    page = DOCS / "administrator" / "troubleshooting.md"
    return [found["sentence"] for found in _ROW.finditer(page.read_text("utf-8"))]


@cache
def said() -> tuple[str, ...]:
    """Return every text that the program's code holds, the parts of an f-string joined by ``…``."""
    return tuple(text for path in APP.rglob("*.py") for text in texts(ast.parse(path.read_text("utf-8"))))


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield the texts of a module."""
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values):
                yield "".join(it.value if isinstance(it, ast.Constant) else "…" for it in values)  # type: ignore[misc]
            case ast.Constant(value=str(text)):
                yield text


@pytest.mark.parametrize("sentence", sentences())
def test_the_program_says_so(sentence: str) -> None:
    parts = [part.strip() for part in _PART.findall(sentence)]
    assert any(all(part in text for part in parts) for text in said())


def test_many_sentences_are_explained() -> None:
    assert len(sentences()) > 30


def test_another_sentence_is_found_out() -> None:
    assert not any("Nothing answers there at all" in text for text in said())
