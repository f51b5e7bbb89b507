"""What is asked of the hub about calls, what is said of it, and when it cannot be done."""

from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from lampfield.frontend.operations.operation import Operation
from lampfield.frontend.operations.phone import (
    CallFailed,
    answer,
    check_callable,
    check_free_for,
    devices_of,
    dial,
    dial_number,
    hang_up,
    hang_up_contact,
    hold,
)
from lampfield.model.account import Right
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact, ContactPatch, Party
from lampfield.model.identity import CallUid, DeviceName
from lampfield.protocol.notifications import CallGone, CallNew, ContactUpdate
from lampfield.protocol.requests import (
    CallHangup,
    CallHold,
    CallTalk,
    ContactDial,
    ContactHangup,
    DeviceDial,
    Dialled,
    Request,
)
from tests.frontend.operations.asked import ANN, DESK, HALL, Asked, call, refusal

DIAL, RING, UP, HOLD = CallState.DIAL, CallState.RING, CallState.UP, CallState.HOLD
CALLEE = CallParty.CALLEE

RINGS = call("203", RING, CALLEE, "Bo", stamp=9)
RINGS_FIRST = call("204", RING, CALLEE, "Cy", stamp=8)
TALKS = call("205", UP, name="Di")
HELD = call("206", HOLD, name="Ed")
DIALLED = call("207", DIAL, name="Fay", features="hold,answer")
OUT_RINGS = call("208", RING, name="Gus")


def words(operation: Operation) -> tuple[str, ...]:
    return operation.underway, operation.done, operation.question, operation.yes


async def asked(pbx: Asked, operation: Operation) -> list[Request[Any]]:
    """Do a deed and return what it asked for; nothing is asked before it is done."""
    assert pbx.requests == []
    await operation.begin()
    return pbx.requests


@pytest.mark.parametrize("device", [None, HALL.name])
async def test_a_contact_is_dialled_by_its_best_number(device: DeviceName | None) -> None:
    pbx = Asked(ANN)
    pbx.answers = [Dialled(uid=CallUid(7))]
    operation = dial(pbx.contacts[ANN.cid], device)
    assert words(operation) == ("dialling Ann…", "Your phone rings, then Ann's.", "", "")
    assert await asked(pbx, operation) == [ContactDial(cid=ANN.cid, device=device)]


async def test_a_number_is_dialled_on_the_device_that_is_named_else_on_the_first() -> None:
    for on, device in ((None, DESK), (HALL.name, HALL), (DeviceName("PJSIP/9"), DESK)):
        pbx = Asked()
        pbx.answers = [Dialled(uid=CallUid(7))]
        operation = dial_number(pbx, "030 1234567", on)
        assert words(operation) == ("dialling 030 1234567…", "Your phone rings, then 030 1234567.", "", "")
        assert await asked(pbx, operation) == [DeviceDial(device=device.name, number="030 1234567")]


def test_what_is_to_be_keyed_after_a_number_is_said() -> None:
    number = "030 1234567,,89"
    keyed = " Key 89 when it answers."
    pbx = Asked(replace(ANN, number=number))
    assert dial(pbx.contacts[ANN.cid]).done == f"Your phone rings, then Ann's.{keyed}"
    assert dial_number(pbx, number).done == f"Your phone rings, then {number}.{keyed}"


def test_what_the_pbx_keys_by_itself_is_said_so() -> None:
    number = "030 1234567,,89"
    pbx = Asked(replace(ANN, number=number), devices=(replace(DESK, sends_tones=True), HALL))
    assert dial_number(pbx, number).done == f"Your phone rings, then {number}. 89 is keyed when it answers."
    assert dial(pbx.contacts[ANN.cid]).done == "Your phone rings, then Ann's. 89 is keyed when it answers."
    assert (
        dial(pbx.contacts[ANN.cid], HALL.name).done == "Your phone rings, then Ann's. Key 89 when it answers."
    )


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (replace(ANN, number="", can_call=False), "Ann has no number."),
        (replace(ANN, can_call=False), "Ann cannot be called from this account."),
        (replace(ANN, number="---"), "Ann's number '---' is not dialled: it does not begin with a number."),
    ],
)
def test_who_cannot_be_called_and_why(contact: Contact, reason: str) -> None:
    pbx = Asked(contact)
    assert refusal(partial(dial, pbx.contacts[ANN.cid])) == reason
    if not contact.can_call:
        assert refusal(partial(check_callable, pbx.contacts[ANN.cid])) == reason


