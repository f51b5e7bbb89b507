"""The examples in the pages work: code runs, commands are understood, files are read without complaint."""

import asyncio
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from lampfield.board.keys.default import default_map
from lampfield.board.keys.reading import read_map
from lampfield.cli.parser import parser
from lampfield.config.notify import NotifyTable
from lampfield.config.rules import check_rules
from lampfield.config.settings import Settings
from lampfield.config.site import SiteFile
from lampfield.hub.server import HubServer
from lampfield.model.contact import ContactPatch
from lampfield.protocol.notifications import NOTIFICATIONS
from lampfield.protocol.requests import REQUESTS
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.directory.csv_file import read_csv
from tests.pages.reading import DOCS, Block, blocks
from tests.repository import ROOT

ADDRESS = "ws://127.0.0.1:8650"
OTHER_COMMANDS = {"pip"}
PYTHON = blocks("python")
TOML = blocks("toml")
COMMANDS = [
    pytest.param(line, id=f"{block.id}: {line}")
    for block in blocks("sh")
    for line in block.code.splitlines()
    if line and not line.startswith("#")
]
OF_SETTINGS = 'title="board.toml"'
OF_KEYS = 'title="keys/'


def is_settings(block: Block) -> bool:
    """Return whether a TOML block is a part of a settings file."""
    return block.info == OF_SETTINGS


def is_key_map(block: Block) -> bool:
    """Return whether a TOML block is a key map."""
    return block.info.startswith(OF_KEYS)


def is_site(block: Block) -> bool:
    """Return whether a TOML block is a part of a site file, as every one without a title is."""
    return not block.info


@pytest.fixture
async def demo() -> AsyncIterator[HubServer]:
    """The demo's hub, in which nothing happens by itself."""
    async with HubServer([demo_account()], [DemoSource(rate=0)], linger=0.0) as hub:
        yield hub


@pytest.mark.parametrize("block", PYTHON, ids=lambda block: block.id)
async def test_a_python_example_runs(demo: HubServer, block: Block) -> None:
    assert ADDRESS in block.code
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        block.code.replace(ADDRESS, demo.url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert out


def test_there_are_examples_of_each_kind() -> None:
    assert len(PYTHON) >= 2
    for kind in (is_settings, is_key_map, is_site):
        assert any(map(kind, TOML))
    assert all(is_settings(it) or is_key_map(it) or is_site(it) for it in TOML)
    assert len(COMMANDS) >= 10


@pytest.mark.parametrize("block", [it for it in TOML if is_site(it)], ids=lambda it: it.id)
def test_a_site_file_is_read(block: Block) -> None:
    """A part without an account is read together with one."""
    account = '[[account]]\nname = "reception"\nsecret = "env:RECEPTION_SECRET"\n'
    text = block.code if "[[account]]" in block.code else f"{block.code}\n{account}"
    read = msgspec.convert(tomllib.loads(text), SiteFile)
    assert read.account[0].name == "reception"
    check_rules(read)


@pytest.mark.parametrize("block", [it for it in TOML if is_settings(it)], ids=lambda it: it.id)
def test_a_settings_file_is_read(block: Block) -> None:
    tables = tomllib.loads(block.code)
    assert set(tables) <= set(Settings.__struct_fields__)
    read = msgspec.to_builtins(msgspec.convert(tables, Settings))
    assert [name for name, table in tables.items() if not set(table) <= set(read[name])] == []


@pytest.mark.parametrize("block", [it for it in TOML if is_key_map(it)], ids=lambda it: it.id)
def test_a_key_map_is_read(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(block.code, "utf-8")
    assert read_map(file).keys


def test_a_directory_file_is_read() -> None:
    (table,) = blocks("csv")
    book = read_csv(table.code.split("\n"))
    assert [row.name for row in book.rows] == ["Alice Ames", "Brown Builders"]
    assert book.faults == ()


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_is_understood(line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "lampfield":
        assert parser().parse_args(words[1:]).run
    elif words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    else:
        assert words[0] in OTHER_COMMANDS


@pytest.mark.parametrize("line", [line for block in blocks("json") for line in block.code.splitlines()])
def test_a_line_of_json_is_one_of_the_protocol(line: str) -> None:
    said = json.loads(line)
    if "method" in said:
        assert msgspec.convert(said["params"], REQUESTS[said["method"]])
    else:
        assert said["event"] in NOTIFICATIONS
        assert msgspec.convert(said["contact"], ContactPatch)


def test_every_key_is_in_the_table() -> None:
    text = (DOCS / "receptionist.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    written = {name.strip() for row in rows for name in row.strip().split(", ")}
    assert {key.shown for key in default_map().keys if key.keys} <= written


def test_the_table_of_notifications_shows_every_default() -> None:
    shown = [read["notify"] for it in TOML if "notify" in (read := tomllib.loads(it.code))]
    assert shown == [msgspec.json.decode(msgspec.json.encode(NotifyTable()))]
