"""A client without a hub: it shows what it is given and notes what it asks for."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgspec
import pytest

from lampfield.client.options import Options
from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.model.account import Right
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName
from lampfield.model.link import Me
from lampfield.protocol.notifications import Notification
from lampfield.protocol.requests import Answer, Request, Started

R = TypeVar("R", bound=msgspec.Struct)

ANN = Contact(cid=ContactId(1), name="Ann", uname="ann", number="201", can_call=True, can_tag=True)
DESK = Device(name=DeviceName("PJSIP/300"))
HALL = Device(name=DeviceName("PJSIP/301"))


class Asked(PBX):
    """The client.

    Args:
        contacts: Everybody there is.
        calls: The operator's calls.
        devices: The operator's devices, the default first.
        rights: What the account may do.
    """

    def __init__(
        self,
        *contacts: Contact,
        calls: tuple[Call, ...] = (),
        devices: tuple[Device, ...] = (DESK, HALL),
        rights: tuple[Right, ...] = (Right.DIAL, Right.CHAT, Right.RESET),
    ) -> None:
        super().__init__(Options(url="ws://localhost:1"))
        self.requests: list[Request[Any]] = []
        self.answers: list[Any] = []
        """What the hub answers, the next first; without one, with nothing more than done."""
        me = Me(account="op", rights=rights)
        self.told(Started(epoch="e", seq=0, me=me, contacts=contacts, calls=calls, devices=devices))

    def told(self, *told: Notification | Started) -> None:
        """Take what one frame of the hub tells."""
        self._on_batch(self._replica.apply(told))

    async def request(self, request: Request[R]) -> R:
        """Note a request and return the next answer."""
        self.requests.append(request)
        return cast("R", self.answers.pop(0) if self.answers else Answer())


def call(
    number: str,
    state: CallState,
    party: CallParty = CallParty.CALLER,
    name: str = "",
    features: str = "",
    stamp: int = 0,
) -> Call:
    """Return a call of the operator; its number is its key."""
    uid = CallUid(int(number))
    return Call(uid=uid, number=number, state=state, party=party, name=name, features=features, stamp=stamp)


def refusal(begin: Callable[[], object]) -> str:
    """Return why something cannot be done; the test fails if it can."""
    with pytest.raises(NotAvailable) as why:
        begin()
    assert why.value.place == 0
    return str(why.value)