def test_what_is_no_number_is_quoted_but_not_at_length() -> None:
    assert (
        refusal(partial(dial_number, Asked(), "---"))
        == "'---' is no number: it does not begin with a number."
    )
    long = refusal(partial(dial_number, Asked(), "?" * 90))
    assert long.startswith("'" + "?" * 39)
    assert "?" * 40 not in long
    pbx = Asked(replace(ANN, number="-" * 90))
    assert "-" * 40 not in refusal(partial(dial, pbx.contacts[ANN.cid]))


def test_without_a_device_no_number_is_dialled() -> None:
    lacking = "Your account has no device to dial on. The administrator adds devices in the site file."
    assert refusal(partial(dial_number, Asked(devices=()), "201")) == lacking
    pbx = Asked()
    assert devices_of(pbx) == [pbx.devices[DESK.name], pbx.devices[HALL.name]]


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        (DIALLED, "You are calling Fay: hang up before you call somebody else."),
        (OUT_RINGS, "You are calling Gus: hang up before you call somebody else."),
        (call("201", UP), "You are talking to Ann."),
        (call("201", RING, CALLEE), "Ann is calling you: answer that call."),
        (call("201", HOLD), "Ann is on hold: resume that call."),
        (call("201", CallState.PARK), "You have a call with Ann already."),
    ],
)
def test_a_call_that_stands_in_the_way_is_named(there: Call, reason: str) -> None:
    pbx = Asked(ANN, calls=(TALKS, there))
    assert refusal(partial(check_free_for, pbx, "201", "Ann")) == reason
    assert refusal(partial(dial, pbx.contacts[ANN.cid])) == reason
    assert refusal(partial(dial_number, pbx, "201")) == reason.replace("Ann", "201")


def test_other_calls_stand_not_in_the_way_of_a_new_one() -> None:
    check_free_for(Asked(calls=(TALKS, HELD, RINGS, call("201", CallState.DEAD))), "201", "Ann")


@pytest.mark.parametrize("party", list(CallParty))
async def test_a_call_that_failed_before_it_was_told_is_a_failure(party: CallParty) -> None:
    """What is dialled has the operator as the caller; a reason is told however it ended."""
    pbx = Asked(ANN, calls=())
    dead = replace(call("201", CallState.DEAD, party, "Ann"), cause="busy", start=5)
    pbx.answers = [Dialled(uid=dead.uid), Dialled(uid=dead.uid)]
    pbx.told(CallNew(call=call("201", DIAL)), CallGone(uid=dead.uid, call=dead))
    for operation in (dial(pbx.contacts[ANN.cid]), dial_number(pbx, "201")):
        with pytest.raises(CallFailed) as failure:
            await operation.begin()
        assert str(failure.value) == "Ann: busy."


async def test_a_call_that_ended_without_a_reason_or_that_goes_on_is_none() -> None:
    for state, cause in ((CallState.DEAD, ""), (DIAL, "busy")):
        pbx = Asked(ANN)
        begun = replace(call("201", state), cause=cause)
        pbx.answers = [Dialled(uid=begun.uid)]
        operation = dial(pbx.contacts[ANN.cid])
        pbx.told(CallNew(call=begun))
        assert await operation.begin() is pbx.calls[begun.uid]


@pytest.mark.parametrize(
    ("calls", "uid", "meant", "done"),
    [
        ((HELD, DIALLED, RINGS, RINGS_FIRST), None, RINGS_FIRST, "You are talking to Cy."),
        ((HELD, DIALLED, RINGS, RINGS_FIRST), RINGS.uid, RINGS, "You are talking to Bo."),
        ((HELD, DIALLED), None, DIALLED, "You picked up; calling Fay."),
        ((HELD, replace(DIALLED, features="hold")), None, HELD, "You are talking to Ed."),
        ((TALKS, OUT_RINGS, HELD), None, HELD, "You are talking to Ed."),
    ],
)
async def test_what_is_answered(calls: tuple[Call, ...], uid: CallUid | None, meant: Call, done: str) -> None:
    pbx = Asked(calls=calls)
    operation = answer(pbx, uid)
    assert words(operation) == (f"answering {meant.name}…", done, "", "")
    assert await asked(pbx, operation) == [CallTalk(uid=meant.uid)]


