"""The call strip: one line a call, only while there are calls."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.canvas.part import Part, action_at, spans_of
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
ROOMY_CELLS = 100
"""From here on a line has room for the keys."""

KEYS = {"answer": ("answer", "answers"), "hold": ("hold", "holds"), "talk": ("hold", "takes back")}
"""The action of each feature that a call may have, and what its key is said to do."""

BETWEEN = Part(" · ", "$muted")


def call_line(call: Call, now: float, width: int, keymap: KeyMap, *, stale: bool) -> list[Part]:
    """Return a call's line: word, direction, who, how long, and the keys where there is room."""
    word, style = WORDS[call.state]
    arrow = "→" if call.party is CallParty.CALLER else "←"
    began = call.start or call.stamp
    running = timer_text(now - began / 1000) if began else ""
    number = f"  {call.number}" if call.name and call.number else ""
    queue = f"   via {plain(call.queue)}" if call.queue else ""
    head = f" {'~' if stale else CALL} {word:<9}"
    tail = [Part(f" {running} "), *([Part("  "), *_keys(call, keymap)] if width >= ROOMY_CELLS else ())]
    room = max(0, width - cell_len(head) - sum(cell_len(part.text) for part in tail))
    who = fit(f"{arrow} {plain(call.label) or 'unknown caller'}{number}{queue}   {call.device}", room)
    muted = "$stale" if stale else "$muted"
    return [
        Part(head, "$stale" if stale else style),
        Part(who, "$stale" if stale else ""),
        *(part._replace(style=muted) for part in tail),
    ]


def _keys(call: Call, keymap: KeyMap) -> list[Part]:
    """Return what can be done with a call now; hanging up always can."""
    told = [told for feature, told in KEYS.items() if call.has(feature)]
    told.append(("hang-up", "rejects" if call.rings_in else "hangs up"))
    hints = [Part(keymap.hint(*it), "$muted", it[0]) for it in told]
    return [*(part for hint in hints[:-1] for part in (hint, BETWEEN)), hints[-1], Part(" ")]


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
        return [spans_of(parts) for parts in self._parts(width)]

    def action_at(self, x: int, y: int) -> str:
        """Return what can be done with the call of a line, by the cell that names it."""
        parts = self._parts(self.size.width)
        return action_at(parts[y], x) if y < len(parts) else ""

    def _parts(self, width: int) -> list[list[Part]]:
        return [call_line(call, self.now, width, self._keymap, stale=self.stale) for call in self.calls]
