"""The Markdown pages of the repository and their code blocks."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.repository import ROOT

DOCS = ROOT / "docs"
README = ROOT / "README.md"
_FENCED = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)(?P<info>[^\n]*)\n(?P<code>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A fenced code block."""

    page: str
    """The page's path in the repository."""
    number: int
    """Its position among all blocks of the page, from 1."""
    language: str
    info: str
    """What follows the language, such as ``title="board.toml"``."""
    code: str

    @property
    def id(self) -> str:
        """Return a name for a test's parameter."""
        return f"{self.page}:{self.number}"


def pages() -> list[Path]:
    """Return every page: those at the top level, then ``docs/`` sorted by path."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def name_of(page: Path) -> str:
    """Return a page's path in the repository, with slashes."""
    return page.relative_to(ROOT).as_posix()


def blocks(language: str, *, within: Path = ROOT) -> list[Block]:
    """Return the code blocks in one language, indentation removed.

    Args:
        language: The word behind the fence, such as ``toml``.
        within: A page, or a folder of pages.
    """
    chosen = [page for page in pages() if page.is_relative_to(within)]
    return [block for page in chosen for block in _blocks(page) if block.language == language]


def prose(text: str) -> str:
    """Return a page's text without its code blocks."""
    return _FENCED.sub("", text)


def _blocks(page: Path) -> Iterator[Block]:
    for number, found in enumerate(_FENCED.finditer(page.read_text("utf-8")), start=1):
        yield Block(
            name_of(page), number, found["language"], found["info"].strip(), textwrap.dedent(found["code"])
        )
