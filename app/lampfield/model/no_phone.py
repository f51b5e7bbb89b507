"""Reasons why an entry that is not a telephone has no lamp; its state is in its labels instead."""

MAILBOX = "A mailbox is no phone."
SWITCH = "A switch is no phone: it is on or off."

REASONS = frozenset({MAILBOX, SWITCH})
"""All of these reasons."""
