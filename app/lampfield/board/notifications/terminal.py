"""Bells and desktop notifications: the control sequences of each terminal."""

import asyncio
from collections.abc import Callable, Mapping

from lampfield.config.notify import Channel, EventKind, Notify
from lampfield.model.text import plain

_BY_TERM = (
    ("xterm-kitty", Notify.OSC99),
    ("xterm-ghostty", Notify.OSC777),
    ("foot", Notify.OSC777),
    ("contour", Notify.OSC777),
    ("wezterm", Notify.OSC777),
)
"""By the beginning of ``TERM``: the terminal itself, if there is no multiplexer."""

_BY_PROGRAM = {
    "iTerm.app": Notify.OSC9,
    "WarpTerminal": Notify.OSC9,
    "WezTerm": Notify.OSC777,
    "ghostty": Notify.OSC777,
}
"""By ``TERM_PROGRAM``."""

_BY_VARIABLE = (
    ("KITTY_WINDOW_ID", Notify.OSC99),
    ("WEZTERM_PANE", Notify.OSC777),
    ("GHOSTTY_RESOURCES_DIR", Notify.OSC777),
    ("ITERM_SESSION_ID", Notify.OSC9),
    ("VTE_VERSION", Notify.OSC777),
)
"""By environment variables that terminals set; these pass through tmux and GNU screen."""


def notify_for(choice: Notify, environ: Mapping[str, str]) -> Notify:
    """Return which sequence to send; OFF if the terminal is not known to support any.

    Args:
        choice: The setting.
        environ: The environment.
    """
    if choice is not Notify.AUTO:
        return choice
    term = environ.get("TERM", "")
    if known := next((protocol for begin, protocol in _BY_TERM if term.startswith(begin)), None):
        return known
    if known := _BY_PROGRAM.get(environ.get("TERM_PROGRAM", "")):
        return known
    if environ.get("LC_TERMINAL") == "iTerm2":
        return Notify.OSC9
    return next((protocol for name, protocol in _BY_VARIABLE if environ.get(name)), Notify.OFF)


ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

TITLE_BYTES, TEXT_BYTES = 160, 320
"""GNU screen passes on strings of up to 767 bytes; a longer one it would print."""

URGENT = frozenset({EventKind.FREE, EventKind.RINGS, EventKind.LOST})
"""Urgent kinds, on terminals that can mark them."""


def sequences_of(protocol: Notify, title: str, text: str, kind: EventKind) -> tuple[str, ...]:
    """Return the sequences of a notification; none for OFF.

    Args:
        protocol: The one that the terminal supports.
        title: A few words.
        text: The rest; may be empty.
        kind: Decides the urgency.
    """
    title, text = field(title, TITLE_BYTES), field(text, TEXT_BYTES)
    match protocol:
        case Notify.OSC9:
            # Some terminals read a number here as a command (ConEmu's progress, 9;4), so a word comes first.
            return (f"{ESC}]9;lampfield: {title}{': ' if text else ''}{text}{ST}",)
        case Notify.OSC777:
            return (f"{ESC}]777;notify;{title};{text}{ST}",)
        case Notify.OSC99:
            urgency = 2 if kind in URGENT else 1
            begin = f"{ESC}]99;i=lampfield-{kind}:u={urgency}:d={0 if text else 1};{title}{ST}"
            end = f"{ESC}]99;i=lampfield-{kind}:d=1:p=body;{text}{ST}"
            return (begin, end) if text else (begin,)
        case _:
            return ()


def passed_on(sequence: str, environ: Mapping[str, str]) -> str:
    """Return a sequence wrapped so that a multiplexer passes it on to its terminal.

    tmux (tmux(1), ``allow-passthrough``) needs each ESC doubled; GNU screen (manual, *Control Sequences*:
    ``ESC P``) ends at the first ST, so the sequence inside ends in BEL.
    """
    if environ.get("TMUX"):
        return f"{ESC}Ptmux;{sequence.replace(ESC, ESC + ESC)}{ST}"
    if environ.get("STY"):
        return f"{ESC}P{sequence.replace(ST, BEL)}{ST}"
    return sequence


def field(text: str, limit_bytes: int) -> str:
    """Return a text that is safe in a field of a sequence.

    Args:
        text: Foreign text.
        limit_bytes: The longest result in UTF-8.
    """
    line = plain(text).replace(";", ",")
    encoded = line.encode()
    if len(encoded) <= limit_bytes:
        return line
    return encoded[: limit_bytes - len("…".encode())].decode(errors="ignore") + "…"


PAUSE_SECONDS = 0.25
"""Between two strokes; without a pause they would sound as one."""

STROKES = {Channel.BELL: 1, Channel.BELL_TWICE: 2, Channel.BELL_THRICE: 3}


class Bells:
    """Rings patterns. A pattern requested during another is not added to it: the longer one counts."""

    def __init__(self) -> None:
        self._left = 0

    def want(self, strokes: int) -> bool:
        """Request a number of strokes. Returns whether the caller has to start `ring`."""
        is_silent = not self._left
        self._left = max(self._left, strokes)
        return is_silent and strokes > 0

    async def ring(self, stroke: Callable[[], None]) -> None:
        """Ring the requested strokes.

        Args:
            stroke: Rings once.
        """
        try:
            while self._left:
                stroke()
                await asyncio.sleep(PAUSE_SECONDS)
                self._left -= 1
        finally:
            self._left = 0
