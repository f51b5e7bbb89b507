"""What a check says of a PBX, as far as it needs none."""

import ssl

import httpx
import pytest
from websockets.exceptions import InvalidHandshake

from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused, AriUnreadable
from lampfield.sources.asterisk.failure import ari_failure, snapshot_failure
from lampfield.sources.asterisk.hint import Hint
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.probe import (
    MAX_NAMED,
    check_hints,
    check_unshown,
    check_version,
    named,
    probe,
)
from lampfield.sources.asterisk.settings import AsteriskSettings
from tests.sources.asterisk.operator_session import operator_session_at
from tests.sources.asterisk.scripted_pbx import scripted_pbx

PBX = AsteriskSettings(
    url="http://pbx", ami_host="pbx", ami_port=5038, username="u", password="p", context="internal"
)


GREETING = "bytearray(b'Asterisk Call Manager/11.0.0')"


def ssl_error(reason: str) -> ssl.SSLError:
    """Return what OpenSSL says."""
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


def caused(error: Exception, cause: Exception) -> Exception:
    """Return an error with what it came from."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("version", "works"),
    [("16.28.0~dfsg-0", True), ("22.10.1", True), ("13.38.3", False), ("GIT-master-1", True), ("", True)],
)
def test_an_asterisk_that_is_too_old_is_told(version: str, *, works: bool) -> None:
    tried = check_version(PBX, version)
    assert tried.works is works
    assert ("too old" in tried.sentence) is not works


def test_a_pbx_without_a_phone_has_no_lamp_to_show() -> None:
    parking = Hint(exten="701", context="parkedcalls", devices=("park:701@parkedcalls",))
    (tried,) = check_hints([Person(number="701", name="Parking 701", hint=parking, place="Parking")])
    assert not tried.works
    assert "exten => 201,hint,PJSIP/201" in tried.sentence


def test_a_sentence_names_some_and_counts_the_rest() -> None:
    numbers = [str(number) for number in range(MAX_NAMED + 3)]
    assert named(numbers[:2]) == "0, 1"
    assert named(numbers).endswith(f"{MAX_NAMED - 1} and 3 more")


def test_hints_that_nobody_sees_are_named_with_what_shows_them() -> None:
    patterns, words, codes = check_unshown(["_23X", "reception", "*280", "_*76X.", "_[12]XX"])
    assert (patterns.works, words.works, codes.works) == (False, False, True)
    assert not patterns.is_needed
    assert not words.is_needed
    assert patterns.sentence.startswith("_23X, _[12]XX are patterns")
    assert "numbers under [phone]" in patterns.sentence
    assert words.sentence == "reception are not numbers and not shown: list them in lamps under [phone]"
    assert codes.sentence.startswith("2 of feature codes are not shown; lamps")
    assert check_unshown([]) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ssl_error("WRONG_VERSION_NUMBER"), "speaks no TLS: write http:// in url"),
        (ssl_error("CERTIFICATE_VERIFY_FAILED"), "is not trusted: CERTIFICATE_VERIFY_FAILED"),
        (caused(httpx.ConnectError("no"), ssl_error("WRONG_VERSION_NUMBER")), "speaks no TLS"),
        (
            caused(InvalidHandshake(), ValueError(GREETING)),
            "port of the man",
        ),
        (httpx.RemoteProtocolError("illegal status line: Asterisk Call Manager/11.0.0"), "port of the man"),
        (httpx.RemoteProtocolError("illegal status line: SSH"), "is no Asterisk: illegal"),
        (AriUnreadable("channels", "text/html"), "is no Asterisk: channels returned text/html"),
        (AriUnreadable("channels", ""), "returned no content type"),
        (httpx.ConnectError("refused"), "Nothing answers at http://pbx"),
        (httpx.ReadTimeout("late"), "Asterisk does not answer at http://pbx"),
        (AriRefused(401, "no"), "or its password. In ari.conf, [u] needs type = user and"),
        (
            AmiRefused("Login", "Authentication failed"),
            "AMI refuses the user u, its password, or",
        ),
        (AmiLost("gone"), "The manager interface at pbx:5038 is lost: gone"),
    ],
)
def test_a_failure_says_what_to_do(error: Exception, words: str) -> None:
    assert words in snapshot_failure(PBX, error).sentence or words in ari_failure(PBX, error).sentence


def test_an_unknown_failure_is_told_by_the_interface_that_it_is_of() -> None:
    assert "manager interface" in snapshot_failure(PBX, OSError("odd")).sentence
    assert "http://pbx" in snapshot_failure(PBX, AriRefused(500, "no")).sentence


@pytest.mark.virtual_time
async def test_endpoints_that_are_lines_to_other_servers_are_nobody() -> None:
    async with scripted_pbx() as pbx:
        pbx.endpoints += ["PJSIP/4930123", "PJSIP/777", "PJSIP/888", "PJSIP/999"]
        pbx.devices |= dict.fromkeys(pbx.endpoints, "NOT_INUSE")
        pbx.functions |= {
            "PJSIP_ENDPOINT(4930123,outbound_auth)": "provider",
            "PJSIP_ENDPOINT(4930123,context)": "internal",
            "PJSIP_ENDPOINT(777,context)": "from-trunk",
            "PJSIP_ENDPOINT(888,context)": "lobby",
            "PJSIP_ENDPOINT(999,context)": "internal",
        }
        pbx.dialable |= {"4930123", "888"}
        async with operator_session_at(pbx) as operator:
            await operator.up()
            for _ in range(2):
                assert sorted(operator.seen.contacts) == ["201", "202", "203", "204", "888", "999"]
                looks = pbx.ami.count("ExtensionStateList")
                pbx.reload()
                await pbx.ami.until_asked("ExtensionStateList", looks + 1)
            assert pbx.ami.count("Getvar PJSIP_ENDPOINT(777,outbound_auth)") == 1


@pytest.mark.virtual_time
async def test_a_check_of_a_pbx_names_what_is_not_shown() -> None:
    async with scripted_pbx() as pbx:
        pbx.hints |= {"_23X": ("internal", "PJSIP/desk${EXTEN}"), "*280": ("internal", "Custom:NIGHT")}
        probed = await probe(pbx.address, ["pjsip/201"], Places(lamps={"*280": "Night"}))
        said = {tried.subject: tried for tried in probed.results}
        assert said["device pjsip/201"].works
        assert "_23X" in said["hints"].sentence
        assert [person.name for person in probed.people if person.number == "*280"] == ["Night"]
