"""A deed: something that an operator does, and how it is said."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple


class Operation(NamedTuple):
    """One thing that is asked of the hub."""

    begin: Callable[[], Awaitable[object]]
    """Asks it; what it returns is awaited. It raises a `LampfieldError` or `ValueError` that says why not."""
    underway: str
    """What is said meanwhile."""
    done: str
    """What is said when it is done."""
    question: str = ""
    """What is asked before something that cannot be taken back; empty: nothing."""
    yes: str = ""
    """What yes does, in a word or two."""


class NotAvailable(Exception):
    """It cannot be done as things are; the text says why.

    Args:
        why: A sentence.
        place: Which of the lines that were typed for it is wrong, from 0.
    """

    def __init__(self, why: str, place: int = 0) -> None:
        super().__init__(why)
        self.place = place
