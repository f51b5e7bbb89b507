"""The default call of an operation: the one it applies to if the operator names none.

The calls are in the order of `own_calls`: ringing ones first, then the oldest.
"""

from collections.abc import Callable, Iterable, Sequence

from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.number import same_number

_HANG_UP_ORDER = (CallState.UP, CallState.DIAL, CallState.RING, CallState.HOLD)

CallChoice = Callable[[Sequence[Call]], Call | None]
"""Returns the call that an operation applies to."""


def to_answer(calls: Sequence[Call]) -> Call | None:
    """Return the call that rings longest, else one whose own phone rings to dial, else the held one."""
    ringing = next((call for call in calls if call.rings_in), None)
    dialling = next((it for it in calls if it.state is CallState.DIAL and it.has("answer")), None)
    return ringing or dialling or _first(calls, CallState.HOLD)


def to_hold(calls: Sequence[Call]) -> Call | None:
    """Return the active call, to hold it, else the held one, to resume it."""
    return _first(calls, CallState.UP) or _first(calls, CallState.HOLD)


def to_hang_up(calls: Sequence[Call]) -> Call | None:
    """Return the active call, else the one that is dialled, rings or is held."""
    return next((found for state in _HANG_UP_ORDER if (found := _first(calls, state)) is not None), None)


def being_dialled(calls: Iterable[Call]) -> Call | None:
    """Return the operator's outgoing call that has not been answered yet."""
    unanswered = (CallState.DIAL, CallState.RING)
    return next((call for call in calls if call.party is CallParty.CALLER and call.state in unanswered), None)


def call_with(calls: Iterable[Call], number: str) -> Call | None:
    """Return the operator's call with a number."""
    return next((call for call in calls if same_number(call.number, number)), None)


def _first(calls: Sequence[Call], state: CallState) -> Call | None:
    return next((call for call in calls if call.state is state), None)
