"""What the board's start needs, on a fresh interpreter, and what it does when it is over."""

import asyncio
import gc
import subprocess
import sys

import pytest

from lampfield.cli import tuning
from tests.waiting import until

FIRST_TILE = """
import asyncio, sys

from lampfield.cli import boards
from lampfield.cli.main import main

async def first_tile(login, args):
    from lampfield.board.app import make_board

    board = make_board(login.url, account=login.account, secret=login.secret)
    async with asyncio.timeout(20), board.run_test(size=(120, 35)):
        await board.shown.wait()
        print("\\n".join(sys.modules))
    return 0

boards.on_hub = first_tile
sys.exit(main(["demo", "--contacts", "12", "--rate", "0"]))
"""
"""The command with its board off the terminal: all that is loaded when the first contacts are shown."""

LIBRARIES = {"lampfield", "msgspec", "platformdirs", "rich", "textual", "typing_extensions", "websockets"}
"""What the first tile is made with."""

LATER = (
    "lampfield.board.dialogs.",
    "lampfield.board.settings.screen",
    "lampfield.cli.asking",
    "lampfield.board.notifications.notifier",
    "lampfield.cli.web",
    "lampfield.cli.checking",
    "lampfield.cli.client",
    "lampfield.cli.compose",
    "lampfield.cli.logins",
    "lampfield.cli.recording",
    "lampfield.cli.secrets",
    "lampfield.config.documentation",
    "lampfield.config.reading",
    "lampfield.config.site",
    "lampfield.protocol.schema",
    "lampfield.hub.routes",
    "lampfield.hub.routes",
    "lampfield.hub.routes",
    "lampfield.hub.picture",
    "lampfield.sources.asterisk",
    "lampfield.sources.demo.portraits",
    "lampfield.sources.directory",
    "lampfield.sources.replay",
    "lampfield.sources.xmpp",
    "getpass",
    "html",
    "json",
    "sqlite3",
    "tomllib",
    "xml",
)
"""What is used after it, or by other commands alone."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a fresh interpreter has when the demo's first contacts are shown."""
    home = str(tmp_path_factory.mktemp("home"))
    done = subprocess.run(
        [sys.executable, "-c", FIRST_TILE],
        env={"HOME": home, "PATH": "", "TERM": "xterm-256color"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_first_tile_needs_no_other_library(loaded: set[str]) -> None:
    own = set(sys.stdlib_module_names) | {"_distutils_hack"}
    libraries = {name.partition(".")[0] for name in loaded} - own
    assert {name for name in libraries if not name.startswith("__")} <= LIBRARIES


def test_nothing_of_ours_that_comes_later_is_loaded_before_the_first_tile(loaded: set[str]) -> None:
    assert "lampfield.board.widgets.grid.grid" in loaded
    assert [name for name in sorted(loaded) if name.startswith(LATER)] == []


def test_the_demo_s_command_line_loads_no_other_command(loaded: set[str]) -> None:
    assert [name for name in loaded if name.startswith("lampfield.cli.commands.")] == [
        "lampfield.cli.commands.demo"
    ]


async def test_garbage_is_searched_for_again_when_the_start_is_over() -> None:
    shown, before = asyncio.Event(), gc.get_threshold()
    frozen = gc.get_freeze_count()  # tests/conftest.py freezes some.
    tuning.pause()
    try:
        resuming = asyncio.create_task(tuning.resume_after(shown, calm_seconds=0.0))
        await asyncio.sleep(0)
        assert not gc.isenabled()
        shown.set()
        await until(resuming.done, "the search")
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold() == tuning.OBJECTS
    finally:
        gc.set_threshold(*before)
        gc.enable()
