"""What `lampfield check` finds out at a PBX, one thing lacking after the other."""

from typing import Any

import pytest

from lampfield.sources.asterisk.probe import probe
from lampfield.sources.probe_result import ProbeResult
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_ari import HTML, Reply
from tests.sources.asterisk.scripted_pbx import ScriptedPbx, scripted_pbx
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time


async def tried_at(pbx: ScriptedPbx, *devices: str) -> dict[str, ProbeResult]:
    """Return what was tried, by what it is."""
    return {it.subject: it for it in (await probe(pbx.address, devices)).results}


async def test_all_that_works_is_told_in_its_order() -> None:
    async with scripted_pbx() as pbx:
        probed = await probe(pbx.address, ["PJSIP/201"])
        assert [person.number for person in probed.people] == ["201", "202", "203", "204"]
        assert all(it.works for it in probed.results)
        assert [(it.subject, it.sentence) for it in probed.results] == [
            ("ARI", f"Asterisk 22.10.1 answers at {pbx.address.url}"),
            ("ARI, dialling", "lampfield may dial and hang up"),
            ("ARI events", "the event line opens"),
            ("AMI", "lampfield is logged in"),
            ("AMI, ExtensionStateList", "allowed"),
            ("AMI, DeviceStateList", "allowed"),
            ("AMI, PresenceStateList", "allowed"),
            ("AMI, DBGetTree", "allowed"),
            ("AMI, events", "phone events arrive"),
            ("context internal", "the dial plan has it, with 5 lines"),
            ("hints", "4 phones and 0 places are watched"),
            ("extensions", "all 4 can be dialled from internal"),
            ("device PJSIP/201", "it is registered (not in use)"),
        ]
        assert not pbx.ari.lines, "nothing is left behind"
        assert not pbx.channels


@pytest.mark.parametrize(
    ("name", "answer", "what", "words"),
    [
        ("GET asterisk/info", Reply(401, {"message": "x"}), "ARI", "ARI refuses the user lampfield"),
        ("GET asterisk/info", Reply(404, {"message": "x"}), "ARI", "has no ARI"),
        ("DELETE *", Reply(403, {"message": "x"}), "ARI, dialling", "read_only = no"),
        ("GET events", Reply(500, {"message": "x"}), "ARI", "HTTP status 500"),
        ("AMI", b"HTTP/1.1 400 Bad Request\r\n", "AMI", "no Asterisk manager interface"),
        ("Login", error("Authentication failed"), "AMI", "AMI refuses the user lampfield"),
        ("ExtensionStateList", error("Permission denied"), "AMI, ExtensionStateList", "call,reporting"),
        ("DeviceStateList", error("Permission denied"), "AMI, DeviceStateList", "call,reporting"),
        ("PresenceStateList", error("Permission denied"), "AMI, PresenceStateList", "call,reporting"),
        ("ShowDialPlan", error("Permission denied"), "context internal", "read = call,system and write ="),
    ],
)
async def test_what_does_not_work_says_what_to_write_where(
    name: str, answer: Any, what: str, words: str
) -> None:
    async with scripted_pbx() as pbx:
        pbx.cue(name, answer=answer)
        tried = (await tried_at(pbx))[what]
        assert not tried.works
        assert tried.is_needed
        assert words in tried.sentence


async def test_a_right_that_is_only_good_to_have_stops_nothing() -> None:
    async with scripted_pbx() as pbx:
        pbx.cue("DBGetTree DND", answer=error("Permission denied"))
        tried = await tried_at(pbx)
        assert (tried["AMI, DBGetTree"].works, tried["AMI, DBGetTree"].is_needed) == (False, False)
        assert "give lampfield system in the write line" in tried["AMI, DBGetTree"].sentence
        assert tried["hints"].works


async def test_who_hears_no_event_is_told_so_and_nobody_is_looked_for() -> None:
    async with scripted_pbx() as pbx:
        pbx.ami.silent_events.add("DeviceStateChange")
        probed = await probe(pbx.address)
        assert probed.people == ()
        assert "read = call,system" in {it.subject: it for it in probed.results}["AMI, events"].sentence


async def test_a_web_server_and_silence_are_told_apart() -> None:
    async with scripted_pbx() as pbx:
        pbx.cue("GET asterisk/info", answer=HTML)
        assert not (await tried_at(pbx))["ARI"].works
        pbx.cue("GET asterisk/info", Manner.SILENT)
        assert "does not answer" in (await tried_at(pbx))["ARI"].sentence
        pbx.cue("Login", Manner.SILENT)
        assert "is lost" in (await tried_at(pbx))["AMI"].sentence


async def test_what_of_the_dial_plan_is_missing_is_named() -> None:
    async with scripted_pbx() as pbx:
        pbx.dialable -= {"202", "203"}
        pbx.hints["701"] = ("internal", "park:701@parkedcalls")
        del pbx.hints["204"]
        tried = {it.subject: it for it in (await probe(pbx.address)).results if not it.works}
        assert set(tried) == {"extensions", "hints"}
        assert tried["extensions"].sentence.startswith("202, 203 cannot be dialled: ")
        assert not tried["extensions"].is_needed, "some can be dialled"
        assert not tried["hints"].is_needed
        assert "204 have none" in tried["hints"].sentence
        assert "exten => 204,hint,PJSIP/204" in tried["hints"].sentence
        pbx.dialable.clear()
        lacking = {it.subject: it for it in (await probe(pbx.address)).results if not it.works}["extensions"]
        assert lacking.is_needed, "nobody can be dialled"
        pbx.contexts.clear()
        assert "the dial plan has no such context" in (await tried_at(pbx))["context internal"].sentence


@pytest.mark.parametrize(
    ("state", "works", "is_needed", "sentence"),
    [
        ("NOT_INUSE", True, True, "it is registered (not in use)"),
        ("RINGINUSE", True, True, "it is registered (ringing and in use)"),
        ("UNAVAILABLE", False, False, "it is not registered, so nobody can dial on it"),
        ("INVALID", False, True, "Asterisk knows no such device: correct devices of the account"),
    ],
)
async def test_an_own_device_is_told_by_its_state(
    state: str, sentence: str, *, works: bool, is_needed: bool
) -> None:
    async with scripted_pbx() as pbx:
        pbx.device("PJSIP/201", state)
        tried = (await tried_at(pbx, "PJSIP/201"))["device PJSIP/201"]
        assert (tried.works, tried.is_needed, tried.sentence) == (works, is_needed, sentence)


async def test_an_asterisk_that_is_too_old_is_told_with_its_version() -> None:
    async with scripted_pbx() as pbx:
        pbx.version = "13.38.3"
        tried = (await tried_at(pbx))["ARI"]
        assert not tried.works
        too_old = "too old: Lampfield works with Asterisk 16 to 22"
        assert tried.sentence == f"Asterisk 13.38.3 answers at {pbx.address.url}; {too_old}"
