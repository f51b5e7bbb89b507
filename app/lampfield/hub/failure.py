"""How a request fails, as its answer says it."""

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
    """A request that ends in an error.

    Args:
        code: The number of the error.
        word: What a program branches on.
        sentence: What a person reads. It holds no secret.
    """

    def __init__(self, code: int, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.body = ErrorBody(code, sentence, word)


def login_required() -> Failure:
    """Return the answer to one who has not logged in."""
    return Failure(LOGIN_REQUIRED, "login-required", "Log in first.")


def login_refused(sentence: str) -> Failure:
    """Return the answer to one who is not let in."""
    return Failure(LOGIN_REFUSED, "login-refused", sentence)


def too_many_logins(sentence: str) -> Failure:
    """Return the answer to a login that is put off. It passes by itself."""
    return Failure(TOO_MANY_LOGINS, "too-many-logins", sentence)


def not_started() -> Failure:
    """Return the answer to one who asks for something before the feed."""
    return Failure(FEED_NOT_STARTED, "feed-not-started", "Start the feed first: feed.start.")


def internal() -> Failure:
    """Return the answer when the fault is ours."""
    sentence = "The hub failed at this; its log says where. Try again, and report it if it stays."
    return Failure(INTERNAL_ERROR, "internal-error", sentence)


def refused(refusal: Refusal) -> Failure:
    """Return a refusal as an answer."""
    return Failure(REFUSAL_NUMBERS[refusal.word], refusal.word, refusal.sentence)
