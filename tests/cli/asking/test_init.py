"""``lampfield config init`` at a real terminal."""

import os
import signal
import socket
from pathlib import Path

import pytest

from lampfield.config.accounts import read_accounts
from lampfield.config.reading import read_site
from lampfield.config.template import TEMPLATE
from tests.cli.asking.interviewed import answer, init
from tests.cli.commands import Lampfield

NOBODY = "127.0.0.1:9"
"""The discard port, at which nobody listens."""


def written(path: Path) -> str:
    """Return what was written to a file."""
    return path.read_text(encoding="utf-8")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the site file goes."""
    return tmp_path / "new" / "site.toml"


async def test_what_is_answered_is_tried_corrected_and_written(lampfield: Lampfield, target: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with init(lampfield, target) as terminal:
            await answer(
                terminal,
                ("Asterisk or FreePBX?", ""),
                ("HTTP server [http://127.0.0.1:8088]", NOBODY),
                ("(AMI) [127.0.0.1:5038]", NOBODY),
                ("User in ari.conf", ""),
                ("Its password", "open sesame"),
                ("Context", "from-internal"),
                ("Correct the answers?", "y"),
                ("Asterisk or FreePBX?", "n"),
                ("XMPP server", "no"),
                ("boards log in with [reception]", "desk"),
                ("Where boards connect", "nowhere"),
                ("Where boards connect", f"127.0.0.1:{port}"),
                ("Correct the answers?", ""),
                (
                    f"Where boards connect; 0.0.0.0:8650 lets other machines in [127.0.0.1:{port}]",
                    "127.0.0.1:0",
                ),
            )
            assert await terminal.exit_status(30.0) == 0
            for said in (
                "FAIL  phone, ARI",
                "FAIL  phone, AMI",
                "FAIL  hub.listen: 'nowhere' is not an address: write HOST:PORT",
                f"FAIL  hub, hub.listen: 127.0.0.1:{port}",
                "ok    hub, hub.listen",
            ):
                assert said in terminal.text
            assert "sesame" not in terminal.written.decode()
    site = read_site(target)
    assert (site.file.phone, site.file.chat, site.listen.port) == (None, None, 0)
    (account,) = read_accounts(site, {})
    assert account.name == "desk"
    assert len(account.secret) >= 20
    assert sorted(path.name for path in target.parent.iterdir()) == ["desk.secret", "site.toml"]
    assert {path.stat().st_mode & 0o777 for path in target.parent.iterdir()} == {0o600}


async def test_answers_that_fail_are_written_where_they_are_wanted(
    lampfield: Lampfield, target: Path
) -> None:
    async with init(lampfield, target) as terminal:
        await answer(
            terminal,
            ("Asterisk or FreePBX?", "y"),
            ("HTTP server", NOBODY),
            ("(AMI)", NOBODY),
            ("User in ari.conf", ""),
            ("Its password", "open sesame"),
            ("Context", ""),
            ("Correct the answers?", "n"),
            ("XMPP server", "y"),
            ("chat address", "desk@localhost"),
            ("server's host, or HOST:PORT [localhost]", NOBODY),
            ("The password of desk@localhost", "env:NOT_SET"),
            ("certificate authority", ""),
            ("Correct the answers?", "n"),
            ("boards log in with", ""),
            ("Devices to dial on", "PJSIP/201, PJSIP/202"),
            ("Where boards connect", "127.0.0.1:0"),
        )
        assert await terminal.exit_status(30.0) == 0
        assert "the environment variable NOT_SET is not set" in "".join(terminal.lines)
        assert "they cannot be tried before the PBX can be asked" in terminal.text
    site = read_site(target).file
    assert site.phone is not None
    assert (site.phone.url, site.phone.password) == (f"http://{NOBODY}", "file:asterisk.secret")
    assert (target.parent / "asterisk.secret").read_text() == "open sesame\n"
    assert site.account[0].devices == ("PJSIP/201", "PJSIP/202")
    assert site.account[0].password == "env:NOT_SET"
    assert site.chat is not None
    assert (site.chat.host, site.chat.port) == ("127.0.0.1", 9)


async def test_ctrl_c_leaves_nothing(lampfield: Lampfield, target: Path) -> None:
    async with init(lampfield, target) as terminal:
        await answer(
            terminal, ("Asterisk or FreePBX?", "y"), ("HTTP server", ""), ("(AMI)", ""), ("User", "")
        )
        await terminal.shows("Its password")
        os.kill(terminal.pid, signal.SIGINT)
        await terminal.shows("nothing was written")
        assert await terminal.exit_status() == 130
    assert not target.parent.exists()


async def test_the_end_of_the_answers_leaves_nothing(lampfield: Lampfield, target: Path) -> None:
    async with init(lampfield, target) as terminal:
        await terminal.shows("Asterisk or FreePBX?")
        terminal.send("\x04")
        await terminal.shows("nothing was written")
        assert await terminal.exit_status() == 1
    assert not target.parent.exists()


async def test_a_place_that_cannot_be_written_is_told_before_the_questions(
    lampfield: Lampfield, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    async with init(lampfield, tmp_path / "file" / "site.toml") as terminal:
        await terminal.shows("it cannot be written")
        assert await terminal.exit_status() == 1
        assert "of 5" not in terminal.text


async def test_the_template_can_be_had_at_a_terminal_too(lampfield: Lampfield, target: Path) -> None:
    async with init(lampfield, target, "--template") as terminal:
        assert await terminal.exit_status() == 0
    assert written(target) == TEMPLATE
