"""What a client knows after the frames that it was sent."""

from collections.abc import Iterable

import msgspec

from lampfield.client.replica import Replica
from lampfield.protocol.jsonrpc import decode_frame, decode_params
from lampfield.protocol.notifications import NOTIFICATIONS
from lampfield.protocol.requests import Started
from tests.hub.caller import Json


def load(frame: Iterable[Json], replica: Replica) -> None:
    """Apply the snapshot and the notifications among the objects of a frame to a replica."""
    for envelope in decode_frame(msgspec.json.encode(list(frame))):
        if isinstance(envelope.method, str):
            replica.apply([decode_params(envelope, NOTIFICATIONS[envelope.method])])
        elif isinstance(envelope.result, msgspec.Raw) and b'"seq"' in bytes(envelope.result):
            replica.apply([msgspec.json.decode(envelope.result, type=Started)])


def replica_of(told: Iterable[Json]) -> Replica:
    """Return what a client knows that was told some objects, from the hello on."""
    replica = Replica()
    load(told, replica)
    return replica
