"""An operation: an action of the operator, with its messages."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple


class Operation(NamedTuple):
    """An action that has passed its preconditions and has not been started."""

    begin: Callable[[], Awaitable[object]]
    """Starts the action. Awaiting raises a `LampfieldError` or `ValueError` with the reason of a failure."""
    underway: str
    """The message while it runs."""
    done: str
    """The message when it is done."""
    question: str = ""
    """The question to confirm before an irreversible action; empty: none."""
    yes: str = ""
    """The label of the confirmation: what it does, in a word or two."""


class NotAvailable(Exception):
    """A precondition of an operation is not met; the text says which.

    Args:
        why: A sentence.
        place: The index of the form field with the error, from 0.
    """

    def __init__(self, why: str, place: int = 0) -> None:
        super().__init__(why)
        self.place = place
