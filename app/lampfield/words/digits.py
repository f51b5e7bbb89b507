"""Numbers to dial, digit by digit, for a speech synthesizer that would read them as quantities. Pure."""

import re

_NUMBER = re.compile(
    r"""
    (?<![\w:./@+,-])        # not the end of a word, a time, an address or a larger number
    (?!\d{4}-\d\d-\d\d)   # no date (ISO 8601)
    \+?\d(?:[ ./()-]{0,2}\d)+   # digits, in groups or not
    (?![\w@])               # nor the beginning of one
    (?![:.,/-]\w)
    """,
    re.VERBOSE,
)

_COUNT = re.compile(r" [^\W\d_]")
"""What follows a number that counts something: ``120 people``."""

SHORTEST = 3
"""Digits of the shortest number that anybody dials; shorter ones are places in a list, minutes and days."""


def digits_apart(line: str) -> str:
    """Return a line with the digits of its telephone numbers apart: ``rings, Ann, 2 0 4``.

    A number of three digits or more is one, unless a word follows it that it counts. One that begins as no
    quantity does, with a plus or a zero, is one in any case. Dates, times and addresses stay as they are.
    """
    return _NUMBER.sub(_apart, line)


def _apart(match: re.Match[str]) -> str:
    number = match[0]
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) < SHORTEST:
        return number
    counts = _COUNT.match(match.string, match.end()) is not None
    if counts and number[0] not in "+0":
        return number
    return ("+ " if number[0] == "+" else "") + " ".join("".join(groups))