async def test_a_call_is_held_and_taken_back() -> None:
    pbx = Asked(calls=(RINGS, HELD, TALKS))
    operation = hold(pbx)
    assert words(operation) == ("holding Di…", "Di is on hold.", "", "")
    assert await asked(pbx, operation) == [CallHold(uid=TALKS.uid)]
    for pbx, uid in ((Asked(calls=(RINGS, HELD)), None), (Asked(calls=(HELD, TALKS)), HELD.uid)):
        operation = hold(pbx, uid)
        assert words(operation) == ("resuming Ed…", "You are talking to Ed.", "", "")
        assert await asked(pbx, operation) == [CallTalk(uid=HELD.uid)]


async def test_what_is_hung_up_is_the_talk_then_what_is_dialled_then_what_rings_then_what_is_held() -> None:
    calls = [HELD, RINGS, DIALLED, TALKS]
    for meant in (TALKS, DIALLED, RINGS, HELD):
        pbx = Asked(calls=tuple(calls))
        operation = hang_up(pbx)
        done = f"The call with {meant.name} is over."
        assert words(operation) == (f"hanging up on {meant.name}…", done, "", "")
        assert await asked(pbx, operation) == [CallHangup(uid=meant.uid)]
        calls.remove(meant)


async def test_a_call_that_is_named_is_hung_up_whatever_else_there_is() -> None:
    pbx = Asked(calls=(HELD, RINGS, TALKS))
    assert await asked(pbx, hang_up(pbx, HELD.uid)) == [CallHangup(uid=HELD.uid)]


def test_without_such_a_call_it_is_said() -> None:
    for pbx in (Asked(), Asked(calls=(call("201", CallState.DEAD), call("202", CallState.DOWN)))):
        assert refusal(partial(answer, pbx)) == "No call is ringing or on hold."
        assert refusal(partial(hold, pbx)) == "There is no call to hold."
        assert refusal(partial(hang_up, pbx)) == "There is no call to hang up."
    other = Asked(calls=(RINGS, TALKS))
    assert refusal(partial(answer, other, HELD.uid)) == "No call is ringing or on hold."
    assert refusal(partial(hold, other, HELD.uid)) == "There is no call to hold."
    assert refusal(partial(hang_up, other, HELD.uid)) == "There is no call to hang up."


@pytest.mark.parametrize(("party", "whose"), [(None, ""), (Party(name="Di", number="205"), " with Di")])
async def test_the_call_of_another_is_ended_after_a_question(party: Party | None, whose: str) -> None:
    pbx = Asked(replace(ANN, blf=1, party=party), rights=(Right.HANGUP,))
    operation = hang_up_contact(pbx, pbx.contacts[ANN.cid])
    question = f"Hang up Ann's call{whose}? They are cut off."
    assert words(operation) == ("hanging up Ann's call…", "Ann's call is over.", question, "hang up")
    # The call that was shown is the one that is ended, though another has begun meanwhile.
    other = Party(name="Ed", number="206")
    pbx.told(ContactUpdate(contact=ContactPatch(cid=ANN.cid, party=other)))
    assert await asked(pbx, operation) == [ContactHangup(cid=ANN.cid, party=party)]


def test_the_call_of_another_is_not_ended_without_the_right_or_without_a_call() -> None:
    busy = replace(ANN, blf=1)
    no_right = (
        "Your account has no right to end other people's calls. "
        'The administrator can add "hangup" in the site file.'
    )
    pbx = Asked(busy, rights=tuple(set(Right) - {Right.HANGUP}))
    assert refusal(partial(hang_up_contact, pbx, pbx.contacts[ANN.cid])) == no_right
    for blf in (0, None):
        pbx = Asked(replace(ANN, blf=blf), rights=(Right.HANGUP,))
        assert refusal(partial(hang_up_contact, pbx, pbx.contacts[ANN.cid])) == "Ann is not on a call."
