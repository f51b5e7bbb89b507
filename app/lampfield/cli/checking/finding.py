"""The result of one check."""

from enum import StrEnum
from typing import NamedTuple

from lampfield.sources.probe_result import ProbeResult


class Verdict(StrEnum):
    """Whether a check passed."""

    WORKS = "ok"
    WARNING = "warn"
    WRONG = "FAIL"


class CheckResult(NamedTuple):
    """A line of ``lampfield check``."""

    verdict: Verdict
    what: str
    """The subject."""
    sentence: str
    """The result, and how to fix it if it is wrong."""

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.verdict:<4}  {self.what}: {self.sentence}"


def works(what: str, sentence: str) -> CheckResult:
    """Return the result of a check that passed."""
    return CheckResult(Verdict.WORKS, what, sentence)


def wrong(what: str, sentence: str) -> CheckResult:
    """Return the result of a check that failed."""
    return CheckResult(Verdict.WRONG, what, sentence)


def finding_of(tried: ProbeResult, where: str) -> CheckResult:
    """Return the result of one probe of a server."""
    fails = Verdict.WRONG if tried.is_needed else Verdict.WARNING
    return CheckResult(Verdict.WORKS if tried.works else fails, f"{where}, {tried.subject}", tried.sentence)
