"""Every relative link resolves, every page can be reached, and the README is short."""

import re
from pathlib import Path

import pytest

from tests.pages.links import Link, doubled, links, slugs, wrong
from tests.pages.reading import DOCS, README, name_of, pages
from tests.repository import ROOT
from tests.screenshots.scenes import SCENES

MAX_README_LINES = 200
_PATH = re.compile(r"`((?:app|docs|styles|tests)/[a-z0-9_./-]+)`")
"""A path as it is written in code; one with ``NAME`` in it is an example."""

AT_THE_TOP = {"CHANGELOG.md", "SECURITY.md"}
SHOWN = {"find-dial-chat", "board-200x50", "card-and-chat", "lost-link", "light", "wallboard", "bench"}
"""The pictures that a page shows; it links to the others."""


def test_every_link_resolves() -> None:
    assert [it for it in map(wrong, links()) if it] == []


@pytest.mark.parametrize("target", ["absent.md", "docs/index.md#absent", "#absent"])
def test_a_broken_link_is_found(target: str) -> None:
    assert wrong(Link(README, target, picture=False)) is not None


@pytest.mark.parametrize("target", ["docs/index.md", "#run-and-test", "LICENSE"])
def test_a_good_link_is_not(target: str) -> None:
    assert wrong(Link(README, target, picture=False)) is None


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [README]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        waiting += {it.path for it in links() if it.page == page and it.path.suffix == ".md"} - reached
    assert set(DOCS.rglob("*.md")) - reached == set()


def test_every_page_has_its_place_in_the_site() -> None:
    named = set(re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE))
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} == named - AT_THE_TOP


def test_no_two_headings_of_a_page_have_one_anchor() -> None:
    twice = {name_of(page): doubled(slugs(page)) for page in pages() if page.name != "CHANGELOG.md"}
    assert {name: found for name, found in twice.items() if found} == {}


def test_every_path_that_a_page_names_is_there() -> None:
    named = {path for page in DOCS.rglob("*.md") for path in _PATH.findall(page.read_text("utf-8"))}
    assert len(named) > 10
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_readme_is_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= MAX_README_LINES


def test_the_pages_show_or_name_every_picture() -> None:
    pictures = [it for it in links() if it.path.suffix == ".svg"]
    assert {it.path.stem for it in pictures if it.picture} == SHOWN
    assert {it.path.stem for it in pictures} >= {scene.name for scene in SCENES}
    assert {it.path.parent.relative_to(ROOT).parts[0] for it in pictures} == {"screenshots"}
