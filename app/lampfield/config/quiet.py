"""Quiet hours: from one time of the day to another, over midnight too. Pure."""

import re
from typing import NamedTuple

_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")


class QuietHours(NamedTuple):
    """A part of each day."""

    begin: int
    """Minutes after midnight, local time; they are quiet from here on."""
    end: int
    """Minutes after midnight, local time; from here on they are not."""

    def covers(self, minute: int) -> bool:
        """Say whether a minute of the day is quiet.

        Args:
            minute: Minutes after midnight, local time.
        """
        if self.begin < self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


def quiet_hours(text: str) -> QuietHours | None:
    """Return the hours of a text such as ``18:00-08:00``, None of an empty one.

    Raises:
        ValueError: It is no such text; the sentence says how one looks.
    """
    if not text.strip():
        return None
    match = _HOURS.fullmatch(text)
    if match is None:
        raise ValueError(f'{text!r} are no hours: write them as "18:00-08:00"')
    begin_hour, begin, end_hour, end = (int(part) for part in match.groups())
    if max(begin_hour, end_hour) > 23 or max(begin, end) > 59:
        raise ValueError(f"{text!r} are no hours: a day goes from 00:00 to 23:59")
    hours = QuietHours(begin_hour * 60 + begin, end_hour * 60 + end)
    if hours.begin == hours.end:
        raise ValueError(f"{text!r} begin and end at the same time")
    return hours
