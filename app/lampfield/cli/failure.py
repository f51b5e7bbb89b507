"""Exit statuses, and the exceptions that end a command with one."""

DONE, FAILED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; refused or failed; wrong usage or configuration."""

UNKNOWN = 3
"""The exit status of an action whose outcome is unknown."""

INTERRUPTED = 130
"""The shell's status of a program that ctrl+c ended: 128 and the signal's number."""


class Failed(Exception):
    """The command was refused or failed. The text says why, and what to do."""


class Unusable(Exception):
    """An option, setting or file cannot be used. The text names it, and says how to fix it."""
