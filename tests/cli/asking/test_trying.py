"""What is tried of the answers so far: which results of ``lampfield check`` each question shows."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest

from lampfield.cli.asking import trying
from lampfield.cli.checking.finding import CheckResult, Verdict
from lampfield.config.reading import read_site
from lampfield.config.site import Site

SITE = """\
[phone]
source = "asterisk"
url = "http://127.0.0.1:1"
username = "u"
password = "env:PBX"
context = "internal"
[chat]
source = "xmpp"
host = "127.0.0.1"
[[account]]
name = "a"
secret = "s"
"""
DEVICES = 'devices = ["PJSIP/1"]\n'
ENVIRON = {"PBX": "sesame"}

FINE, WRONG = Verdict.WORKS, Verdict.WRONG
HERE = [
    CheckResult(FINE, "hub listen", "free"),
    CheckResult(WRONG, "hub certificate", "not there"),
    CheckResult(WRONG, "phone.password", "not set"),
    CheckResult(FINE, "phone.url", "as it should be"),
    CheckResult(WRONG, "account a", "not set"),
    CheckResult(FINE, "account b", "as it should be"),
]
LOGIN = CheckResult(FINE, "phone, login", "accepted")
DEVICE = CheckResult(FINE, "phone, device PJSIP/1", "registered")
ROSTER = CheckResult(FINE, "chat, roster", "3 people")
Try = Callable[[Site, Mapping[str, str]], AsyncIterator[CheckResult]]


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> list[CheckResult]:
    """Let the checks find what is listed here; the list is what the PBX tells."""
    told = [LOGIN, DEVICE]

    def here(_: Site, environ: Mapping[str, str]) -> Iterator[CheckResult]:
        assert environ is ENVIRON
        return iter(HERE)

    async def of_phone(_: Site, environ: Mapping[str, str]) -> AsyncIterator[CheckResult]:
        assert environ is ENVIRON
        for result in told:
            yield result

    async def of_chat(_: Site, environ: Mapping[str, str]) -> AsyncIterator[CheckResult]:
        assert environ is ENVIRON
        yield ROSTER

    monkeypatch.setattr(trying, "check_here", here)
    monkeypatch.setattr(trying, "check_phone", of_phone)
    monkeypatch.setattr(trying, "check_chat", of_chat)
    return told


async def tried(folder: Path, text: str, attempt: Try) -> list[CheckResult]:
    """Return what an attempt finds of a site."""
    (folder / "site.toml").write_text(text)
    return [result async for result in attempt(read_site(folder / "site.toml"), ENVIRON)]


@pytest.mark.parametrize(
    ("attempt", "found"),
    [
        (trying.try_phone, [HERE[2], LOGIN, DEVICE]),
        (trying.try_chat, [HERE[4], ROSTER]),
        (trying.try_devices, [DEVICE]),
        (trying.try_listen, HERE[:2]),
    ],
)
@pytest.mark.usefixtures("phone")
async def test_each_question_shows_what_is_its_own(
    tmp_path: Path, attempt: Try, found: list[CheckResult]
) -> None:
    assert await tried(tmp_path, SITE + DEVICES, attempt) == found


@pytest.mark.parametrize("attempt", [trying.try_phone, trying.try_chat, trying.try_devices])
@pytest.mark.usefixtures("phone")
async def test_a_server_that_is_not_in_the_site_is_not_tried(tmp_path: Path, attempt: Try) -> None:
    assert await tried(tmp_path, '[[account]]\nname = "a"\nsecret = "s"\n', attempt) == []


async def test_devices_that_could_not_be_tried_are_not_passed_over(
    tmp_path: Path, phone: list[CheckResult]
) -> None:
    phone[:] = [CheckResult(WRONG, "phone, login", "refused")]
    (result,) = await tried(tmp_path, SITE + DEVICES, trying.try_devices)
    assert (result.verdict, result.what) == (Verdict.WARNING, "devices")
    assert await tried(tmp_path, SITE, trying.try_devices) == []
