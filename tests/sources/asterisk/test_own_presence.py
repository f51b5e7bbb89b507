"""The operator's own presence at a PBX without a chat server."""

import pytest

from lampfield.model.change import MeChange
from lampfield.model.identity import DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from tests.sources.asterisk.operator_session import account, operator_session
from tests.sources.asterisk.scripted_ami import error
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time


@pytest.mark.parametrize(
    ("show", "status", "kept"),
    [
        (Show.AWAY, "lunch, till 1", ("away", "lunch, till 1")),
        (Show.DND, "", ("dnd", "")),
        (Show.ONLINE, "at the desk; back", ("available", "at the desk; back")),
        (Show.OFFLINE, "", ("unavailable", "")),
    ],
)
async def test_it_is_set_at_the_own_extension_and_told_back(
    show: Show, status: str, kept: tuple[str, str]
) -> None:
    async with operator_session(reports_chat=True) as operator:
        await operator.session.set_presence(show, status)
        assert operator.pbx.presences == {"CustomPresence:201": kept}
        await operator.seen.until(
            lambda: operator.seen.of(MeChange)[-1] == MeChange("Alice Ames", "", show, status),
            "the word of it",
        )


@pytest.mark.parametrize("status", ["two\nlines", "x" * 201, "bell\x07"])
async def test_a_status_that_is_no_line_is_refused(status: str) -> None:
    async with operator_session(reports_chat=True) as operator:
        with pytest.raises(Refusal) as caught:
            await operator.session.set_presence(Show.AWAY, status)
        assert caught.value.word is RefusalCode.BAD_TEXT
        assert operator.pbx.presences == {}
        await operator.session.set_presence(Show.AWAY, "x" * 200)
        assert operator.pbx.presences == {"CustomPresence:201": ("away", "x" * 200)}


@pytest.mark.parametrize("hint", ["PJSIP/201", "PJSIP/201,Other:201"])
async def test_an_extension_without_presence_says_what_to_write(hint: str) -> None:
    async with operator_session(reports_chat=True) as operator:
        operator.pbx.hints["201"] = ("internal", hint)
        operator.pbx.reload()
        await operator.pbx.ami.until_asked("ExtensionStateList", 2)
        await operator.pbx.ami.until_asked("Ping")
        with pytest.raises(Refusal) as caught:
            await operator.session.set_presence(Show.AWAY, "")
        assert caught.value.word is RefusalCode.UNSUPPORTED
        assert ",CustomPresence:NUMBER to its hint" in caught.value.sentence


async def test_an_account_whose_phone_is_nobody_s_has_no_presence() -> None:
    async with operator_session(account(devices=(DeviceName("PJSIP/999"),)), reports_chat=True) as operator:
        with pytest.raises(Refusal) as caught:
            await operator.session.set_presence(Show.AWAY, "")
        assert caught.value.word is RefusalCode.UNSUPPORTED
        assert operator.seen.of(MeChange) == []


@pytest.mark.parametrize(
    ("answer", "word", "words"),
    [
        (error("Permission denied"), RefusalCode.REFUSED, "AMI refuses an action: Setvar"),
        (Manner.SILENT, RefusalCode.TIMED_OUT, "Asterisk does not answer."),
    ],
)
async def test_what_asterisk_does_not_do_is_told(answer: object, word: RefusalCode, words: str) -> None:
    async with operator_session(reports_chat=True) as operator:
        if isinstance(answer, Manner):
            operator.pbx.cue("Setvar PRESENCE_STATE*", answer)
        else:
            operator.pbx.cue("Setvar PRESENCE_STATE*", answer=answer)
        with pytest.raises(Refusal) as caught:
            await operator.session.set_presence(Show.AWAY, "")
        assert caught.value.word is word
        assert words in caught.value.sentence
