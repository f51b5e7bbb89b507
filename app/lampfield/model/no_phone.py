"""Why a contact has no lamp that is no telephone: what it says of itself stands in its labels."""

MAILBOX = "A mailbox is no phone."
SWITCH = "A switch is no phone: it is on or off."

REASONS = frozenset({MAILBOX, SWITCH})
"""Reasons of a lamp that cannot be known, for there is none."""
