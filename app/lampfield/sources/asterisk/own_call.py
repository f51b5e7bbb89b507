"""Converts a leg at one of the operator's own devices to a call. Pure."""

from collections.abc import Container

import msgspec

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.identity import DeviceName
from lampfield.sources.asterisk.legs import Leg, Legs, other_end, since_ms
from lampfield.sources.asterisk.telephones import HOLD, TALK

RINGS = frozenset({"RINGING", "ANSWER"})
"""Values of ``Dial`` while the other end rings; it is answered a moment before the two legs are bridged."""

NO_ANSWER = 19

ON_THE_WAY = frozenset(
    (
        *("", "AppDial2", "AGI", "Answer", "Busy", "Congestion", "Dial", "EAGI", "ExecIf", "Goto"),
        *("GotoIf", "GotoIfTime", "Gosub", "GosubIf", "Hangup", "Macro", "MacroIf", "MSet", "NoOp"),
        *("Playtones", "Progress", "Queue", "Return", "Ringing", "Set", "Stasis", "System", "Verbose"),
    )
)
"""Applications of the dial plan before the call is answered. With any other one the far end has answered."""

NEAR_CAUSES = {
    17: "your phone is busy",
    18: "your phone did not answer",
    19: "your phone did not answer",
    20: "your phone is not registered",
    21: "your phone declined",
}
"""Why a call ended before the operator's own phone answered, by Q.850 cause."""

CAUSES = {
    1: "wrong number",
    3: "no way to this number",
    17: "busy",
    18: "no answer",
    19: "no answer",
    20: "the phone is not registered",
    21: "declined",
    22: "the number has changed",
    26: "answered elsewhere",
    27: "the phone cannot be reached",
    28: "wrong number",
    34: "no line is free",
    38: "the network is out of order",
    41: "a fault in the network",
    42: "the network is congested",
    44: "no line is free",
    58: "not allowed on this line",
}
"""Why a call ended, by Q.850 cause. Any other cause is a normal end."""

UNSEEN = "it ended while the connection to Asterisk was down"

NO_WAY = frozenset({0, 3, 20, 27})
"""Causes with which a dial plan ends where nothing is registered; which one depends on the dial plan."""

UNREGISTERED = 20

UNANSWERED = frozenset({1, 3, 17, 18, 19, 20, 21, 22, 26, 27, 28})
"""With these causes there was no talk, even if an announcement was heard."""


def call_of(
    leg: Leg, legs: Legs, name: str = "", number: str = "", *, events: Container[str] = ()
) -> CallChange:
    """Return the change that describes a call.

    Args:
        leg: A leg at an own device.
        legs: All legs.
        name: The called party's name, used while Asterisk does not know it.
        number: The dialled number.
        events: The requests that the own phone obeys: hold, talk.
    """
    calls = not leg.incoming
    other = other_end(leg, legs)
    near = near_state(leg)
    state = _state(leg, legs, near, calls=calls)
    talks = state in (CallState.UP, CallState.HOLD)
    return CallChange(
        channel=leg.channel.id,
        device=DeviceName(leg.device),
        name=other.name or name,
        number=other.number or number,
        queue="" if calls else leg.queue,
        inq=0 if calls else leg.queued_ms // 1000,
        outq=leg.answered_ms // 1000 if leg.queued_ms and not calls else 0,
        did="" if calls or leg.did == leg.queue else leg.did,
        stamp=leg.born_ms,
        start=since_ms(leg, legs) if talks else 0,
        party=CallParty.CALLER if calls else CallParty.CALLEE,
        state=state,
        nr_state=near,
        features=_feature(leg, events),
    )


def dead_call_of(last: CallChange, leg: Leg, cause: int | None, shown: str = "") -> CallChange:
    """Return the change that describes an ended call.

    Args:
        last: The last change before its end.
        leg: The leg before its end.
        cause: Q.850 cause; None where it is unknown.
        shown: The result of a test call, reported instead of its cause.
    """
    start = 0 if cause in UNANSWERED else last.start
    if shown:
        # The phone answered, though the event may have been lost.
        start = leg.answered_ms or leg.born_ms
    return msgspec.structs.replace(
        last,
        state=CallState.DEAD,
        nr_state=CallState.DEAD,
        start=start,
        cause=shown or cause_of(leg, cause),
    )


def cause_of(leg: Leg, cause: int | None) -> str:
    """Return why a call ended, in words; empty after a normal end.

    Args:
        leg: The leg at its end.
        cause: Q.850 cause; None where it is unknown.
    """
    if cause is None:
        return UNSEEN
    if _is_near(leg):
        # Asterisk 16 gives no cause when the time to ring is over.
        near = NO_ANSWER if not cause and leg.channel.state == "Ringing" else cause
        return NEAR_CAUSES.get(near, "your phone did not take the call")
    return CAUSES.get(cause, "")


def true_cause(leg: Leg, cause: int | None, *, unregistered: bool) -> int | None:
    """Return the cause of a call's end, more precise than the dial plan's where possible.

    Args:
        leg: The leg at its end.
        cause: Q.850 cause from Asterisk.
        unregistered: No phone of the other end is registered.
    """
    tells_less = cause in NO_WAY and not leg.incoming and not _is_near(leg)
    return UNREGISTERED if unregistered and tells_less else cause


def near_state(leg: Leg) -> CallState:
    """Return the state of the operator's own end."""
    if leg.holding:
        return CallState.HOLD
    if leg.is_up or not (leg.incoming or leg.is_dialled):
        return CallState.UP
    return CallState.RING


def _feature(leg: Leg, events: Container[str]) -> str:
    """Return the available actions of a call, in the terms of the IPCortex API (``Call.features``)."""
    if leg.is_up and not leg.holding:
        return "hold" if HOLD in events else ""
    if TALK not in events:
        return ""
    if leg.holding:
        return "talk"
    return "answer" if leg.channel.state == "Ringing" else ""


def _state(leg: Leg, legs: Legs, near: CallState, *, calls: bool) -> CallState:
    if leg.parked:
        return CallState.PARK
    if near is not CallState.UP or not calls:
        return CallState.DIAL if calls and near is CallState.RING else near
    if leg.is_up and (legs.bridge_peers(leg) or leg.talked_ms or not _on_the_way(leg)):
        return CallState.UP
    return CallState.RING if leg.dialstatus in RINGS else CallState.DIAL


def _on_the_way(leg: Leg) -> bool:
    return leg.channel.dialplan.app_name in ON_THE_WAY


def _is_near(leg: Leg) -> bool:
    """Return whether a call that a board created ended before the operator's own phone answered."""
    return leg.is_dialled and not leg.is_up
