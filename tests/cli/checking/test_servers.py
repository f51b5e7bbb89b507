"""What ``check`` makes of what was found at the servers, without any."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lampfield.cli.checking.chat import check_chat
from lampfield.cli.checking.finding import CheckResult, Verdict, finding_of
from lampfield.cli.checking.pairs import Entries
from lampfield.cli.checking.phone import check_phone
from lampfield.config.reading import parse_site
from lampfield.config.site import Site
from lampfield.model.account import Account
from lampfield.model.identity import ContactKey
from lampfield.sources.asterisk import probe as pbx_probe
from lampfield.sources.asterisk.people import Person
from lampfield.sources.probe_result import ProbeResult
from lampfield.sources.xmpp import probe as chat_probe
from lampfield.sources.xmpp.roster import RosterEntry

ACCOUNTS = """\
[[account]]
name = "front"
secret = "s"
jid = "front@acme.test"
password = "p"
devices = ["PJSIP/1", "PJSIP/2"]
[[account]]
name = "spare"
secret = "s"
devices = ["PJSIP/2", "PJSIP/3"]
[[account]]
name = "third"
secret = "s"
jid = "third@acme.test"
password = "env:LACKING"
[[account]]
name = "back"
secret = "s"
jid = "back@acme.test"
password = "p"
"""
CHAT = "[chat]\nsource = 'xmpp'\nhost = 'chat.acme.test'\n"
PHONE = """\
[phone]
source = "asterisk"
url = "http://127.0.0.1:8088"
username = "lampfield"
password = "text"
context = "internal"
"""
LOGIN, CARBONS = ProbeResult("login", False, "no"), ProbeResult("carbons", False, "none", is_needed=False)
WORKS = ProbeResult("roster", True, "3 contacts")


def site(folder: Path, text: str) -> Site:
    return parse_site(text + ACCOUNTS, folder / "site.toml")


async def every(findings: AsyncIterator[CheckResult]) -> list[CheckResult]:
    return [it async for it in findings]


@pytest.mark.parametrize(
    ("tried", "verdict"), [(LOGIN, Verdict.WRONG), (CARBONS, Verdict.WARNING), (WORKS, Verdict.WORKS)]
)
def test_what_is_needed_fails_and_the_rest_is_warned_about(tried: ProbeResult, verdict: Verdict) -> None:
    assert finding_of(tried, "phone") == CheckResult(verdict, f"phone, {tried.subject}", tried.sentence)


def test_a_finding_is_a_line_whose_verdicts_stand_one_below_the_other() -> None:
    lines = [str(CheckResult(verdict, "chat", "so it is")) for verdict in Verdict]
    assert lines == ["ok    chat: so it is", "warn  chat: so it is", "FAIL  chat: so it is"]


async def test_every_account_with_a_chat_address_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[tuple[str, str]]()

    async def probe(source: object, account: Account) -> chat_probe.ChatProbe:
        asked.append((account.jid, account.password))
        return chat_probe.ChatProbe(
            (WORKS, CARBONS), (RosterEntry(key=ContactKey("bob@acme.test"), name="Bob"),)
        )

    monkeypatch.setattr(chat_probe, "probe", probe)
    entries = Entries()
    found = await every(check_chat(site(tmp_path, CHAT), {}, entries))
    assert entries.roster == {"bob@acme.test": "Bob"}
    assert asked == [("front@acme.test", "p"), ("back@acme.test", "p")]
    assert found == [
        finding_of(tried, f"account {name}") for name in ("front", "back") for tried in (WORKS, CARBONS)
    ]


@pytest.mark.parametrize(
    ("text", "presence"), [("", "nobody's presence is known"), (PHONE, "presence is the PBX's alone")]
)
async def test_without_a_chat_server_it_is_said(tmp_path: Path, text: str, presence: str) -> None:
    (found,) = await every(check_chat(site(tmp_path, text), {}))
    assert found == CheckResult(
        Verdict.WARNING, "chat", f"there is no [chat]: nobody can chat, and {presence}"
    )


async def test_without_a_pbx_only_the_directory_s_file_is_looked_at(tmp_path: Path) -> None:
    lacking = CheckResult(Verdict.WARNING, "phone", "there is no [phone]: lamps are unknown, nobody can dial")
    assert await every(check_phone(site(tmp_path, ""), {})) == [lacking]
    (tmp_path / "people.csv").write_text("name,number\n")
    empty, said = await every(check_phone(site(tmp_path, "[directory]\nfile = 'people.csv'\n"), {}))
    assert said == lacking
    assert (empty.verdict, empty.what) == (Verdict.WRONG, "directory")
    assert empty.sentence.startswith(f"{tmp_path / 'people.csv'} has no people; ")
    gone, _ = await every(check_phone(site(tmp_path, "[directory]\nfile = 'none.csv'\n"), {}))
    assert (gone.verdict, gone.what) == (Verdict.WRONG, "directory")
    assert gone.sentence.startswith(f"{tmp_path / 'none.csv'}: ")


def person(number: str, place: str = "") -> Person:
    return Person(number=number, name="", hint=None, place=place)  # type: ignore[arg-type]


LACKING = "in the directory's file, but without hint or endpoint at the PBX: "
UNNAMED = "at the PBX, but not in the directory's file: "
MATCHED = "every extension of the file is at the PBX, and the other way round"


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (("201", "202"), [(Verdict.WORKS, MATCHED)]),
        (("202",), [(Verdict.WARNING, f"{LACKING}201")]),
        (("204", "202", "203", "201"), [(Verdict.WARNING, f"{UNNAMED}203, 204")]),
        (("203",), [(Verdict.WARNING, f"{LACKING}201, 202"), (Verdict.WARNING, f"{UNNAMED}203")]),
        ((), []),
    ],
)
async def test_the_file_and_the_pbx_are_compared(
    people: tuple[str, ...],
    said: list[tuple[Verdict, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[list[str]]()

    async def probe(pbx: object, devices: dict[str, None], places: object) -> pbx_probe.PbxProbe:
        asked.append(list(devices))
        parking = (person("700", "Parking"),) if people else ()
        return pbx_probe.PbxProbe((WORKS, LOGIN), (*map(person, people), *parking))

    monkeypatch.setattr(pbx_probe, "probe", probe)
    (tmp_path / "people.csv").write_text("name,extension\nAnn,201\nBo,202\n")
    text = f"{PHONE}[directory]\nfile = 'people.csv'\n"
    entries = Entries()
    read, *found = await every(check_phone(site(tmp_path, text), {}, entries))
    assert [*entries.phones] == [*people], "a place is no person"
    assert entries.rows == [("201",), ("202",)]
    assert asked == [["PJSIP/1", "PJSIP/2", "PJSIP/3"]]
    assert (read.verdict, read.what) == (Verdict.WORKS, "directory")
    assert read.sentence.startswith(f"{tmp_path / 'people.csv'} has 2 people; ")
    assert found[:2] == [finding_of(WORKS, "phone"), finding_of(LOGIN, "phone")]
    assert found[2:] == [CheckResult(verdict, "directory", sentence) for verdict, sentence in said]
