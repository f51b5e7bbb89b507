"""``lampfield web`` as a process: a board for whoever logs in, and nothing left behind."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyte
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.bench.processes import family
from tests.cli.commands import Lampfield, errors, output

DEMO = ("--demo", "--contacts", "12", "--rate", "0", "--listen", "127.0.0.1:0")
FORM = {"account": "reception"}
DEMO_SECRET = "demo"


@contextmanager
def serving(lampfield: Lampfield, *words: str) -> Iterator[tuple[str, int]]:
    """Serve pages. Gives the address, and the process."""
    with lampfield.started("web", *words) as process:
        line = output(process).readline()
        assert line.startswith("listening on http"), line + errors(process)
        yield line.removeprefix("listening on ").strip().rstrip("/"), process.pid
        process.terminate()
        assert process.wait(20) == 0


class Board:
    """A board as its page has it.

    Args:
        socket: The page's.
        cookie: Of the login.
    """

    def __init__(self, socket: ClientConnection, cookie: str) -> None:
        self.socket = socket
        self.cookie = cookie
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(self._screen.display)

    def read_until(self, condition: Callable[[str], bool]) -> None:
        """Read until the terminal shows something."""
        while not condition(self.text):
            frame = self.socket.recv(timeout=30)
            if isinstance(frame, bytes):
                self._stream.feed(frame)

    def sees(self, words: str) -> None:
        """Read up to some words."""
        self.read_until(lambda text: words in text)

    def ends(self) -> ConnectionClosed:
        """Read to the end. Returns how it came."""
        with pytest.raises(ConnectionClosed) as closed:
            self.read_until(lambda _: False)
        return closed.value

    def press(self, keys: str) -> None:
        """Press keys."""
        self.socket.send(json.dumps(["stdin", keys]))


@contextmanager
def board(url: str, secret: str = DEMO_SECRET) -> Iterator[Board]:
    """Log in and open a board, as the page does."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        assert client.post("/login", data=FORM | {"secret": secret}).status_code == 303
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    address = url.replace("http", "ws", 1) + "/board?width=100&height=30"
    with connect(address, additional_headers={"Cookie": cookie}, max_size=None, proxy=None) as socket:
        yield Board(socket, cookie)


def test_who_logs_in_has_a_board_that_takes_keys(lampfield: Lampfield) -> None:
    lampfield.has_seen_the_tour("web/reception")
    with serving(lampfield, *DEMO) as (url, _), board(url) as it:
        it.sees("Ben Okoro")
        it.press("/hana")
        it.read_until(lambda text: "Hana Ito" in text and "Ben Okoro" not in text)


def test_a_board_that_is_left_closes_the_page_and_ends(lampfield: Lampfield) -> None:
    with serving(lampfield, *DEMO) as (url, pid), board(url) as it:
        it.sees("Ben Okoro")
        assert len(family(pid)) > 1
        it.press("\x11")
        it.ends()
        wait_for_one(pid)


def test_who_logs_out_elsewhere_has_no_board_any_more(lampfield: Lampfield) -> None:
    with serving(lampfield, *DEMO) as (url, pid), board(url) as it:
        it.sees("Ben Okoro")
        httpx.post(f"{url}/logout", headers={"Cookie": it.cookie}, trust_env=False)
        it.ends()
        wait_for_one(pid)


def test_a_server_that_is_killed_leaves_no_board_behind(lampfield: Lampfield) -> None:
    with lampfield.started("web", *DEMO) as process:
        url = output(process).readline().removeprefix("listening on ").strip().rstrip("/")
        with board(url) as it:
            it.sees("Ben Okoro")
            (seat,) = set(family(process.pid)) - {process.pid}
            process.kill()
            it.ends()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{seat}/cmdline").exists() and Path(f"/proc/{seat}/cmdline").read_bytes():
        assert time.monotonic() < deadline


def test_what_is_no_key_ends_the_board(lampfield: Lampfield) -> None:
    with serving(lampfield, *DEMO) as (url, _), board(url) as it:
        it.socket.send('{"stdin": 1}')
        closed = it.ends()
        assert closed.rcvd is not None
        assert closed.rcvd.code == 1008


def test_the_secret_is_in_no_command_line_and_no_environment(lampfield: Lampfield, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(
        '[hub]\nlisten = "127.0.0.1:0"\n[[account]]\nname = "reception"\nsecret = "demo-sesame"\n'
    )
    words = ("--config", str(site), "--listen", "127.0.0.1:0")
    with serving(lampfield, *words) as (url, pid), board(url, "demo-sesame") as it:
        it.sees("reception")
        processes = family(pid)
        assert len(processes) > 1
        for process in processes:
            for name in ("cmdline", "environ"):
                assert b"sesame" not in Path(f"/proc/{process}/{name}").read_bytes()


def test_boards_on_a_recording_and_on_a_hub_elsewhere(
    lampfield: Lampfield, client: Lampfield, hub: str, tmp_path: Path
) -> None:
    file = tmp_path / "feed.jsonl"
    assert client("record", str(file), "--seconds", "0.1").returncode == 0
    for words in (("--demo", "--replay", str(file)), ("--url", hub)):
        with (
            serving(lampfield, *words, "--listen", "127.0.0.1:0") as (url, _),
            board(url) as it,
        ):
            it.sees("Ben Okoro")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["web"], "there is no site file"),
        (["web", "--demo", "--listen", "here"], "--listen: 'here' is not an address"),
        (
            ["web", "--demo", "--listen", "0.0.0.0:0"],
            "--listen: other machines can reach 0.0.0.0:0: give --tls-cert",
        ),
        (["web", "--demo", "--tls-cert", "x"], "--tls-cert and --tls-key go together"),
        (["web", "--demo", "--tls-cert", "x", "--tls-key", "y"], "certificate and key cannot be used"),
        (["web", "--contacts", "3"], "--contacts shapes the demo: add --demo"),
        (["web", "--url", "http://hub"], "write ws://HOST:PORT"),
        (["web", "--secret", "x"], "unrecognized arguments: --secret"),
    ],
)
def test_what_cannot_be_used_is_refused(lampfield: Lampfield, words: list[str], sentence: str) -> None:
    done = lampfield(*words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert sentence in done.stderr


def test_without_its_libraries_it_says_what_to_install(lampfield: Lampfield, tmp_path: Path) -> None:
    """A package that cannot be found stands in the way of the real one."""
    code = (
        "import sys; sys.modules['textual_serve'] = None\n"
        "from lampfield.cli.main import main; sys.exit(main(['web', '--demo']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=lampfield.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'lampfield[web]'" in done.stderr


def wait_for_one(pid: int) -> None:
    """Wait until a process has no others below it."""
    deadline = time.monotonic() + 20
    while len(family(pid)) > 1:
        assert time.monotonic() < deadline, family(pid)
