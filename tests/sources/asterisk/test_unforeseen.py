"""What nobody foresaw ends a line with a reason, never the keeping of it."""

import logging
from typing import Any

import pytest

from lampfield.model.link import LinkName, LinkState
from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.connection import UNREADABLE_DELAY_SECONDS
from lampfield.sources.asterisk.pbx_state import Affected, PbxState
from tests.sources.asterisk.operator_session import operator_session
from tests.sources.asterisk.scripted_ari import HTML, Reply

pytestmark = pytest.mark.virtual_time

NOT_JSON = (HTML, Reply(200, {"channels": []}), Reply(200, b"\xff\xfe[]"))


@pytest.mark.parametrize("answer", NOT_JSON)
@pytest.mark.parametrize("name", ["GET channels", "GET bridges", "GET endpoints"])
async def test_an_answer_that_is_not_asterisks_ends_the_line_each_time(name: str, answer: Any) -> None:
    async with operator_session() as operator:
        for _ in range(2):
            cue = operator.pbx.cue(name, answer=answer)
            operator.pbx.reload()
            reason = await operator.down()
            assert "is no Asterisk" in reason
            assert "a proxy or a login page in between" in reason
            await operator.up()
            assert cue.count == 1
        operator.pbx.calls("202", "203")
        await operator.until_shown(_203="2 < 202")


@pytest.mark.parametrize("method", ["apply_state", "apply_status", "apply_event", "apply_snapshot"])
async def test_an_error_of_ours_ends_the_line_and_the_next_one_works(
    method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with operator_session() as operator:
        works = getattr(PbxState, method)
        for _ in range(2):

            def fail(*_: Any) -> Any:
                raise KeyError("unforeseen")

            monkeypatch.setattr(PbxState, method, fail)
            from_, to = operator.pbx.calls("202", "203")
            operator.pbx.reload()
            reason = await operator.down()
            assert "KeyError" in reason
            monkeypatch.setattr(PbxState, method, works)
            await operator.up()
            await operator.until_shown(_203="2 < 202")
            operator.pbx.ends(to)
            operator.pbx.ends(from_)
            await operator.until_shown(_203="0")
        tracebacks = [record for record in caplog.records if record.exc_info]
        assert len(tracebacks) >= 2
        assert all(record.levelno == logging.ERROR for record in tracebacks)


async def test_a_listener_that_fails_does_not_leave_the_link_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async with operator_session() as operator:
        told = operator.seen.add

        def fail(affected: Affected) -> None:
            raise RuntimeError("listener")

        def once(_: Any) -> None:
            monkeypatch.setattr(operator.session, "_emit", told)
            raise RuntimeError("listener")

        monkeypatch.setattr(operator.session, "_emit", once)
        operator.pbx.device("PJSIP/202", "INUSE")
        assert "RuntimeError" in await operator.down()
        await operator.up()
        await operator.until_shown(_202="1")
        assert operator.seen.state_of(LinkName.PHONE) is LinkState.UP


async def test_an_event_without_its_fields_is_passed_over() -> None:
    async with operator_session() as operator:
        packets: list[Packet] = [
            {"Event": "DeviceStateChange"},
            {"Event": "ExtensionStatus"},
            {"Event": "ContactStatus"},
            {"Event": "PresenceStateChange"},
        ]
        for packet in packets:
            operator.pbx.ami.send_event(**packet)
        operator.pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1")
        assert operator.seen.state_of(LinkName.PHONE) is LinkState.UP


async def test_what_an_event_said_that_cannot_be_read_is_looked_for_soon_and_once_for_many() -> None:
    async with operator_session(reconcile_seconds=10_000.0) as operator:
        await operator.until_idle()
        for _ in range(2):
            from_, to = operator.pbx.calls("202", "203")
            await operator.until_shown(_203="2 < 202")
            looks, began = operator.pbx.ari.count("GET channels"), operator.time()
            operator.pbx.ends(to, told=False)
            operator.pbx.ends(from_, told=False)
            for text in ("{", '{"type": "ChannelDestroyed", "channel": {"id": 5}}', "[]"):
                operator.pbx.ari.send(text)
            await operator.until_shown(_203="0")
            assert operator.time() - began == pytest.approx(UNREADABLE_DELAY_SECONDS, abs=1.0)
            assert operator.pbx.ari.count("GET channels") == looks + 1
