"""A number that is typed into find. Pure."""

from lampfield.model.number import sought

MIN_CHARS = 2
"""One digit is the beginning of many numbers: the rest is waited for."""


def typed_number(query: str) -> str:
    """Return the number that a query is; empty when it is none."""
    return found if len(found := sought(query)) >= MIN_CHARS else ""
