"""An announcement: what it is about, and how to say it."""

from collections.abc import Callable
from typing import NamedTuple

Subject = tuple[str, *tuple[object, ...]]
"""What an announcement is about: a kind, and keys of that kind. A later one replaces an earlier one."""


class Announcement(NamedTuple):
    """Something that happened.

    One that has to wait is not kept as a sentence: what it says may not be so any more when its turn comes.
    """

    subject: Subject
    line: Callable[[], str]
    """Returns how it stands now, as plain text without a line end; empty: there is nothing left to say."""
    is_urgent: bool = False
    """It comes at once, whatever is half typed: a caller does not wait."""
