"""An announcement: its subject, and a callback for its text."""

from collections.abc import Callable
from typing import NamedTuple

Subject = tuple[str, *tuple[object, ...]]
"""A kind and its keys. A later announcement replaces a waiting one of the same subject."""


class Announcement(NamedTuple):
    """An event to announce. Its text is computed when it is written: the state may have changed by then."""

    subject: Subject
    line: Callable[[], str]
    """Returns the current text, without a line end; empty: the announcement is obsolete."""
    is_urgent: bool = False
    """Write it at once, even while the operator types: a caller does not wait."""
