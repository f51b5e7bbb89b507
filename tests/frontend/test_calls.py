"""Own calls in words."""

import msgspec
import pytest

from lampfield.frontend.wording import call_failure, call_line
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid


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
    assert call_failure(call) == sentence


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"state": CallState.RING, "party": CallParty.CALLEE, "queue": "sales"},
            "rings, Ann, 204, via sales",
        ),
        (
            {"state": CallState.RING, "party": CallParty.CALLEE, "queue": "sales", "inq": 959, "did": "0161"},
            "rings, Ann, 204, via sales, waited 0:41, for 0161",
        ),
        (
            {"state": CallState.UP, "queue": "sales", "inq": 900, "outq": 905},
            "talking, Ann, 204, via sales, waited 0:05",
        ),
        (
            {"state": CallState.UP, "did": "0161", "pbx_name": "ACME\x1b[2J LTD"},
            "talking, Ann, 204, for 0161, named ACME [2J LTD by the PBX",
        ),
        ({"state": CallState.RING, "party": CallParty.CALLER}, "calling, Ann, 204"),
        ({"state": CallState.DIAL}, "dialling, Ann, 204"),
        ({"state": CallState.UP, "name": ""}, "talking, 204"),
        ({"state": CallState.HOLD, "cause": "busy"}, "held, Ann, 204"),
        ({"state": CallState.UP, "cause": "Key 4 yourself."}, "talking, Ann, 204, Key 4 yourself"),
        ({"state": CallState.PARK, "name": "", "number": ""}, "parked, the caller"),
        ({"state": CallState.DOWN}, "ending, Ann, 204"),
        (
            {"state": CallState.DEAD, "start": 5, "cause": "The line broke."},
            "ended, Ann, 204, The line broke",
        ),
    ],
)
def test_a_call_in_a_line(changes: dict[str, object], line: str) -> None:
    assert (
        call_line(msgspec.structs.replace(Call(uid=CallUid(1), name="Ann", number="204"), **changes), 1000.0)
        == line
    )


def test_a_time_that_runs_is_left_out_where_it_would_stand_still() -> None:
    call = Call(uid=CallUid(1), name="Ann", state=CallState.UP, queue="sales", inq=900)
    assert call_line(call) == "talking, Ann, via sales"
    assert call_line(msgspec.structs.replace(call, outq=941)) == "talking, Ann, via sales, waited 0:41"


def test_a_talk_that_broke_off_says_why_and_one_that_ended_says_nothing() -> None:
    talk = Call(uid=CallUid(1), name="Ann", state=CallState.DEAD, party=CallParty.CALLEE, start=5)
    assert call_failure(talk) == ""
    assert call_failure(msgspec.structs.replace(talk, cause="The line broke.")) == "Ann: The line broke."
    unknown = msgspec.structs.replace(talk, name="", start=0, cause="busy")
    assert call_failure(unknown) == "Missed the caller: busy."
