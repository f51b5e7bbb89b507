"""The links of the pages, and what they lead to."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.pages.reading import name_of, pages, prose

_LINK = re.compile(r"(?P<picture>!?)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z]+:")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+?) *#*$", re.MULTILINE)
_LINK_TEXT = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Link(NamedTuple):
    """A link to another file or to an anchor; links to other servers are not among them."""

    page: Path
    target: str
    """As it is written."""
    picture: bool

    @property
    def path(self) -> Path:
        """Return the file that it leads to."""
        written = self.target.partition("#")[0]
        return (self.page.parent / written).resolve() if written else self.page

    @property
    def anchor(self) -> str:
        """Return the part behind the ``#``; empty when there is none."""
        return self.target.partition("#")[2]


def links() -> Iterator[Link]:
    """Yield every link of every page to a file or anchor of the repository."""
    for page in pages():
        for found in _LINK.finditer(prose(page.read_text("utf-8"))):
            if not _ELSEWHERE.match(found["target"]):
                yield Link(page, found["target"], bool(found["picture"]))


def wrong(link: Link) -> str | None:
    """Return what is wrong with a link; None when it resolves."""
    if not link.path.exists():
        return f"{name_of(link.page)}: no file {link.target}"
    if link.anchor and link.anchor not in anchors(link.path):
        return f"{name_of(link.page)}: no heading for {link.target}"
    return None


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub and the site make them."""
    return frozenset(slugs(page))


def slugs(page: Path) -> list[str]:
    """Return the anchors of a page's headings in their order; several headings may have one."""
    return [_slug(found["text"]) for found in _HEADING.finditer(prose(page.read_text("utf-8")))]


def doubled(names: Iterable[str]) -> list[str]:
    """Return what comes more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def _slug(heading: str) -> str:
    text = _LINK_TEXT.sub(r"\1", heading)
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())
