"""SIGHUP reads the site file of a running hub again."""

import argparse
import asyncio
import logging
import signal
from pathlib import Path
from typing import Any

import pytest

from lampfield.cli.compose import site_plan
from lampfield.cli.hubs import hub_of
from lampfield.cli.reloading import NOT_SERVED, Reloading, Terminal
from lampfield.config.reading import read_site
from lampfield.model.account import Account
from lampfield.sources.asterisk.source import AsteriskSource
from tests.cli.commands import Lampfield, address, errors
from tests.hub.caller import calling

SITE = """\
[hub]
listen = "127.0.0.1:0"
[[account]]
name = "reception"
secret = "env:SESAME"
"""
MORE = """
[[account]]
name = "night"
secret = "s"
devices = ["PJSIP/9"]
"""
PHONE = """
[phone]
source = "asterisk"
url = "http://127.0.0.1:1"
username = "u"
password = "p"
context = "internal"
"""
ENVIRON = {"SESAME": "open", "XDG_STATE_HOME": "/nonexistent", "HOME": "/nonexistent"}


class Served:
    """A hub of a site file that a test writes, and what is said of reading it again."""

    def __init__(self, path: Path, caplog: pytest.LogCaptureFixture, text: str = SITE) -> None:
        caplog.set_level(logging.INFO, "lampfield.cli.reloading")
        self.path = path
        self._caplog = caplog
        self.path.write_text(text)
        site = read_site(path)
        self.plan = site_plan(site, ENVIRON)
        self.reloading = Reloading(argparse.Namespace(config=path), ENVIRON, self.plan, site)

    def becomes(self, text: str) -> list[str]:
        """Write another site file and read it. Returns what is in the log."""
        self.path.write_text(text)
        self._caplog.clear()
        self.reloading.reload()
        return [
            record.getMessage()
            for record in self._caplog.records
            # Beside these there are the warnings of any site file.
            if record.getMessage().startswith(("the site file", "changed, but"))
        ]


@pytest.fixture
def served(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Served:
    return Served(tmp_path / "site.toml", caplog)


READ = "the site file was read again; accounts added: none; changed or removed: "
READ_MORE = "the site file was read again; accounts added: night; changed or removed: none"


async def test_accounts_are_changed_without_a_restart(served: Served) -> None:
    async with hub_of(served.plan) as hub:
        served.reloading.hub = hub
        assert served.becomes(SITE + MORE) == [READ_MORE]
        async with calling(hub) as night, calling(hub) as reception:
            await night.login(Account(name="night", secret="s"))
            await reception.login(Account(name="reception", secret="open"))
            assert served.becomes(SITE) == [READ + "night"]
            assert (await night.end())[0] == 1012
            await reception.ask("feed.start")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[hub",
        SITE.replace("env:SESAME", "env:NOBODY"),
        SITE + "[phone]\nsource = 'freepbx'\n",
        SITE + '[hub]\nlisten = "x"\n',
        SITE.replace(
            'listen = "127.0.0.1:0"', 'listen = "127.0.0.1:0"\ntls_cert = "a.pem"\ntls_key = "b.pem"'
        ),
    ],
)
async def test_a_bad_file_is_refused_and_the_former_one_stays(text: str, served: Served) -> None:
    async with hub_of(served.plan) as hub:
        served.reloading.hub = hub
        (line,) = served.becomes(text)
        assert line.startswith("the site file is not taken, the hub goes on with the former one: ")
        assert str(served.path) in line
        async with calling(hub) as caller:
            await caller.login(Account(name="reception", secret="open"))
        assert served.becomes(SITE + MORE) == [READ_MORE]


async def test_a_file_that_is_gone_is_refused(served: Served) -> None:
    async with hub_of(served.plan) as hub:
        served.reloading.hub = hub
        served.path.write_text(SITE)
        served.path.rename(served.path.with_suffix(".away"))
        served.reloading.reload()
        async with calling(hub) as caller:
            await caller.login(Account(name="reception", secret="open"))


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        (SITE.replace("127.0.0.1:0", "127.0.0.1:1"), "[hub] listen"),
        (SITE + PHONE, "[phone]"),
        (SITE + '[chat]\nsource = "xmpp"\nhost = "chat.acme.test"\n', "[chat]"),
        (SITE + '[directory]\nfile = "contacts.csv"\n', "[directory]"),
    ],
)
async def test_what_needs_a_restart_is_named_each_time(text: str, needs: str, served: Served) -> None:
    async with hub_of(served.plan) as hub:
        served.reloading.hub = hub
        for _ in range(2):
            said = served.becomes(text)
            assert said == [READ + "none", f"changed, but only a restart of the hub applies it: {needs}"]
        assert served.becomes(SITE) == [READ + "none"]


async def test_the_devices_of_new_accounts_are_watched(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(tmp_path / "site.toml", caplog, SITE + PHONE)
    (source,) = served.plan.sources
    assert isinstance(source, AsteriskSource)
    assert not source.connection.devices
    async with hub_of(served.plan) as hub:
        served.reloading.hub = hub
        served.becomes(SITE + PHONE + MORE)
        assert source.connection.devices == ("PJSIP/9",)
        assert source.connection._refresh_due.is_set()


def test_the_demo_has_nothing_to_read_again(caplog: pytest.LogCaptureFixture) -> None:
    no_plan: Any = None
    Reloading(argparse.Namespace(), {}, no_plan, None).reload()
    assert NOT_SERVED in caplog.text


def test_a_terminal_that_was_never_there_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    terminals = {0: False, 1: True, 2: True}
    monkeypatch.setattr("os.isatty", terminals.__getitem__)
    terminal = Terminal()
    assert not terminal.is_gone
    terminals[2] = False
    assert terminal.is_gone


async def test_a_signal_reads_it_again_and_the_hub_goes_on(lampfield: Lampfield, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(SITE)
    here = lampfield.having(LAMPFIELD_CONFIG=str(site), SESAME="open")
    with here.started("serve") as serve:
        url = await asyncio.to_thread(address, serve)
        site.write_text(SITE + MORE)
        serve.send_signal(signal.SIGHUP)
        night = ("show", "--url", url, "--account", "night")
        login = lampfield.having(LAMPFIELD_SECRET="s")
        async with asyncio.timeout(30):
            while "secret is wrong" in (await asyncio.to_thread(login.process, *night)).stderr:
                pass
        serve.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(serve.wait, 30) == 0
        assert "the site file was read again" in errors(serve)
