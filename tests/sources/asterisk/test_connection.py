"""A line to a PBX over time: events within a picture, losses, reloads, freezes; each of them twice."""

import pytest

from lampfield.model.call import CallState
from lampfield.model.change import CallChange, LinkChange
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.supervisor import LONG_DELAY_SECONDS
from tests.sources.asterisk.operator_session import OWN, account, operator_session, operator_session_at
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_ari import Reply
from tests.sources.asterisk.scripted_pbx import scripted_pbx
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time

PICTURE = (
    "ExtensionStateList",
    "DeviceStateList",
    "PresenceStateList",
    "Getvar DEVICE_STATE(Custom:DND202)",
    "DBGetTree DND",
    "GET channels",
    "GET bridges",
    "GET endpoints",
)
"""What a whole picture asks for."""


@pytest.mark.parametrize("name", PICTURE)
async def test_what_happens_in_the_middle_of_a_picture_is_not_lost(name: str) -> None:
    """The answer that is held says what was before."""
    async with scripted_pbx() as pbx:
        held = pbx.cue(name, Manner.HOLD)
        async with operator_session_at(pbx) as operator:
            await held.reached()
            pbx.device("PJSIP/203", "UNAVAILABLE")
            _, to = pbx.calls("204", "202")
            held.release()
            await operator.up()
            await operator.until_shown(_202="2 < 204", _203="None", _204="1 > 202")
            held = pbx.cue(name, Manner.HOLD)
            pbx.reload()
            await held.reached()
            pbx.device("PJSIP/203", "NOT_INUSE")
            pbx.ends(to)
            held.release()
            await operator.until_shown(_202="0", _203="0")


@pytest.mark.parametrize("told", [True, False])
async def test_calls_that_end_while_the_line_is_down_are_over_after_it_twice(*, told: bool) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            from_, to = pbx.calls("202", "201")
            pbx.answers(from_, to)
            await operator.until_shown(_201="1 < 202", _202="1 > 201")
            pbx.cut()
            assert await operator.down()
            assert operator.describe("201") == "1 < 202", "what was last known stays, and is stale"
            for key in (from_, to):
                pbx.ends(key, told=told)
            await operator.up()
            await operator.until_shown(_201="0", _202="0")
            over = await operator.call(to, CallState.DEAD)
            assert over.cause == "it ended while the connection to Asterisk was down"


async def test_two_who_parted_while_the_line_was_down_are_not_shown_together() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            from_, to = pbx.calls("202", "203")
            bridge = pbx.answers(from_, to)
            await operator.until_shown(_202="1 > 203", _203="1 < 202")
            pbx.cut()
            await operator.down()
            del pbx.bridges[bridge]
            for key in (from_, to):
                pbx.channels[key]["connected"] = {"name": "", "number": ""}
                pbx.channels[key]["dialplan"]["exten"] = "s"
            pbx.channels[to]["caller"] = {"name": "Somebody", "number": "999"}
            await operator.up()
            await operator.until_shown(_202="1", _203="1 < ")
            for key in (from_, to):
                pbx.ends(key)
            await operator.until_shown(_202="0", _203="0")


async def test_a_pbx_that_stands_still_is_stale_soon_and_right_after_it_twice() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for state, lamp in (("INUSE", "1"), ("NOT_INUSE", "0")):
            before = operator.time()
            pbx.freeze()
            pbx.device("PJSIP/202", state, told=False)
            assert await operator.down()
            assert operator.time() - before <= 11.0
            assert operator.describe("202") != lamp
            with pytest.raises(Refusal) as caught:
                await operator.session.hang_up_contact("202")  # type: ignore[arg-type]
            assert caught.value.word in (RefusalCode.LINK_DOWN, RefusalCode.UNKNOWN_CALL)
            pbx.thaw()
            await operator.up()
            await operator.until_shown(_202=lamp)


@pytest.mark.parametrize("which", ["ami", "events"])
async def test_either_half_of_the_line_ends_the_whole_and_it_comes_back(which: str) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            if which == "ami":
                pbx.ami.listener.cut()
            else:
                for line in list(pbx.ari.lines.values()):
                    line.cut()
            assert await operator.down()
            pbx.device("PJSIP/202", "INUSE", told=False)
            await operator.up()
            assert operator.describe("202") == "1"
            assert len(pbx.ari.lines) == 1, "the old event line was ended"
            pbx.device("PJSIP/202", "NOT_INUSE")
            await operator.until_shown(_202="0")


