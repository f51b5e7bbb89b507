"""The error answers to requests."""

from lampfield.model.refusal import Refusal
from lampfield.protocol.errors import (
    FEED_NOT_STARTED,
    INTERNAL_ERROR,
    LOGIN_REFUSED,
    LOGIN_REQUIRED,
    REFUSAL_NUMBERS,
    TOO_MANY_LOGINS,
    ErrorBody,
)


class Failure(Exception):
    """A request failed.

    Args:
        code: The number of the error.
        word: The code word, for programs.
        sentence: The message for the operator. It contains no secret.
    """

    def __init__(self, code: int, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.body = ErrorBody(code, sentence, word)


def login_required() -> Failure:
    """Return the error for a client that has not logged in."""
    return Failure(LOGIN_REQUIRED, "login-required", "Log in first.")


def login_refused(sentence: str) -> Failure:
    """Return the error for a failed login."""
    return Failure(LOGIN_REFUSED, "login-refused", sentence)


def too_many_logins(sentence: str) -> Failure:
    """Return the temporary error for a login after too many failures."""
    return Failure(TOO_MANY_LOGINS, "too-many-logins", sentence)


def not_started() -> Failure:
    """Return the error for a request before the feed was started."""
    return Failure(FEED_NOT_STARTED, "feed-not-started", "Start the feed first: feed.start.")


def internal() -> Failure:
    """Return the error for an unexpected exception in the hub."""
    sentence = "The hub failed; see its log. Try again, and report the problem if it persists."
    return Failure(INTERNAL_ERROR, "internal-error", sentence)


def refused(refusal: Refusal) -> Failure:
    """Return the error for a refusal."""
    return Failure(REFUSAL_NUMBERS[refusal.word], refusal.word, refusal.sentence)
