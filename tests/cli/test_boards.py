"""The board with a hub of its own: what is kept for it is found again, though its port is another one."""

import argparse
import sys
from pathlib import Path

import pytest

from lampfield.board.app import make_board
from lampfield.cli import boards
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import demo_plan
from lampfield.cli.login import Login
from tests.cli.commands import has_seen_the_tour
from tests.terminal import Terminal
from tests.waiting import until


async def test_a_hub_on_a_free_port_has_a_name() -> None:
    logins: list[Login] = []

    async def on_hub(login: Login) -> int:
        logins.append(login)
        return 0

    plan = demo_plan({"contacts": 1, "rate": 0}, boards.FREE_LOOPBACK)
    await boards.with_own_hub(plan, plan.accounts[0], None, on_hub)
    assert [login.hub_name for login in logins] == [boards.OWN_HUB]


async def test_what_is_kept_goes_by_account_and_name_of_the_hub() -> None:
    app = make_board("ws://127.0.0.1:1", account="alice", hub_name="own hub")
    async with app.run_test():
        await until(lambda: app.board.kept_for == "alice@own hub", "the name")
    unnamed = make_board("ws://127.0.0.1:1", account="alice")
    async with unnamed.run_test():
        await until(lambda: unnamed.board.kept_for == "alice@ws://127.0.0.1:1", "the address")


@pytest.mark.parametrize(("sty", "takes"), [("", True), ("4711.pts-0.desk", False)])
async def test_the_mouse_is_left_alone_in_gnu_screen(
    sty: str, takes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_seen_the_tour(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    demo = [sys.executable, "-m", "lampfield", "demo", "--contacts", "3", "--rate", "0"]
    async with Terminal(demo, 80, 24, {"STY": sty}) as terminal:
        await terminal.shows("FREE", 20.0)
        assert (b"\x1b[?1000h" in terminal.written) is takes


def test_a_board_in_a_browser_takes_the_mouse_wherever_it_was_started() -> None:
    environ = {"STY": "4711.pts-0.desk", "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}
    assert boards.takes_mouse(environ)


async def test_no_settings_keep_the_board_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says in the footer and in the log what it does without; the file stays as it is."""
    has_seen_the_tour(tmp_path)
    text = '[keys]\nmap = "numpda"\n[look]\nmotion = "no"\n'
    settings = tmp_path / "board.toml"
    settings.write_text(text)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LAMPFIELD_SETTINGS", str(settings))
    demo = [sys.executable, "-m", "lampfield", "demo", "--contacts", "3", "--rate", "0"]
    async with Terminal(demo, 240, 24) as terminal:
        await terminal.shows(
            "board.toml:4: look.motion: expected true or false, got text in quotes. The default is", 20
        )
    assert settings.read_text() == text
    log = tmp_path / "lampfield" / "log" / "board.log"
    assert "there is no key map numpda: did you mean numpad? The map mnemonic is used." in log.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[announce]\nto = "/nowhere/told"\n',
            "[announce] to: /nowhere/told cannot be written: No such file",
        ),
        ('[announce]\nto = "-"\n', "[announce] to: --announce -: the board has the terminal"),
        ('[notify]\nquiet = "25:00-8"\n', "board.toml:2: notify.quiet: '25:00-8' are not hours"),
        ("", ""),
    ],
)
async def test_the_board_goes_without_what_the_settings_cannot_have(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[boards.LocalFiles] = []

    async def board(_: Login, kept: boards.LocalFiles, announcer: object, *, public: bool) -> int:
        assert (announcer, public) == (None, False)
        begun.append(kept)
        return 0

    settings = tmp_path / "board.toml"
    settings.write_text(text)
    monkeypatch.setenv("LAMPFIELD_SETTINGS", str(settings))
    monkeypatch.setattr(boards, "_board", board)
    assert await boards.on_hub(Login("ws://127.0.0.1:1", "alice", "", None, "")) == 0
    assert [said in fault for fault in begun[0].faults] == [True] * bool(said)


async def test_an_option_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    args = argparse.Namespace(announce="/nowhere/told", wallboard=False)
    with pytest.raises(Unusable, match="/nowhere/told cannot be written"):
        await boards.on_hub(Login("ws://127.0.0.1:1", "alice", "", None, ""), args)
