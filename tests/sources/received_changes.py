"""Collects the changes that a session of a source emits."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
from msgspec import UNSET

from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    LinkChange,
)
from lampfield.model.contact import ContactPatch
from lampfield.model.device import Device
from lampfield.model.link import Link, LinkName, LinkState
from tests.sources.cues import WAIT_SECONDS, StateSignal

C = TypeVar("C")


class ReceivedChanges:
    """All changes, and the state that they add up to. Pass ``ReceivedChanges.add`` to `Source.open`."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.links: dict[LinkName, Link] = {}
        self.contacts: dict[str, ContactPatch] = {}
        """The known properties of each contact, from all changes."""
        self.devices: dict[str, Device] = {}
        self.calls: dict[str, CallChange] = {}
        self.signal = StateSignal()

    def add(self, changes: Sequence[Change]) -> None:
        """Collect changes."""
        for change in changes:
            self._take(change)
        self.changes += changes
        self.signal.notify()

    def of(self, kind: type[C]) -> list[C]:
        """Return the changes of a type, in order."""
        return [change for change in self.changes if isinstance(change, kind)]

    def forget(self) -> None:
        """Drop the collected changes, but not the state."""
        self.changes.clear()

    async def until(self, condition: Callable[[], object], what: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait until a condition holds."""
        await self.signal.until(condition, what, seconds)

    async def link(self, state: LinkState, name: LinkName = LinkName.PHONE) -> Link:
        """Wait until a link has a state. Return it."""
        await self.until(lambda: self.state_of(name) is state, f"link {name} {state}; it is {self.links}")
        return self.links[name]

    def state_of(self, name: LinkName) -> LinkState | None:
        """Return the state of a link, None before its first change."""
        link = self.links.get(name)
        return link.state if link is not None else None

    def _take(self, change: Change) -> None:
        match change:
            case LinkChange(link):
                self.links[link.name] = link
            case ContactChange(key, patch):
                self.contacts[key] = _joined(self.contacts.get(key), patch)
            case ContactGone(key):
                self.contacts.pop(key, None)
            case DeviceChange(device):
                self.devices[device.name] = device
            case CallChange():
                self.calls[change.channel] = change


def _joined(known: ContactPatch | None, patch: ContactPatch) -> ContactPatch:
    if known is None:
        return patch
    fields = {name: getattr(patch, name) for name in patch.__struct_fields__}
    return msgspec.structs.replace(known, **{key: it for key, it in fields.items() if it is not UNSET})
