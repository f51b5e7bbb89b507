"""How a command ends when it is not done."""

DONE, FAILED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; refused or failed; wrong usage or configuration."""

UNKNOWN = 3
"""The exit status of an action of which nobody knows whether it was done."""

INTERRUPTED = 130
"""The shell's status of a program that ctrl+c ended: 128 and the signal's number."""


class Failed(Exception):
    """The command was refused or failed; the text says why and what to do."""


class Unusable(Exception):
    """The command was given something that it cannot use; the text says what and how to mend it."""
