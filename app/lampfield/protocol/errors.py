"""Errors: how a request or a connection fails, the same at both ends.

LampfieldError
├── RequestError          the hub answered with an error: number, word, sentence
└── FeedError             the feed itself
    ├── CannotConnect     no hub there, or it does not speak the feed
    ├── ProtocolMismatch  its protocol range does not meet ours
    ├── LoginRefused      account or secret are wrong
    ├── LoginDelayed      too many logins were refused; this passes by itself
    ├── ConnectionLost    the connection ended before the answer came
    │   ├── NotConnected  there is no connection: nothing was sent
    │   └── Unreadable    this program failed at what the hub sent
    └── AnswerTimeout     no answer came in time
"""

import msgspec

from lampfield.model.refusal import RefusalCode


class ErrorBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ``error`` of a JSON-RPC answer."""

    code: int
    message: str
    """A sentence that a person can act on."""
    data: str = ""
    """The word that a program branches on."""


PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
LOGIN_REQUIRED = 1001
LOGIN_REFUSED = 1002
FEED_NOT_STARTED = 1003
TOO_MANY_LOGINS = 1004

REFUSAL_NUMBERS: dict[RefusalCode, int] = {word: 2001 + index for index, word in enumerate(RefusalCode)}
"""The number of each refusal of a source; new words go at the end of `RefusalCode`."""


UNSURE = "Whether it was done is not known."


class LampfieldError(Exception):
    """Anything that Lampfield itself reports."""

    outcome_unknown = False
    """Whether what was asked for may have been done all the same."""


class RequestError(LampfieldError):
    """The hub refused a request, or it failed."""

    def __init__(self, number: int, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number
        self.word = word
        self.sentence = sentence
        self.outcome_unknown = word == RefusalCode.TIMED_OUT


class FeedError(LampfieldError):
    """The feed failed."""


class CannotConnect(FeedError):
    """No hub answers at the address, or what answers is no hub."""


class ProtocolMismatch(FeedError):
    """The hub speaks another protocol; the text says which side to update."""


class LoginRefused(FeedError):
    """The hub does not know the account, or the secret is wrong."""


class LoginDelayed(FeedError):
    """The hub refused too many logins of this address to look at another one. It passes by itself."""


class ConnectionLost(FeedError):
    """The connection ended before the answer came. ``outcome_unknown`` says whether a request was sent."""


class NotConnected(ConnectionLost):
    """There is no connection to the hub. The request was not sent."""


class Unreadable(ConnectionLost):
    """What the hub sent cannot be read or applied here, so that the connection was ended."""


class AnswerTimeout(FeedError):
    """No answer came in time. ``outcome_unknown`` says whether it was the answer to a request."""


def unsure(error: FeedError) -> FeedError:
    """Return the error of a request that was sent and got no answer, as one whose outcome is not known."""
    same = type(error)(f"{error} {UNSURE}")
    same.outcome_unknown = True
    return same