async def test_each_reload_brings_one_picture_and_no_more() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        await pbx.ami.until_asked("ExtensionStateList", 2)
        for number, count in (("298", 3), ("299", 4)):
            pbx.hints[number] = ("internal", "PJSIP/204")
            pbx.reload()
            await operator.until_shown(**{f"_{number}": "0"})
            await pbx.ami.until_asked("Ping", pbx.ami.count("Ping") + 5)
            assert pbx.ami.count("ExtensionStateList") == count
        del pbx.hints["298"]
        pbx.reload()
        await operator.until_shown(_298="nobody", _299="0")
        links = [change.link.state for change in operator.seen.of(LinkChange)]
        assert links == [LinkState.CONNECTING, LinkState.UP], "the line stood all the time"


async def test_another_telephone_at_an_own_device_is_looked_for_at_once_and_others_are_not() -> None:
    async with operator_session() as operator:
        ami = operator.pbx.ami
        await ami.until_asked("ExtensionStateList", 2)
        for number, count in (("204", 2), ("201", 3), ("203", 3), ("201", 4)):
            ami.send_event(Event="ContactStatus", EndpointName=number, ContactStatus="Reachable")
            await operator.until_idle()
            assert ami.count("ExtensionStateList") == count


async def test_devices_that_are_watched_later_are_asked_for_at_once() -> None:
    mobile = DeviceName("PJSIP/mobile")
    async with operator_session() as operator:
        operator.pbx.unlisted.add(mobile)
        operator.pbx.device(mobile, "INUSE", told=False)
        newcomer = await operator.another_session(account(devices=(OWN, mobile)))
        operator.source.set_devices([OWN, mobile])
        await newcomer.seen.until(
            lambda: mobile in newcomer.seen.devices and newcomer.seen.devices[mobile].blf == 1, "its state"
        )


async def test_a_lost_event_is_put_right_by_the_next_picture_each_time() -> None:
    async with operator_session(reconcile_seconds=20.0) as operator:
        pbx = operator.pbx
        await pbx.ami.until_asked("ExtensionStateList", 2)
        for state, lamp in (("RINGING", "2"), ("NOT_INUSE", "0"), ("UNAVAILABLE", "None")):
            before = operator.time()
            pbx.device("PJSIP/202", state, told=False)
            await operator.until_shown(_202=lamp)
            assert operator.time() - before <= 21.0


async def test_a_forward_that_is_switched_is_looked_for_at_once() -> None:
    """FreePBX writes it into its database, of which nothing tells, and switches a device."""
    async with operator_session() as operator:
        pbx = operator.pbx
        for to in ("204", "501"):
            pbx.database["CF"] = {"202": to}
            pbx.device("Custom:CF202", "INUSE")
            await operator.until_shown(_202=f"0 [forwards to {to}]")
        pbx.database.clear()
        pbx.device("Custom:CF202", "NOT_INUSE")
        await operator.until_shown(_202="0")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("ExtensionStateList", error("Permission denied")),
        ("GET channels", Reply(500, {"error": "Allocation failed"})),
        ("GET channels", Reply(200, b"<html></html>", "text/html")),
        ("GET bridges", Reply(200, {"message": "no list"})),
        ("GET endpoints", Reply(200, [{"technology": 1, "resource": None}])),
    ],
)
async def test_a_later_picture_that_fails_is_a_loss_and_the_next_line_is_right(
    name: str, answer: object
) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        await pbx.ami.until_asked("ExtensionStateList", 2)
        cue = pbx.cue(name, answer=answer)
        pbx.reload()
        assert await operator.down()
        assert cue.count == 1
        pbx.device("PJSIP/202", "INUSE", told=False)
        await operator.up()
        assert operator.describe("202") == "1"


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"type": 7}', '{"no": "type"}', "\x00"])
async def test_an_event_that_cannot_be_read_is_passed_over(text: str) -> None:
    async with operator_session() as operator:
        operator.pbx.ari.send(text)
        operator.pbx.calls("202", "203")
        await operator.until_shown(_202="1 > 203", _203="2 < 202")
        assert operator.seen.state_of(LinkName.PHONE) is LinkState.UP


async def test_half_an_event_is_a_loss() -> None:
    async with operator_session() as operator:
        (line,) = operator.pbx.ari.lines.values()
        line.send_half('{"type": "ChannelCreated", "channel": {"id": "1", "name": "PJSIP/202-1"}}')
        assert await operator.down() == "The connection to Asterisk was lost."
        await operator.up()


async def test_an_application_that_another_took_over_is_asked_for_again() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        ((app, line),) = pbx.ari.lines.items()
        line.send_event({"type": "ApplicationReplaced", "application": app})
        assert "Another program took over" in await operator.down()
        await operator.up()
        assert app not in pbx.ari.lines
        assert len(pbx.ari.lines) == 1


async def test_a_line_that_is_reset_comes_back_each_time() -> None:
    async with operator_session() as operator:
        for _ in range(2):
            await operator.session.reset(LinkName.PHONE)
            assert "reset on purpose" in await operator.down()
            await operator.up()


