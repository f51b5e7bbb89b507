"""Own calls in words."""

import pytest

from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid
from lampfield.words.calls import call_line
from lampfield.words.ended import failed_sentence


@pytest.mark.parametrize(
    ("party", "cause", "line", "sentence"),
    [
        (CallParty.CALLEE, "not answered", "missed, Ann, 204", "Missed Ann."),
        (CallParty.CALLEE, "busy", "missed, Ann, 204, busy", "Missed Ann: busy."),
        (CallParty.CALLEE, "", "ended, Ann, 204", ""),
        (CallParty.CALLER, "not answered", "not answered, Ann, 204", "Ann: not answered."),
        (CallParty.CALLER, "No answer.", "not answered, Ann, 204", "Ann: No answer."),
        (CallParty.CALLER, "busy", "not answered, Ann, 204, busy", "Ann: busy."),
    ],
)
def test_a_cause_says_nothing_twice(party: CallParty, cause: str, line: str, sentence: str) -> None:
    call = Call(
        uid=CallUid(1), name="Ann", number="204", state=CallState.DEAD, party=party, cause=cause, stamp=1
    )
    assert call_line(call) == line
    assert failed_sentence(call) == sentence
