"""Quiet hours: a daily period, possibly across midnight. Pure."""

import re
from typing import NamedTuple

_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")


class QuietHours(NamedTuple):
    """A daily period."""

    begin: int
    """First quiet minute, in minutes after local midnight."""
    end: int
    """First minute that is not quiet any more, in minutes after local midnight."""

    def covers(self, minute: int) -> bool:
        """Return whether a minute of the day is quiet.

        Args:
            minute: Minutes after midnight, local time.
        """
        if self.begin < self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


def quiet_hours(text: str) -> QuietHours | None:
    """Parse a text such as ``18:00-08:00``; an empty one gives None.

    Raises:
        ValueError: The text has another form; the message says which.
    """
    if not text.strip():
        return None
    match = _HOURS.fullmatch(text)
    if match is None:
        raise ValueError(f'{text!r} are not hours: write them as "18:00-08:00"')
    begin_hour, begin, end_hour, end = (int(part) for part in match.groups())
    if max(begin_hour, end_hour) > 23 or max(begin, end) > 59:
        raise ValueError(f"{text!r} are not hours: a day goes from 00:00 to 23:59")
    hours = QuietHours(begin_hour * 60 + begin, end_hour * 60 + end)
    if hours.begin == hours.end:
        raise ValueError(f"{text!r} begin and end at the same time")
    return hours
