"""What is written to a terminal so that it shows a notification. Pure.

No text of somebody else can end a sequence or begin another one: what is put in has no control characters
(C0, DEL, C1), and no semicolon, which parts the fields.
"""

from collections.abc import Mapping

from lampfield.config.tell import Notify, Occasion
from lampfield.model.text import plain

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

TITLE_BYTES, TEXT_BYTES = 160, 320
"""GNU screen holds 767 bytes of a string that it passes on; what is longer it would write on the screen."""

URGENT = frozenset({Occasion.FREE, Occasion.RINGS, Occasion.LOST})
"""These pass before others on the desktop, where the terminal can say so."""


def sequences_of(kind: Notify, title: str, text: str, occasion: Occasion) -> tuple[str, ...]:
    """Return the sequences of a notification; none for OFF.

    Args:
        kind: Which one the terminal understands.
        title: A few words.
        text: The rest; may be empty.
        occasion: Says how urgent it is.
    """
    title, text = field(title, TITLE_BYTES), field(text, TEXT_BYTES)
    match kind:
        case Notify.OSC9:
            # Some terminals read a number here as a command (ConEmu's progress, 9;4), so a word comes first.
            return (f"{ESC}]9;lampfield: {title}{': ' if text else ''}{text}{ST}",)
        case Notify.OSC777:
            return (f"{ESC}]777;notify;{title};{text}{ST}",)
        case Notify.OSC99:
            urgency = 2 if occasion in URGENT else 1
            begin = f"{ESC}]99;i=lampfield-{occasion}:u={urgency}:d={0 if text else 1};{title}{ST}"
            end = f"{ESC}]99;i=lampfield-{occasion}:d=1:p=body;{text}{ST}"
            return (begin, end) if text else (begin,)
        case _:
            return ()


def passed_on(sequence: str, environ: Mapping[str, str]) -> str:
    """Return a sequence as a multiplexer passes it on to the terminal around it.

    tmux (tmux(1), ``allow-passthrough``) wants each ESC doubled; GNU screen (manual, *Control Sequences*:
    ``ESC P``) ends at the first ST, so that what it passes on ends in BEL.
    """
    if environ.get("TMUX"):
        return f"{ESC}Ptmux;{sequence.replace(ESC, ESC + ESC)}{ST}"
    if environ.get("STY"):
        return f"{ESC}P{sequence.replace(ST, BEL)}{ST}"
    return sequence


def field(text: str, limit_bytes: int) -> str:
    """Return a text that can stand in a field of a sequence.

    Args:
        text: What somebody else wrote.
        limit_bytes: The longest result in UTF-8.
    """
    line = plain(text).replace(";", ",")
    encoded = line.encode()
    if len(encoded) <= limit_bytes:
        return line
    return encoded[: limit_bytes - len("…".encode())].decode(errors="ignore") + "…"
