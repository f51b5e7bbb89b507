"""A number that is typed into find. Pure."""

import re

_NUMBER = re.compile(r"[+*#]?[0-9][0-9\s()./*#-]*")
MIN_DIGITS = 2


def typed_number(query: str) -> str:
    """Return the number that a query is; empty when it is none."""
    text = query.strip()
    digits = sum(char.isdigit() for char in text)
    return text if digits >= MIN_DIGITS and _NUMBER.fullmatch(text) else ""
