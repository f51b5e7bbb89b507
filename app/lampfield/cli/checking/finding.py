"""What trying one thing showed."""

from enum import StrEnum
from typing import NamedTuple

from lampfield.sources.probe_result import ProbeResult


class Verdict(StrEnum):
    """How it stands with a thing."""

    WORKS = "ok"
    WARNING = "warn"
    WRONG = "FAIL"


class CheckResult(NamedTuple):
    """A line of ``lampfield check``."""

    verdict: Verdict
    what: str
    sentence: str
    """What was found; where it is wrong, how to mend it."""

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.verdict:<4}  {self.what}: {self.sentence}"


def works(what: str, sentence: str) -> CheckResult:
    """Return that a thing works."""
    return CheckResult(Verdict.WORKS, what, sentence)


def wrong(what: str, sentence: str) -> CheckResult:
    """Return that a thing does not work."""
    return CheckResult(Verdict.WRONG, what, sentence)


def finding_of(tried: ProbeResult, where: str) -> CheckResult:
    """Return what trying one thing at a server showed."""
    fails = Verdict.WRONG if tried.is_needed else Verdict.WARNING
    return CheckResult(Verdict.WORKS if tried.works else fails, f"{where}, {tried.subject}", tried.sentence)
