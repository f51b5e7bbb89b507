"""The call strip: one line a call, only while there are calls."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.cells import fit
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.signs import CALL
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.text import plain
from lampfield.words.staleness import timer_text

WORDS: dict[CallState, tuple[str, str]] = {
    CallState.DIAL: ("DIALLING", "$lamp-ringing"),
    CallState.RING: ("RINGING", "bold $lamp-ringing"),
    CallState.UP: ("ON CALL", "bold $lamp-busy"),
    CallState.HOLD: ("HELD", "$accent"),
    CallState.PARK: ("PARKED", "$accent"),
    CallState.DOWN: ("ENDING", "$muted"),
    CallState.DEAD: ("ENDED", "$muted"),
}
KEYS = {"answer": ("answer", "answers"), "hold": ("hold", "holds"), "talk": ("hold", "takes back")}
"""The action of each feature that a call may have, and what its key is said to do."""

Line = tuple[tuple[str, str], ...]


def call_line(call: Call, now: float, width: int, keymap: KeyMap, *, stale: bool) -> Line:
    """Return a call's line: word, direction, who, how long, and the keys where there is room."""
    word, style = WORDS[call.state]
    arrow = "→" if call.party is CallParty.CALLER else "←"
    began = call.start or call.stamp
    running = timer_text(now - began / 1000) if began else ""
    number = f"  {call.number}" if call.name and call.number else ""
    queue = f"   via {plain(call.queue)}" if call.queue else ""
    keys = _keys(call, keymap)
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


def _keys(call: Call, keymap: KeyMap) -> str:
    """Return what can be done with a call now; hanging up always can."""
    keys = [keymap.hint(*told) for feature, told in KEYS.items() if call.has(feature)]
    return " · ".join([*keys, keymap.hint("hang-up", "rejects" if call.rings_in else "hangs up")])


class CallStrip(Panel):
    """The operator's own calls, oldest first.

    Args:
        keymap: Whose keys are named.
    """

    calls: Collection[Call] = ()
    now = 0.0
    stale = False

    def __init__(self, keymap: KeyMap, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap

    def show(self, calls: Collection[Call], now: float, *, stale: bool) -> None:
        """Show the calls there are."""
        self.calls, self.now, self.stale = calls, now, stale
        self.display = bool(calls)
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return a line for each call."""
        return [call_line(call, self.now, width, self._keymap, stale=self.stale) for call in self.calls]
