"""The call strip: one line per call, shown only while there are calls."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.cells import fit
from lampfield.board.kit.signs import CALL
from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.board.paint.part import Part, action_at, spans_of
from lampfield.frontend.operations.default_call import CallChoice, to_answer, to_hang_up, to_hold
from lampfield.frontend.staleness import minutes_text, timer_text
from lampfield.frontend.wording import origin_words
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
MEANT: Mapping[str, CallChoice] = {"answer": to_answer, "hold": to_hold, "hang-up": to_hang_up}
"""The call that the key of an action applies to."""

MIN_WHO_CELLS = 24
"""The minimum width of the other party and the number; the keys have the rest of the line."""

KEYS = {"answer": ("answer", "answers"), "hold": ("hold", "holds"), "talk": ("hold", "takes back")}
"""The action of each call feature, and the word for what its key does."""

BETWEEN = Part(" · ", "$muted")


def call_line(
    call: Call, now: float, width: int, hints: Sequence[Part], *, stale: bool, by_second: bool = True
) -> list[Part]:
    """Return a call's line: state, direction, other party, duration, and the hints.

    If not all hints fit, the last one is kept, which says how to hang up.
    """
    word, style = WORDS[call.state]
    arrow = "→" if call.party is CallParty.CALLER else "←"
    began = call.start or call.stamp
    running = (timer_text if by_second else minutes_text)(now - began / 1000) if began else ""
    number = f"  {call.number}" if call.name and call.number else ""
    came = ", ".join(origin_words(call, now if by_second else None))
    origin = f"   {came}" if came else ""
    head = f" {'~' if stale else CALL} {word:<9}"
    for shown in (hints, hints[-2:], ()):
        tail = [Part(f" {running} "), Part("  " if shown else ""), *shown]
        room = max(0, width - cell_len(head) - sum(cell_len(part.text) for part in tail))
        if room >= MIN_WHO_CELLS:
            break
    who = fit(f"{arrow} {plain(call.label) or 'unknown caller'}{number}{origin}   {call.device}", room)
    muted = "$stale" if stale else "$muted"
    return [
        Part(head, "$stale" if stale else style),
        Part(who, "$stale" if stale else ""),
        *(part._replace(style=muted) for part in tail),
    ]


def call_hints(call: Call, calls: Sequence[Call], keymap: KeyMap) -> list[Part]:
    """Return what can be done with a call now; hanging up is always possible.

    A key is shown only on the call that it applies to: of two calls, F8 does not reject the ringing one. An
    action is left out if its key would do nothing even if this were the only call, such as hold before the
    answer.

    Args:
        call: The call.
        calls: All calls.
        keymap: The key map in force.
    """
    told = [told for feature, told in KEYS.items() if call.has(feature) and MEANT[told[0]]([call]) is call]
    told.append(("hang-up", "rejects" if call.rings_in else "hangs up"))
    parts = [Part(_hint(call, calls, keymap, *it), "$muted", it[0]) for it in told]
    return [*(it for part in parts[:-1] for it in (part, BETWEEN)), parts[-1], Part(" ")]


def _hint(call: Call, calls: Sequence[Call], keymap: KeyMap, action_id: str, does: str) -> str:
    return (keymap.hint(action_id, does) if MEANT[action_id](calls) is call else "") or does


class CallStrip(Panel):
    """The operator's own calls, oldest first.

    Args:
        keymap: The key map in force.
    """

    class Chosen(Message):
        """An action on a call was clicked."""

        def __init__(self, action_id: str, uid: CallUid) -> None:
            super().__init__()
            self.action_id = action_id
            self.uid = uid

    calls: Sequence[Call] = ()
    now = 0.0
    stale = False
    by_second = True
    """Whether running times count seconds rather than minutes."""
    acts = True
    """Whether the operator's account may act on calls, so that the lines show how."""

    def __init__(self, keymap: KeyMap, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap

    def show(self, calls: Sequence[Call], now: float, *, stale: bool) -> None:
        """Show the current calls."""
        self.calls, self.now, self.stale = calls, now, stale
        self.display = bool(calls)
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return one line per call."""
        return [spans_of(parts) for parts in self._parts(width)]

    def on_click(self, event: events.Click) -> None:
        """Run the clicked action on the call of that line, whatever its key would apply to."""
        lines = self._parts(self.size.width)
        if event.y < len(lines) and (action_id := action_at(lines[event.y], event.x)):
            self.post_message(self.Chosen(action_id, self.calls[event.y].uid))

    def _parts(self, width: int) -> list[list[Part]]:
        calls, now, keymap = self.calls, self.now, self._keymap
        return [
            call_line(
                call,
                now,
                width,
                call_hints(call, calls, keymap) if self.acts else (),
                stale=self.stale,
                by_second=self.by_second,
            )
            for call in calls
        ]
