"""How a line to a PBX begins: log in, hear, take the whole picture, and only then be up."""

import itertools
from typing import Any

import pytest

from lampfield.model.link import LinkName, LinkState
from lampfield.sources.asterisk.ami import ANSWER_SECONDS
from lampfield.sources.supervisor import MAX_DELAY_SECONDS
from tests.sources.asterisk.operator_session import operator_session, operator_session_at
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_ari import HTML, Reply
from tests.sources.asterisk.scripted_pbx import NAMES, ScriptedPbx, scripted_pbx
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time


async def test_the_first_picture_is_told_before_the_link_is_up() -> None:
    async with scripted_pbx() as pbx:
        pbx.device("PJSIP/202", "RINGING")
        pbx.device("PJSIP/203", "UNAVAILABLE")
        held = pbx.cue("Getvar DEVICE_STATE(Custom:DND201)", Manner.HOLD)
        async with operator_session_at(pbx) as operator:
            await held.reached()
            assert operator.seen.contacts == {}
            assert operator.seen.state_of(LinkName.PHONE) is LinkState.CONNECTING
            held.release()
            await operator.up()
            assert [operator.describe(number) for number in NAMES] == ["0", "2", "None", "0"]
            assert operator.seen.contacts["202"].name == "Bob Berg"
            assert operator.seen.devices["PJSIP/201"].blf == 0


@pytest.mark.parametrize(
    ("name", "answer", "reason"),
    [
        ("GET events", Reply(401, {"message": "Authentication required"}), "ARI refuses the user lampfield"),
        ("GET events", Reply(403, {"message": "Write access denied"}), "set read_only = no in ari.conf"),
        ("GET events", Reply(404, {"message": "Resource not found"}), "has no ARI. Set enabled = yes"),
        ("GET events", Reply(503), "answers with HTTP status 503"),
        ("GET events", HTML, "HTTP status 200"),
        ("PUT applications/*", Reply(403, {"message": "Write access denied"}), "read_only = no in ari.conf"),
        ("POST applications/*", Reply(500, {"error": "Allocation failed"}), "HTTP status 500"),
        ("AMI", b"SSH-2.0-OpenSSH_9\r\n", "what answers there is no Asterisk manager interface"),
        ("AMI", b"\xff\xfe\x00" * 10 + b"\n", "what answers there is no Asterisk manager interface"),
        ("Login", error("Authentication failed"), "AMI refuses the user lampfield"),
        ("Setvar *", error("Permission denied"), ""),
        ("ExtensionStateList", error("Permission denied"), "AMI refuses an action: ExtensionStateList"),
        ("DeviceStateList", error("Permission denied"), "AMI refuses an action: DeviceStateList"),
        ("PresenceStateList", error("Permission denied"), "AMI refuses an action: PresenceStateList"),
        ("GET channels", Reply(500, {"message": "Internal Server Error"}), "500"),
    ],
)
async def test_what_is_answered_wrongly_has_a_reason_and_the_next_try_works(
    name: str, answer: Any, reason: str
) -> None:
    async with scripted_pbx() as pbx:
        cue = pbx.cue(name, answer=answer)
        async with operator_session_at(pbx) as operator:
            if reason:
                assert reason in await operator.down()
            await operator.up()
            assert cue.count == 1
            assert operator.describe("202") == "0"


STEPS = (
    "AMI",
    "Login",
    "ExtensionStateList",
    "Getvar DEVICE_STATE(Custom:DND201)",
    "POST applications/*",
    "GET bridges",
)


@pytest.mark.parametrize(
    ("name", "manner"),
    [
        *itertools.product(STEPS, (Manner.CUT, Manner.HALF, Manner.SILENT)),
        ("GET events", Manner.CUT),
        ("GET events", Manner.SILENT),
    ],
)
async def test_a_line_that_fails_at_any_step_comes_back(name: str, manner: Manner) -> None:
    async with scripted_pbx() as pbx:
        cue = pbx.cue(name, manner)
        async with operator_session_at(pbx) as operator:
            assert await operator.down()
            assert operator.seen.contacts == {}
            await operator.up()
            assert cue.count == 1
            assert operator.describe("202") == "0"


async def test_a_manager_interface_that_takes_connections_and_never_greets_is_given_up_each_time() -> None:
    async with scripted_pbx() as pbx:
        cue = pbx.cue("AMI", Manner.SILENT, times=None)
        async with operator_session_at(pbx) as operator:
            begun = operator.time()
            for tries in (1, 2, 3):
                await cue.reached(tries)
                assert "it sends no greeting" in await operator.down()
                assert operator.time() - begun < tries * (ANSWER_SECONDS + MAX_DELAY_SECONDS)
            cue.end()
            await operator.up()
            await operator.until_shown(_202="0")


async def test_who_hears_no_device_state_is_told_so() -> None:
    async with scripted_pbx() as pbx:
        pbx.ami.silent_events.add("DeviceStateChange")
        async with operator_session_at(pbx) as operator:
            assert "read = call,system" in await operator.down()
            pbx.ami.silent_events.clear()
            await operator.up()


async def test_the_device_that_proves_the_hearing_is_switched_each_time() -> None:
    """From whatever state it has: a state that it already has would tell nothing."""
    async with scripted_pbx() as pbx, operator_session_at(pbx) as operator:
        await operator.up()
        assert pbx.devices["Custom:lampfield"] == "INUSE"
        for state in ("NOT_INUSE", "INUSE", "NOT_INUSE"):
            pbx.cut()
            await operator.down()
            await operator.up()
            assert pbx.devices["Custom:lampfield"] == state


async def test_an_asterisk_that_just_starts_is_looked_at_a_second_time() -> None:
    """Its modules answer before all files are read: the rest of the people comes five seconds later."""
    async with scripted_pbx() as pbx:
        late = pbx.hints.pop("204")
        pbx.endpoints.remove("PJSIP/204")
        async with operator_session_at(pbx) as operator:
            await operator.up()
            pbx.hints["204"] = late
            looks = pbx.ami.count("ExtensionStateList")
            await operator.until_shown(_204="0")
            assert pbx.ami.count("ExtensionStateList") == looks + 1


async def test_a_server_that_is_gone_is_looked_for_until_it_is_there() -> None:
    pbx = ScriptedPbx()
    try:
        async with operator_session_at(pbx) as operator:
            assert "Nothing answers at http://127.0.0.1" in await operator.down()
            await pbx.ari.listener.start()
            await operator.seen.until(
                lambda: "No manager interface answers" in operator.seen.links[LinkName.PHONE].reason,
                "what is missing now",
            )
            await pbx.ami.listener.start()
            await operator.up()
    finally:
        await pbx.close()


async def test_two_boards_share_one_line() -> None:
    async with operator_session() as first:
        asked = len(first.pbx.ami.asked)
        second = await first.another_session()
        assert second.seen.state_of(LinkName.PHONE) is LinkState.UP
        assert second.describe("202") == "0"
        assert len(first.pbx.ami.asked) == asked
        first.pbx.device("PJSIP/202", "INUSE")
        await first.until_shown(_202="1")
        await second.until_shown(_202="1")
        second.seen.forget()
        await second.session.close()
        first.pbx.device("PJSIP/202", "NOT_INUSE")
        await first.until_shown(_202="0")
        assert second.seen.changes == []
