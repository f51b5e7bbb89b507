"""Why a server cannot listen, in words for a person."""

import errno
import os
import socket

import pytest

from lampfield.cli.hubs import CannotListen
from lampfield.config.address import Address

HERE = Address("127.0.0.1", 8650)
BOUND = "error while attempting to bind on address ('127.0.0.1', 8650): no"
"""How asyncio words it."""
NO_SUCH_HOST = socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize(
    ("error", "reason", "joining"),
    [
        (
            OSError(errno.EADDRINUSE, BOUND),
            "another program listens there already",
            "a hub runs on 127.0.0.1:8650 already: it joins",
        ),
        (OSError(errno.EADDRNOTAVAIL, BOUND), os.strerror(errno.EADDRNOTAVAIL), ""),
        (OSError(errno.EACCES, BOUND), os.strerror(errno.EACCES), ""),
        (NO_SUCH_HOST, "Name or service not known", ""),
        (OSError("no family"), "no family", ""),
    ],
)
def test_the_reason_is_told_once_and_joining_a_hub_is_no_failure(
    error: OSError, reason: str, joining: str
) -> None:
    whole = f"the hub cannot listen on 127.0.0.1:8650: {reason}"
    fault = CannotListen("the hub", HERE, error)
    assert str(fault) == whole
    assert fault.joining("it joins") == (joining or f"{whole}: it joins")
