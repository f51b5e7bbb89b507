"""What a snapshot changes in the replica, and what the batch holds then."""

from lampfield.client.replica import Batch, Replica
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.room import Room
from lampfield.protocol.requests import Started

ME = Me(account="a")


def snapshot(*, names: dict[int, str], seq: int = 1, epoch: str = "e") -> Started:
    """Return a snapshot with a contact, a call, a room and a device of each number and name."""
    return Started(
        epoch=epoch,
        seq=seq,
        me=ME,
        links=(Link(LinkName.PHONE, LinkState.UP),),
        contacts=tuple(Contact(cid=ContactId(key), name=name) for key, name in names.items()),
        devices=tuple(Device(name=DeviceName(name)) for name in names.values()),
        calls=tuple(Call(uid=CallUid(key), name=name) for key, name in names.items()),
        rooms=tuple(Room(room_id=RoomId(key), cid=ContactId(key), label=name) for key, name in names.items()),
    )


def keys(replica: Replica) -> list[list[int]]:
    """Return which contacts, calls and rooms are known."""
    return [[*replica.contacts], [*replica.calls], [*replica.rooms]]


def test_a_snapshot_names_just_what_came_changed_and_went() -> None:
    replica = Replica()
    replica.apply([snapshot(names={1: "stays", 2: "changes", 3: "goes"})])
    batch = replica.apply([snapshot(names={1: "stays", 2: "changed", 4: "comes"}, seq=9)])
    assert (batch.reset, batch.devices, batch.me) == (True, True, True)
    assert batch.calls == {2, 3, 4}
    assert batch.rooms == {2, 3, 4}
    assert (batch.contacts_new, batch.contacts_updated, batch.contacts_gone) == ({4}, {2}, {3})
    assert keys(replica) == [[1, 2, 4]] * 3
    assert list(replica.devices) == ["stays", "changed", "comes"]


def test_a_snapshot_that_says_the_same_changes_no_thing() -> None:
    replica = Replica()
    replica.apply([snapshot(names={1: "a", 2: "b"})])
    batch = replica.apply([snapshot(names={1: "a", 2: "b"}, epoch="f")])
    assert batch == Batch(reset=True, devices=True, me=True)
    assert replica.since is not None
    assert (replica.since.epoch, replica.since.seq) == ("f", 1)


def test_a_promise_of_what_was_missed_leaves_all_in_place() -> None:
    replica = Replica()
    replica.apply([snapshot(names={1: "a"}, seq=7)])
    other = Me(account="a", name="Anna")
    batch = replica.apply([Started(epoch="e", seq=0, me=other, resumed=True)])
    assert (batch.reset, batch.devices, batch.me) == (False, False, True)
    assert (replica.me, replica.seq) == (other, 7)
    assert keys(replica) == [[1]] * 3
