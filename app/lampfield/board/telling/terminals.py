"""Which notification a terminal understands, by what it says of itself in the environment. Pure.

What is known is from the terminals' own documentation: kitty (desktop notifications: OSC 99), iTerm2 and Warp
(OSC 9), WezTerm (``notification_handling``: OSC 777 and 9), Ghostty (``desktop-notifications``: OSC 9 and
777), foot (foot-ctlseqs(7): OSC 777), Contour (OSC 777). VTE takes OSC 777 where a distribution has added it,
and overlooks it elsewhere. A terminal that is not known gets nothing: not all overlook what they do not know.
"""

from collections.abc import Mapping

from lampfield.config.tell import Notify

_BY_TERM = (
    ("xterm-kitty", Notify.OSC99),
    ("xterm-ghostty", Notify.OSC777),
    ("foot", Notify.OSC777),
    ("contour", Notify.OSC777),
    ("wezterm", Notify.OSC777),
)
"""By how ``TERM`` begins: it is the terminal's own, where no multiplexer stands between."""

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
"""By what a terminal leaves in the environment: it comes through tmux and GNU screen too."""


def notify_for(choice: Notify, environ: Mapping[str, str]) -> Notify:
    """Return which sequence to send; OFF where none is known to be understood.

    Args:
        choice: What the settings say.
        environ: The environment.
    """
    if choice is not Notify.AUTO:
        return choice
    term = environ.get("TERM", "")
    if known := next((kind for begin, kind in _BY_TERM if term.startswith(begin)), None):
        return known
    if known := _BY_PROGRAM.get(environ.get("TERM_PROGRAM", "")):
        return known
    if environ.get("LC_TERMINAL") == "iTerm2":
        return Notify.OSC9
    return next((kind for name, kind in _BY_VARIABLE if environ.get(name)), Notify.OFF)
