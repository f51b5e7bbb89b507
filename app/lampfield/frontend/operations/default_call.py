"""Which of the operator's calls is meant where none is named. Pure.

The calls are given as `own_calls` has them: those that ring first, then the oldest.
"""

from collections.abc import Callable, Iterable, Sequence

from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.number import same_number

_HANG_UP_ORDER = (CallState.UP, CallState.DIAL, CallState.RING, CallState.HOLD)

Meant = Callable[[Sequence[Call]], Call | None]


def to_answer(calls: Sequence[Call]) -> Call | None:
    """Return what rings longest, else the own phone that rings to dial, else what is held."""
    ringing = next((call for call in calls if call.rings_in), None)
    dialling = next((it for it in calls if it.state is CallState.DIAL and it.has("answer")), None)
    return ringing or dialling or _first(calls, CallState.HOLD)


def to_hold(calls: Sequence[Call]) -> Call | None:
    """Return the call one talks on, to be held, else the held one, to be taken back."""
    return _first(calls, CallState.UP) or _first(calls, CallState.HOLD)


def to_hang_up(calls: Sequence[Call]) -> Call | None:
    """Return the call one talks on, else what is dialled, rings or is held."""
    return next((found for state in _HANG_UP_ORDER if (found := _first(calls, state)) is not None), None)


def being_dialled(calls: Iterable[Call]) -> Call | None:
    """Return the call that the operator is making and that nobody has answered yet."""
    unanswered = (CallState.DIAL, CallState.RING)
    return next((call for call in calls if call.party is CallParty.CALLER and call.state in unanswered), None)


def call_with(calls: Iterable[Call], number: str) -> Call | None:
    """Return the operator's call whose other end has a number."""
    return next((call for call in calls if same_number(call.number, number)), None)


def _first(calls: Sequence[Call], state: CallState) -> Call | None:
    return next((call for call in calls if call.state is state), None)
