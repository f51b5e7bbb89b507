"""Unknown values of a newer peer: each maps to the value that claims the least."""

from enum import StrEnum

import msgspec
import pytest

from lampfield.model.call import CallState
from lampfield.model.device import DeviceState
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.model.show import Show


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (CallState, CallState.DOWN),
        (DeviceState, DeviceState.UNKNOWN),
        (LinkState, LinkState.DOWN),
        (Subscription, Subscription.NONE),
        (Relationship, Relationship.NONE),
        (RoomState, RoomState.CLOSED),
        (Typing, Typing.IDLE),
        (Receipt, Receipt.NONE),
        (MessageKind, MessageKind.TEXT),
        (Revision, Revision.CORRECTED),
        (Show, Show.OFFLINE),
    ],
)
def test_an_unknown_value_maps_to_the_one_that_claims_the_least(kind: type[StrEnum], least: StrEnum) -> None:
    assert msgspec.json.decode(b'"of tomorrow"', type=kind) is least
    assert all(msgspec.json.decode(msgspec.json.encode(known), type=kind) is known for known in kind)


def test_an_unknown_link_keeps_its_name() -> None:
    link = msgspec.json.decode(b'{"name":"fax","state":"up"}', type=Link)
    assert (link.name, link.name.value, link.name.name) == ("fax", "fax", "FAX")
    assert link.name not in list(LinkName)
    with pytest.raises(ValueError, match="7"):
        LinkName(7)  # type: ignore[arg-type]
