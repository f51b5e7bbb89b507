"""Errors of requests and connections, shared by hub and clients.

LampfieldError
├── RequestError          the hub answered with an error: number, code word, sentence
└── FeedError             the connection to the hub failed
    ├── CannotConnect     no hub at the address, or it does not speak the protocol
    ├── ProtocolMismatch  no protocol version in common
    ├── LoginRefused      wrong account or secret
    ├── LoginDelayed      too many failed logins from this address; temporary
    ├── ConnectionLost    the connection ended before the answer arrived
    │   ├── NotConnected  there is no connection: nothing was sent
    │   └── Unreadable    a message of the hub could not be decoded or applied
    └── AnswerTimeout     no answer arrived in time
"""

import msgspec

from lampfield.model.refusal import RefusalCode


class ErrorBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ``error`` of a JSON-RPC answer."""

    code: int
    message: str
    """A sentence for the operator: what failed and what to do."""
    data: str = ""
    """The code word, for programs."""


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
"""The number of each refusal of a source. Add new codes at the end of `RefusalCode`, so that numbers stay."""


OUTCOME_UNKNOWN = "The outcome is unknown."


class LampfieldError(Exception):
    """The base class of Lampfield's errors."""

    outcome_unknown = False
    """Whether the request may have been carried out despite the error."""


class RequestError(LampfieldError):
    """The hub refused a request, or failed to carry it out."""

    def __init__(self, number: int, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number
        self.word = word
        self.sentence = sentence
        self.outcome_unknown = word == RefusalCode.TIMED_OUT


class FeedError(LampfieldError):
    """The connection to the hub failed."""


class CannotConnect(FeedError):
    """Nothing answers at the address, or what answers is not a hub."""


class ProtocolMismatch(FeedError):
    """The hub speaks a different protocol version; the message says which side to update."""


class LoginRefused(FeedError):
    """The hub does not know the account, or the secret is wrong."""


class LoginDelayed(FeedError):
    """The hub delays logins from this address after too many failures. The condition is temporary."""


class ConnectionLost(FeedError):
    """The connection ended before the answer arrived. ``outcome_unknown``: a request had been sent."""


class NotConnected(ConnectionLost):
    """There is no connection to the hub. The request was not sent."""


class Unreadable(ConnectionLost):
    """A message of the hub could not be decoded or applied, so the client closed the connection."""


class AnswerTimeout(FeedError):
    """No answer arrived in time. ``outcome_unknown``: it was the answer to a request."""


def with_unknown_outcome(error: FeedError) -> FeedError:
    """Return a copy of the error of a sent request that got no answer, with ``outcome_unknown`` set."""
    copy = type(error)(f"{error} {OUTCOME_UNKNOWN}")
    copy.outcome_unknown = True
    return copy
