"""The state that a source's changes add up to."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from lampfield.model.call import CallState
from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    DeviceGone,
    LinkChange,
    MeChange,
    MessageChange,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import RoomState


class Replica:
    """The last value of everything."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.contacts: dict[ContactKey, dict[str, Any]] = {}
        self.devices: dict[DeviceName, DeviceChange] = {}
        self.calls: dict[str, CallChange] = {}
        self.rooms: dict[ContactKey, RoomChange] = {}
        self.messages: dict[tuple[ContactKey, str], MessageChange] = {}
        self.links: dict[LinkName, Link] = {}
        self.me: MeChange | None = None
        self.ended: list[CallChange] = []
        self.apply(changes)

    def apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._apply(change)

    def up(self) -> bool:
        return all(self.links[name].state is LinkState.UP for name in (LinkName.PHONE, LinkName.CHAT))

    def assert_equals(self, other: "Replica") -> None:
        """Check that another replica has the same state, naming the first difference."""
        assert self.contacts.keys() == other.contacts.keys()
        for key, contact in self.contacts.items():
            assert contact == other.contacts[key], key
        assert self.devices == other.devices
        assert self.calls == other.calls
        assert self.rooms == other.rooms
        assert self.messages == other.messages
        assert self.links == other.links
        assert self.me == other.me

    def _apply(self, change: Change) -> None:
        match change:
            case ContactChange(key, patch):
                self.contacts.setdefault(key, {}).update(_set_fields(patch))
            case ContactGone(key):
                del self.contacts[key]
            case DeviceChange(device):
                self.devices[device.name] = change
            case DeviceGone(name):
                del self.devices[name]
            case LinkChange(link):
                self.links[link.name] = link
            case MeChange():
                self.me = change
            case CallChange():
                self._apply_call(change)
            case RoomChange() | MessageChange() | ReceiptChange():
                self._apply_chat(change)

    def _apply_call(self, change: CallChange) -> None:
        if change.state is CallState.DEAD:
            self.calls.pop(change.channel, None)
            self.ended.append(change)
        else:
            self.calls[change.channel] = change

    def _apply_chat(self, change: RoomChange | MessageChange | ReceiptChange) -> None:
        if isinstance(change, ReceiptChange):
            index = (change.key, change.id)
            self.messages[index] = msgspec.structs.replace(self.messages[index], receipt=change.receipt)
        elif isinstance(change, MessageChange):
            assert change.key in self.rooms, "a message before its room"
            self.messages[change.key, change.id] = msgspec.structs.replace(change, archived=False)
        elif change.state is RoomState.OPEN:
            self.rooms[change.key] = change
        else:
            del self.rooms[change.key]
            self.messages = {at: said for at, said in self.messages.items() if at[0] != change.key}


def _set_fields(patch: msgspec.Struct) -> dict[str, Any]:
    values = {name: getattr(patch, name) for name in patch.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET}
