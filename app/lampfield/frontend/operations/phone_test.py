"""The phone test: finds out which features the operator's phone has in a call."""

import asyncio

from lampfield.client.handles import Call
from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.operations.phone import CallFailed, devices_of
from lampfield.model.call import CallState
from lampfield.model.identity import CallUid, DeviceName
from lampfield.model.text import plain

END_SECONDS = 60.0
"""The time limit of a test. Half of it is for the phone to ring; only a lost hub exceeds it."""


class PhoneTest:
    """A test that starts with its operation.

    Args:
        pbx: The client.
        name: The device; None: the default one.

    Raises:
        NotAvailable: There is no such device.
    """

    def __init__(self, pbx: PBX, name: DeviceName | None = None) -> None:
        devices = devices_of(pbx)
        found = next((it for it in devices if name is None or it.name == name), None)
        if found is None:
            raise NotAvailable(f"You have no device {name}. You have {', '.join(it.name for it in devices)}.")
        self.device = found
        self.uid: CallUid | None = None
        """The call of the test; None before it starts."""
        self.result = ""
        """The features of the phone, in a sentence; empty before the test is done."""

    def operation(self) -> Operation:
        """Return the test as an operation."""
        underway = "when your phone rings, answer it, and leave it until the call ends…"
        return Operation(self._run, underway, "Your phone is tested.")

    async def _run(self) -> None:
        call = await self.device.test()
        self.uid = call.value.uid
        await _end_of(call)
        cause = plain(call.value.cause)
        if not call.value.start:
            raise CallFailed(f"Your phone was not tested: {cause or 'it was not answered'}.")
        self.result = f"{cause[:1].upper()}{cause[1:]}."


async def _end_of(call: Call) -> None:
    """Wait until a call has ended.

    Raises:
        CallFailed: The hub does not report its end in time.
    """
    changed = asyncio.Event()

    def note(_: Call) -> None:
        changed.set()

    call.add_listener("update", note)
    call.add_listener("gone", note)
    try:
        async with asyncio.timeout(END_SECONDS):
            while call.value.state is not CallState.DEAD:
                changed.clear()
                await changed.wait()
    except TimeoutError:
        raise CallFailed(
            "The hub did not report the end of the test. Check the links, and test again."
        ) from None
    finally:
        call.remove_listener("update", note)
        call.remove_listener("gone", note)
