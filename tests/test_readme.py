"""The README is true: its examples run, its keys and pictures are there."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from lampfield.board.keys.mnemonic import MNEMONIC
from lampfield.cli.parser import parser
from lampfield.config.rules import check_rules
from lampfield.config.site import SiteFile
from lampfield.hub.server import HubServer
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.directory.csv_file import read_csv
from tests.repository import ROOT
from tests.screenshots.scenes import SCENES

README = (ROOT / "README.md").read_text()
ADDRESS = "ws://127.0.0.1:8650"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", README, re.MULTILINE | re.DOTALL)


def site_blocks() -> list[str]:
    """Return what stands in a site file; the rest is about the board's settings."""
    return [code for code in blocks("toml") if not code.startswith("[tell]")]


@pytest.fixture
async def demo() -> AsyncIterator[HubServer]:
    """The demo's hub, in which nothing happens by itself."""
    async with HubServer([demo_account()], [DemoSource(rate=0)], linger=0.0) as hub:
        yield hub


@pytest.mark.parametrize("code", blocks("python"), ids=["first", "contract"])
async def test_the_python_examples_run(demo: HubServer, code: str) -> None:
    import asyncio

    assert ADDRESS in code
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code.replace(ADDRESS, demo.url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert out


def test_every_key_is_in_the_table() -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| ")]
    written = {name.strip() for row in rows for name in row.strip().split(", ")}
    assert {key.shown for key in MNEMONIC.keys if key.keys} <= written


def test_the_site_files_are_right() -> None:
    """Those with an account as they stand, and all together with one."""
    import tomllib

    import msgspec

    chat, phone, directory = (re.sub(r"^   ", "", it, flags=re.MULTILINE) for it in site_blocks())
    for text in (chat, phone, directory + chat):
        read = msgspec.convert(tomllib.loads(text), SiteFile)
        assert read.account[0].name == "reception"
        check_rules(read)


def test_the_directory_file_is_one() -> None:
    (table,) = blocks("csv")
    book = read_csv(table.split("\n"))
    assert [row.name for row in book.rows] == ["Alice Ames", "Brown Builders"]
    assert book.faults == ()


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_the_commands_are_understood(line: str) -> None:
    import shlex

    words = shlex.split(line, comments=True)
    if words[0] == "lampfield":
        assert parser().parse_args(words[1:]).run
    else:
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


SIX = {"find-dial-chat", "board-200x50", "card-and-chat", "lost-link", "light", "wallboard"}


def test_six_pictures_are_shown_and_all_are_there() -> None:
    shown = set(re.findall(r"!\[[^]]*\]\(screenshots/(.*?)\.svg\)", README))
    named = set(re.findall(r"\(screenshots/(.*?)\.svg\)", README))
    assert shown == {"bench", *SIX}
    assert named >= {scene.name for scene in SCENES}
    assert all((ROOT / "screenshots" / f"{name}.svg").exists() for name in named)


def test_the_settings_of_telling_are_what_holds() -> None:
    """The README shows every key of ``[tell]``, and its usual value."""
    import tomllib

    import msgspec

    from lampfield.config.tell import TellTable

    [shown] = [tomllib.loads(code)["tell"] for code in blocks("toml") if code.startswith("[tell]")]
    assert shown == msgspec.json.decode(msgspec.json.encode(TellTable()))
