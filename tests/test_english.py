"""Words that a native technical writer would not use here, each with what to write."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import APP, ROOT

INSTEAD = {
    r"\banew\b": "again; or the technical verb: restart, reconnect, redraw, recreate",
    r"\b(is|are|was|were|be|been|being)( not| never| also| then)? told\b": "gets, receives; or active voice",
    r"\bwhoever\b": "name the role: the caller, the operator, the client",
    r"\bwhom\b": "name the role, or use who/that",
    r"\bfor ever\b": "forever; or say until when",
    r"\bin (the )?place of\b": "instead of; replaces",
    r"\b(another|other) (one )?by now\b": "has changed",
    r"\bthe seed's\b|\(seed[,)]": "the IPCortex API",
    r"\bso many\b": "the number itself: at most N, N items",
    r"\bas it comes\b": "by default",
    r"\bno longer so\b|\bone no more\b": "not any more",
    r"\bwhat is lacking\b": "what is missing",
    r"\bone who\b": "name the role: a client that, a caller who",
    r"\bthose who\b": "name the role: clients that, contacts who",
    r"\bof what\b": "a noun",
}
"""What is not written, as a pattern that ignores case, with what to write instead."""

FIRST_WORDS = {
    "Say whether": "Return whether",
    "Let": "a verb that says what is done: allow, register, make, send",
    "Tell": "emit, send, report, notify, announce, show",
    "Be told": "handle, receive",
}
"""How no docstring begins, with what to write instead."""

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

CLEAN: tuple[str, ...] = (
    "cli",
    "board",
    "client",
    "frontend",
    "hub",
    "model",
    "plain",
    "protocol",
    "config",
    "sources",
)
"""The packages, as paths below ``app/lampfield``: all of them."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each comment and string of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.start[0], token.string


def faults(text: str) -> Iterator[str]:
    """Yield what a text should say otherwise."""
    for pattern, instead in INSTEAD.items():
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield f"{found[0]!r}: {instead}"


def first_word_faults(text: str) -> Iterator[str]:
    """Yield what a docstring should begin with otherwise."""
    if text.startswith('"""'):
        for begin, instead in FIRST_WORDS.items():
            if re.match(rf"{begin}\b", text[3:]):
                yield f"begins with {begin!r}: {instead}"


@pytest.mark.parametrize("package", CLEAN)
def test_code_is_written_in_plain_english(package: str) -> None:
    paths = sorted((APP / "lampfield" / package).rglob("*.py"))
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in paths
        for line, text in sentences(path)
        for fault in (*faults(text), *first_word_faults(text))
    ]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_written_in_plain_english(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    found = [
        f"{page.name}:{number}: {fault}" for number, line in enumerate(lines, 1) for fault in faults(line)
    ]
    assert found == []


def test_the_words_are_found() -> None:
    assert [*faults("It is told anew.")]
    assert [*first_word_faults('"""Say whether it is."""')]
    assert not [*faults("The client reconnects.")]
