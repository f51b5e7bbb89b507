"""The call strip: one line a call, only while there are calls."""

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.cells import fit
from lampfield.board.signs import CALL
from lampfield.board.staleness import timer_text
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid
from lampfield.model.text import plain

WORDS: dict[CallState, tuple[str, str]] = {
    CallState.DIAL: ("DIALLING", "$lamp-ringing"),
    CallState.RING: ("RINGING", "bold $lamp-ringing"),
    CallState.UP: ("ON CALL", "bold $lamp-busy"),
    CallState.HOLD: ("HELD", "$accent"),
    CallState.PARK: ("PARKED", "$accent"),
    CallState.DOWN: ("ENDING", "$muted"),
    CallState.DEAD: ("ENDED", "$muted"),
}
KEYS = {"answer": "F3 answers", "hold": "F7 holds", "talk": "F7 takes back"}
"""The key of each feature that a call may have."""

Line = tuple[tuple[str, str], ...]


def call_line(call: Call, now: float, width: int, *, stale: bool) -> Line:
    """Return a call's line: word, direction, who, how long, and the keys where there is room."""
    word, style = WORDS[call.state]
    arrow = "→" if call.party is CallParty.CALLER else "←"
    began = call.start or call.stamp
    running = timer_text(now - began / 1000) if began else ""
    number = f"  {call.number}" if call.name and call.number else ""
    queue = f"   via {plain(call.queue)}" if call.queue else ""
    keys = _keys(call)
    head = f" {'~' if stale else CALL} {word:<9}"
    tail = f" {running}   {keys} " if width >= 100 else f" {running} "
    room = max(0, width - cell_len(head) - cell_len(tail))
    who = fit(f"{arrow} {plain(call.label) or 'unknown caller'}{number}{queue}   {call.device}", room)
    dim = "$stale"
    return (
        (head, dim if stale else style),
        (who, dim if stale else ""),
        (tail, dim if stale else "$muted"),
    )


def _keys(call: Call) -> str:
    """Return what can be done with a call now; hanging up always can."""
    keys = [key for feature, key in KEYS.items() if call.has(feature)]
    return " · ".join([*keys, "F8 rejects" if call.rings_in else "F8 hangs up"])


class CallStrip(Panel):
    """The operator's own calls, oldest first."""

    calls: Collection[Call] = ()
    now = 0.0
    stale = False

    def show(self, calls: Collection[Call], now: float, *, stale: bool) -> None:
        """Show the calls there are."""
        self.calls, self.now, self.stale = calls, now, stale
        self.display = bool(calls)
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return a line for each call."""
        return [call_line(call, self.now, width, stale=self.stale) for call in self.calls]


def own_calls(calls: Mapping[CallUid, Call]) -> list[Call]:
    """Return the calls that are alive, those that ring first, then the oldest."""
    alive = (call for call in calls.values() if call.state not in (CallState.DEAD, CallState.DOWN))
    return sorted(alive, key=lambda call: (not call.rings_in, call.stamp, call.uid))
