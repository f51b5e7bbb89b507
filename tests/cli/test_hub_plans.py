"""Which hub is meant by options, environment and site file, and what it is made of."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lampfield.cli import boards
from lampfield.cli.boards import FREE_LOOPBACK
from lampfield.cli.demos import asked_plan
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import HubPlan, hub_of
from lampfield.cli.login import Login
from lampfield.cli.parser import parser
from lampfield.cli.web.credentials import Credentials, HubAddress, login_of
from lampfield.cli.web.hubs import hub_asked
from lampfield.config.address import Address
from lampfield.model.account import Account, Right
from lampfield.sources.demo.source import DemoSource
from lampfield.sources.replay.source import ReplaySource

HERE = Address("127.0.0.1", 7)
SITE = '[hub]\nlisten = "127.0.0.1:{port}"\n[[account]]\nname = "a"\nsecret = "env:SESAME"\n'


def plan_of(*words: str) -> HubPlan:
    said = ["serve", "--demo", *words]
    return asked_plan(parser(said).parse_args(said), HERE)


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    """A recording in which nothing happens."""
    file = tmp_path / "tape.jsonl"
    header = {"lampfield": "recording", "version": 1, "began": 5.0}
    lines = [header, {"event": "feed.start", "at": 0.0}, {"event": "end", "at": 3.0}]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return file


def test_the_demo_s_hub_has_its_account_and_source() -> None:
    plan = plan_of("--contacts", "3", "--rate", "0")
    assert [account.name for account in plan.accounts] == ["reception"]
    assert [type(source) for source in plan.sources] == [DemoSource]
    assert (plan.listen, plan.proof, plan.domain, plan.state) == (HERE, None, "", None)


@pytest.mark.parametrize(
    ("words", "speed", "loop"),
    [((), 1.0, False), (("--speed", "4"), 4.0, False), (("--loop",), 1.0, True)],
)
def test_a_recording_s_hub_tells_it_as_it_was_asked_to(
    words: tuple[str, ...], speed: float, loop: bool, tape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, Any]] = []
    begin = ReplaySource.__init__

    def noted(self: ReplaySource, recording: Any, **options: Any) -> None:
        made.append(options)
        begin(self, recording, **options)

    monkeypatch.setattr(ReplaySource, "__init__", noted)
    plan = plan_of("--replay", str(tape), *words)
    assert [type(source) for source in plan.sources] == [ReplaySource]
    assert ([account.name for account in plan.accounts], plan.listen) == (["reception"], HERE)
    assert [(it["speed"], it["loop"]) for it in made] == [(speed, loop)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--loop",), "--loop repeats a recording: add --replay FILE"),
        (
            ("--replay", "x", "--seed", "3"),
            "--seed cannot be combined with --replay",
        ),
        (
            ("--replay", "x", "--hostile"),
            "--hostile cannot be combined with --replay",
        ),
        (("--rate", "-1"), "The demo's rate is 0 to 20000 changes per second, not -1.0."),
    ],
)
def test_options_that_do_not_go_together_are_refused(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Unusable) as told:
        plan_of(*words)
    assert str(told.value) == sentence


async def test_a_hub_is_made_of_its_whole_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Any, Mapping[str, Any]]] = []

    class Server:
        def __init__(self, *args: object, **options: object) -> None:
            made.append((args, options))

        async def __aenter__(self) -> str:
            return "the hub"

        async def __aexit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr("lampfield.hub.server.HubServer", Server)
    marks: Any = [object() for _ in range(5)]
    accounts, sources, proof, domain, state = marks
    async with hub_of(HubPlan(accounts, sources, HERE, proof, domain, state)) as hub:
        assert hub == "the hub"  # type: ignore[comparison-overlap]
    options = {"host": "127.0.0.1", "port": 7, "ssl": proof, "domain": domain, "state": state}
    assert made == [((accounts, sources), options)]


def asked_for_web(*words: str) -> Any:
    said = ["web", *words]
    return hub_asked(parser(said).parse_args(said))


async def test_boards_in_browsers_find_the_demo_a_hub_elsewhere_or_a_site_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with asked_for_web("--demo", "--contacts", "1", "--rate", "0") as hub:
        assert hub.url.startswith("ws://127.0.0.1:")
        assert (hub.ca, hub.site) == ("", "")
    async with asked_for_web("--url", "ws://127.0.0.1:9") as hub:
        assert hub == HubAddress("ws://127.0.0.1:9")
    async with asked_for_web("--url", "ws://127.0.0.1:9", "--ca", "ca.pem") as hub:
        assert hub == HubAddress("ws://127.0.0.1:9", ca=str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SESAME", "open")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "site.toml").write_text(SITE.format(port=0))
    async with asked_for_web("--config", "site.toml") as hub:
        assert hub.url.startswith("ws://127.0.0.1:")
        assert (hub.ca, hub.site) == ("", str(tmp_path / "site.toml"))


async def test_boards_in_browsers_join_a_hub_that_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    plan = HubPlan([Account(name="a", secret="s")], [DemoSource(contacts=1, rate=0.0)], FREE_LOOPBACK)
    async with hub_of(plan) as running:
        port = running.url.rpartition(":")[2]
        site = tmp_path / "site.toml"
        site.write_text(SITE.format(port=port))
        monkeypatch.setenv("SESAME", "open")
        async with asked_for_web("--config", str(site)) as hub:
            assert hub == HubAddress(running.url, site=str(site))
    told = f"lampfield: a hub runs on 127.0.0.1:{port} already: the boards join it\n"
    assert capsys.readouterr().err == told


def test_a_board_in_a_browser_logs_in_as_its_entry_says() -> None:
    entry = Credentials(HubAddress("ws://127.0.0.1:9"), "a", "sesame")
    assert login_of(entry) == Login("ws://127.0.0.1:9", "a", "sesame", None)
    assert "sesame" not in repr(entry) + repr(login_of(entry))


@pytest.mark.parametrize("public", [False, True])
def test_a_board_with_its_own_hub_logs_in_with_the_account_that_was_named(
    public: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    accounts = [Account(name=name, secret=name, may=(Right.DIAL,)) for name in ("a", "b")]
    plan = HubPlan(accounts, [DemoSource(contacts=1, rate=0.0)], FREE_LOOPBACK)
    logins: list[Login] = []

    async def on_hub(login: Login) -> int:
        logins.append(login)
        return 7

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(boards, "log_to_file", lambda: None)
    trust: Any = object()
    assert boards.open_own(plan, on_hub, 1, trust, public=public) == 7
    (login,) = logins
    assert (login.account, login.trust) == ("b (wallboard)" if public else "b", trust)
    assert (login.secret == "b") is not public
    remote = Login("ws://127.0.0.1:9", "a", "s")
    assert boards.open_remote(remote, on_hub) == 7
    assert logins[1] is remote


def test_a_wallboard_s_account_may_do_nothing() -> None:
    account = Account(name="a", secret="s", may=(Right.DIAL,), jid="a@b.test")
    made = boards.looking_only(account)
    assert (made.name, made.may, made.jid) == ("a (wallboard)", (), "a@b.test")
    assert len(made.secret) > 20
    assert made.secret != boards.looking_only(account).secret


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("ws://0.0.0.0:7", "ws://127.0.0.1:7"),
        ("wss://[::]:7", "wss://[::1]:7"),
        ("ws://10.0.0.1:7", "ws://10.0.0.1:7"),
    ],
)
def test_a_hub_that_listens_everywhere_is_reached_here(url: str, reached: str) -> None:
    assert boards.reachable(url) == reached
