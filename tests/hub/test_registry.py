"""Handlers register themselves by the type of their request."""

import pytest

from lampfield.hub.requests.handlers import OPENING, all_handlers
from lampfield.hub.requests.registry import HANDLERS, handles
from lampfield.protocol.requests import REQUESTS, CallHold


def test_every_request_but_those_that_open_a_session_has_one_handler() -> None:
    assert all_handlers().keys() == set(REQUESTS.values()) - set(OPENING)


def test_a_hub_does_not_start_without_a_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "lampfield.hub.requests.handlers.HANDLERS", {k: v for k, v in HANDLERS.items() if k is not CallHold}
    )
    with pytest.raises(LookupError, match=r"No handler for CallHold: add one to .*requests\.phone"):
        all_handlers()


def test_a_request_has_no_second_handler() -> None:
    with pytest.raises(ValueError, match="CallHold has two handlers"):
        handles(CallHold)(HANDLERS[CallHold])
