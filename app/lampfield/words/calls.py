"""The operator's own calls in words, the state first. Pure."""

from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.text import plain
from lampfield.words.names import other_of
from lampfield.words.staleness import timer_text

STATE_WORDS: dict[CallState, str] = {
    CallState.DIAL: "dialling",
    CallState.RING: "calling",
    CallState.UP: "talking",
    CallState.HOLD: "held",
    CallState.PARK: "parked",
    CallState.DOWN: "ending",
    CallState.DEAD: "ended",
}

CAUSE_CHARS = 160
"""As much of the reason of an end as a line bears: the result of a test of the phone is the longest."""

RINGS = "rings"
"""What a call does that comes in."""


def call_word(call: Call) -> str:
    """Return how a call stands, in a word."""
    if call.state is CallState.DEAD and not call.start and call.cause:
        return "not answered" if call.party is CallParty.CALLER else "missed"
    return RINGS if call.rings_in else STATE_WORDS[call.state]


_SAYS_NO_MORE = ("not answered", "no answer", "missed")
"""Causes that repeat the word that stands before them."""


def cause_words(call: Call) -> str:
    """Return why a call came to nothing or broke off; empty where that says no more than `call_word`."""
    if call.state is not CallState.DEAD or call.cause.casefold().rstrip(".") in _SAYS_NO_MORE:
        return ""
    return plain(call.cause, CAUSE_CHARS).removesuffix(".")


def origin_words(call: Call, now: float | None = None) -> list[str]:
    """Return how a call came: ``via sales``, ``waited 0:41``, ``for 0161 496 0000``.

    Args:
        call: It.
        now: Epoch seconds, for a caller who still waits; None leaves that time out.
    """
    waited = call.waited(now) if now is not None else call.waited(0.0) if call.outq else None
    return [
        *([f"via {plain(call.queue, 24)}"] if call.queue else ()),
        *([f"waited {timer_text(waited)}"] if waited is not None else ()),
        *([f"for {plain(call.did, 24)}"] if call.did else ()),
    ]


def call_line(call: Call, now: float | None = None) -> str:
    """Return a call's state, other party and origin: ``rings, Brown, 0161 496 0000, via sales, waited 0:41``.

    Args:
        call: It.
        now: Epoch seconds, for a caller who still waits; None leaves that out.
    """
    number = plain(call.number, 24)
    parts = (
        call_word(call),
        other_of(call),
        number if call.name else "",
        *origin_words(call, now),
        cause_words(call),
    )
    return ", ".join(part for part in parts if part)