async def test_a_line_that_is_down_is_tried_at_once_when_it_is_reset() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            ((app, line),) = pbx.ari.lines.items()
            line.send_event({"type": "ApplicationReplaced", "application": app})
            assert "Another program took over" in await operator.down()
            before = operator.time()
            await operator.session.reset(LinkName.PHONE)
            await operator.up()
            assert operator.time() - before < LONG_DELAY_SECONDS / 2


async def test_a_board_that_opens_while_the_link_is_down_makes_no_second_line() -> None:
    async with operator_session() as operator:
        await operator.pbx.stop()
        reason = await operator.down()
        late = await operator.another_session()
        assert late.seen.links[LinkName.PHONE].state is LinkState.DOWN
        assert late.seen.links[LinkName.PHONE].reason == reason
        assert late.describe("202") == "0", "what was last known"
        await operator.pbx.start()
        await operator.up()
        await late.up()
        assert len(operator.pbx.ari.lines) == 1
        await operator.until_idle()
        assert operator.pbx.ami.names.count("Login") == 2


async def test_since_when_a_link_is_down_counts_from_its_loss() -> None:
    async with operator_session() as operator:
        up = operator.seen.links[LinkName.PHONE].since
        await operator.pbx.stop()
        await operator.down()
        lost = operator.seen.links[LinkName.PHONE].since
        assert lost > up
        await operator.seen.until(
            lambda: "Nothing answers" in operator.seen.links[LinkName.PHONE].reason, "the next try"
        )
        assert operator.seen.links[LinkName.PHONE].since == lost
        await operator.pbx.start()
        await operator.up()
        assert operator.seen.links[LinkName.PHONE].since > lost


async def test_an_event_that_comes_twice_and_one_that_comes_late_change_nothing() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("202", "201")
        pbx.answers(from_, to)
        late = dict(pbx.channels[to])
        await operator.until_shown(_201="1 < 202")
        for key in (to, from_):
            pbx.happens("ChannelStateChange", channel=key)
            pbx.happens("ChannelStateChange", channel=key)
        start = (await operator.call(to, CallState.UP)).start
        pbx.ends(to)
        await operator.call(to, CallState.DEAD)
        told = len(operator.seen.of(CallChange))
        pbx.ari.emit_event({"type": "ChannelVarset", "timestamp": pbx.timestamp(), "channel": late})
        pbx.ari.emit_event({"type": "ChannelHangupRequest", "timestamp": pbx.timestamp(), "channel": late})
        pbx.ends(from_)
        await operator.until_shown(_201="0", _202="0")
        assert len(operator.seen.of(CallChange)) == told
        assert start > 0


@pytest.mark.parametrize("reports_chat", [True, False])
async def test_a_presence_keeps_since_when_over_pictures_and_changes_with_them(*, reports_chat: bool) -> None:
    async with operator_session(reports_chat=reports_chat) as operator:
        pbx = operator.pbx

        def state(number: str) -> tuple[str, str, float] | None:
            states = operator.seen.contacts[number].states or {}
            return next(((it.show, it.status, it.since) for it in states.values()), None)

        assert state("202") is None
        pbx.presence("CustomPresence:202", "away", "lunch")
        pbx.presence("CustomPresence:203", "dnd")
        await operator.seen.until(lambda: state("203"), "both presences")
        seen = state("202")
        assert seen is not None
        assert seen[:2] == ("away", "lunch")
        assert seen[2] > 0
        pbx.presence("CustomPresence:203", "available", told=False)
        pbx.reload()
        await operator.seen.until(lambda: (state("203") or "?")[0] == "available", "the picture")
        assert state("202") == seen
        pbx.presence("CustomPresence:202", "not_set", told=False)
        pbx.cut()
        await operator.down()
        await operator.up()
        assert state("202") is None


async def test_presence_of_the_pbx_is_not_shown_while_its_link_is_down_beside_a_chat_server() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            pbx.presence("CustomPresence:202", "away")
            await operator.seen.until(lambda: operator.seen.contacts["202"].states, "a presence")
            await pbx.stop()
            await operator.down()
            assert not operator.seen.contacts["202"].states
            await pbx.start()
            await operator.up()
            assert operator.seen.contacts["202"].states


async def test_where_there_is_no_chat_server_the_chat_link_goes_with_the_phone() -> None:
    async with operator_session(reports_chat=True) as operator:
        assert operator.seen.state_of(LinkName.CHAT) is LinkState.UP
        operator.pbx.presence("CustomPresence:202", "away")
        await operator.seen.until(lambda: operator.seen.contacts["202"].states, "a presence")
        await operator.pbx.stop()
        await operator.down()
        assert operator.seen.state_of(LinkName.CHAT) is LinkState.DOWN
        assert operator.seen.contacts["202"].states, "it is stale, and known to be"
