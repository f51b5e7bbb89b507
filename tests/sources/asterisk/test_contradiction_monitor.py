"""Where Asterisk's own word on an extension contradicts a lamp that says free, the lamp is unknown."""

import asyncio
import logging

import pytest

from lampfield.model.change import ContactChange
from lampfield.sources.asterisk.contradiction import contradicts_free, not_free, read_status, read_statuses
from lampfield.sources.asterisk.contradiction_monitor import GRACE_SECONDS
from lampfield.sources.asterisk.hint import read_hint
from tests.sources.asterisk.operator_session import OperatorSession, operator_session
from tests.sources.asterisk.scripted_answers import extension_status

pytestmark = pytest.mark.virtual_time


def say_status(operator: OperatorSession, number: str, status: int) -> None:
    """Let Asterisk say something of an extension that its devices do not say."""
    operator.pbx.statuses[number] = status
    operator.pbx.ami.send_event(**extension_status(operator.pbx, number))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (-2, ()),
        (-1, ()),
        (0, ()),
        (1, ("in use",)),
        (2, ("busy",)),
        (4, ()),
        (8, ("ringing",)),
        (9, ("in use", "ringing")),
        (16, ("on hold",)),
        (17, ("in use", "on hold")),
    ],
)
def test_what_a_status_says_that_is_not_free(status: int, words: tuple[str, ...]) -> None:
    assert not_free(status) == words


def test_a_status_that_cannot_be_read_contradicts_nothing() -> None:
    assert read_status({"Status": "9"}) == 9
    assert read_status({"Status": "-1"}) == -1
    assert read_status({"Status": "x"}) == read_status({}) == 0


def test_do_not_disturb_explains_busy_and_not_ringing() -> None:
    hint = read_hint("201", "internal", "PJSIP/201&Custom:DND201")
    quiet, calm = {"Custom:DND201": "BUSY"}, {"Custom:DND201": "NOT_INUSE"}
    assert contradicts_free(2, hint, quiet) == ""
    assert contradicts_free(1, hint, quiet) == ""
    assert contradicts_free(2, hint, calm) == "busy"
    assert contradicts_free(9, hint, quiet) == "in use and ringing"


async def test_a_lamp_that_contradicts_asterisk_is_unknown_with_a_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with operator_session() as operator:
        say_status(operator, "202", 8)
        await operator.until_shown(_202="None")
        patch = operator.seen.contacts["202"]
        assert patch.blf_reason == "Asterisk reports ringing, but its devices free."
        say_status(operator, "202", 8)
        await asyncio.sleep(2 * GRACE_SECONDS)
        say_status(operator, "202", 1)
        await operator.seen.until(
            lambda: "in use" in str(operator.seen.contacts["202"].blf_reason), "the change"
        )
        say_status(operator, "202", 0)
        async with asyncio.timeout(GRACE_SECONDS):
            await operator.until_shown(_202="0")
        assert operator.seen.contacts["202"].blf_reason == ""
        said = [record.message for record in caplog.records if record.levelno == logging.WARNING]
        assert said == [
            f"extension 202 is shown as unknown: Asterisk reports it {words}, but its devices PJSIP/202 free"
            for words in ("ringing", "in use")
        ]
        say_status(operator, "202", 8)
        await operator.until_shown(_202="None")


async def test_a_contradiction_that_the_devices_resolve_is_told_of_by_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The two events come in no fixed order."""
    async with operator_session() as operator:
        operator.seen.forget()
        say_status(operator, "202", 8)
        del operator.pbx.statuses["202"]
        operator.pbx.device("PJSIP/202", "RINGING")
        await operator.until_shown(_202="2")
        operator.pbx.device("PJSIP/203", "INUSE")
        await operator.until_shown(_203="1")
        assert [it.patch.blf for it in operator.seen.of(ContactChange) if it.key == "202"] == [2]
        assert caplog.records == []


async def test_devices_that_say_so_at_last_end_the_doubt() -> None:
    async with operator_session() as operator:
        say_status(operator, "202", 1)
        await operator.until_shown(_202="None")
        operator.pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1")
        assert "202" not in operator.source.connection.pbx.doubted


async def test_every_whole_picture_is_compared_too() -> None:
    async with operator_session() as operator:
        operator.pbx.statuses["203"] = 1
        operator.pbx.reload()
        await operator.until_shown(_203="None")
        del operator.pbx.statuses["203"]
        operator.pbx.reload()
        await operator.until_shown(_203="0")


async def test_another_context_of_the_same_number_says_nothing() -> None:
    async with operator_session() as operator:
        event = extension_status(operator.pbx, "202") | {"Context": "elsewhere", "Status": "8"}
        operator.pbx.ami.send_event(**event)
        operator.pbx.device("PJSIP/203", "INUSE")
        await operator.until_shown(_203="1")
        assert operator.source.connection.pbx.statuses["202"] == 0


async def test_a_doubt_does_not_outlive_the_line(caplog: pytest.LogCaptureFixture) -> None:
    async with operator_session() as operator:
        say_status(operator, "202", 8)
        operator.pbx.device("PJSIP/203", "INUSE")
        await operator.until_shown(_203="1")
        del operator.pbx.statuses["202"]
        await operator.pbx.stop()
        await operator.down()
        await asyncio.sleep(2 * GRACE_SECONDS)
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
        assert operator.source.connection.pbx.doubted == {}
        await operator.pbx.start()
        await operator.up()
        await operator.until_shown(_202="0")


def test_a_status_is_that_of_the_hints_own_context() -> None:
    hints = {"201": read_hint("201", "internal", "PJSIP/201")}
    packets = [
        {"Exten": "201", "Context": "internal", "Status": "1"},
        {"Exten": "201", "Context": "other", "Status": "8"},
        {"Exten": "202", "Context": "internal", "Status": "8"},
    ]
    assert read_statuses(packets, hints) == {"201": 1}
