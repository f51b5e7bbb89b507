"""A hook of mkdocs: the site has the files above ``docs/`` that pages link to, and fetches nothing.

The pages link to ``../screenshots/board.svg`` or ``../CHANGELOG.md``, as the repository has them. In the site
these files lie at its root, so that each such link loses one ``../``.
"""

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
AT_THE_TOP = ("CHANGELOG.md", "LICENSE", "SECURITY.md")
_UP = re.compile(r"(\]\((?:\.\./)*)\.\./(?=screenshots/|(?:CHANGELOG|SECURITY)\.md|LICENSE)")
_DOWN = re.compile(r"(?<=\]\()docs/")
_FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=["']?https?://[^"'\s>]+""")


def on_files(files: Files, config: Any) -> Files:
    """Add the pictures and the pages of the top level."""
    pictures = (ROOT / "screenshots").rglob("*.svg")
    for path in [*pictures, *(ROOT / name for name in AT_THE_TOP)]:
        if path.exists():
            name = path.relative_to(ROOT).as_posix()
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page with its links to files above ``docs/`` as the site has them."""
    if page.file.src_uri in AT_THE_TOP:
        return _DOWN.sub("", markdown)
    return _UP.sub(r"\1", markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Return a page as it is.

    Raises:
        PluginError: Something would be fetched from another server when a reader opens the page.
    """
    if found := _FETCHED.search(output):
        raise PluginError(f"{page.file.src_uri} fetches {found[0]}")
    return output
