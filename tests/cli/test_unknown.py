"""An action of which nobody knows whether it was done has an exit status of its own."""

import asyncio
import sys

import pytest

from lampfield.cli.main import _status_of
from lampfield.hub.server import HubServer
from lampfield.model.change import DeviceChange
from lampfield.model.device import Device
from lampfield.model.identity import DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.errors import (
    AnswerTimeout,
    ConnectionLost,
    NotConnected,
    RequestError,
    with_unknown_outcome,
)
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact

ALICE = contact("201", name="Alice", number="201", can_call=True)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (with_unknown_outcome(ConnectionLost("Lost.")), 3),
        (with_unknown_outcome(AnswerTimeout("Late.")), 3),
        (RequestError(2012, RefusalCode.TIMED_OUT, "Late."), 3),
        (RequestError(2013, RefusalCode.REFUSED, "No."), 1),
        (NotConnected("Nobody is there."), 1),
        (ConnectionLost("The hub is closing."), 1),
        (KeyError("a fault of ours"), None),
    ],
)
def test_the_exit_status_says_whether_the_outcome_is_known(error: Exception, status: int | None) -> None:
    assert _status_of(error) == status


async def test_the_shell_is_told_that_the_outcome_is_not_known(tmp_path: object) -> None:
    source = Scripted(DeviceChange(Device(name=DeviceName("PJSIP/1"))), ALICE)
    source.refusal = Refusal(RefusalCode.TIMED_OUT, "No answer in time. Whether it was done is not known.")
    async with HubServer([ACCOUNT], [source]) as hub:
        words = ("-m", "lampfield", "dial", "alice", "--url", hub.url, "--account", ACCOUNT.name)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            env={"HOME": str(tmp_path), "LAMPFIELD_SECRET": ACCOUNT.secret},
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, told = await process.communicate()
    assert process.returncode == 3
    assert "Whether it was done is not known." in told.decode()
