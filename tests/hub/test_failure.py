"""How a request fails: number, word and sentence of each kind."""

from collections.abc import Callable
from functools import partial

import pytest

from lampfield.hub.failure import (
    Failure,
    internal,
    login_refused,
    login_required,
    not_started,
    refused,
    too_many_logins,
)
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.errors import ErrorBody


@pytest.mark.parametrize(
    ("fail", "body"),
    [
        (login_required, ErrorBody(1001, "Log in first.", "login-required")),
        (partial(login_refused, "No."), ErrorBody(1002, "No.", "login-refused")),
        (not_started, ErrorBody(1003, "Start the feed first: feed.start.", "feed-not-started")),
        (partial(too_many_logins, "Wait."), ErrorBody(1004, "Wait.", "too-many-logins")),
        (
            internal,
            ErrorBody(
                -32603,
                "The hub failed; see its log. Try again, and report the problem if it persists.",
                "internal-error",
            ),
        ),
    ],
)
def test_each_kind_has_a_number_a_word_and_a_sentence(fail: Callable[[], Failure], body: ErrorBody) -> None:
    failure = fail()
    assert failure.body == body
    assert str(failure) == body.message


@pytest.mark.parametrize("word", list(RefusalCode))
def test_a_refusal_goes_out_as_it_is(word: RefusalCode) -> None:
    body = refused(Refusal(word, "Because.")).body
    assert (body.message, body.data) == ("Because.", word)
    assert body.code == refused(Refusal(word, "Other.")).body.code


def test_each_refusal_has_a_number_of_its_own() -> None:
    codes = [refused(Refusal(word, "")).body.code for word in RefusalCode]
    assert len(set(codes)) == len(codes)
