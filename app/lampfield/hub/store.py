"""The store: the current state of an account."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from lampfield.hub.caller_names import party_named
from lampfield.hub.changelog import Journal
from lampfield.hub.contacts import ContactBook, UnknownLampReasons
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import AccountMemory, RoomBook
from lampfield.hub.state import CallBook, DeviceBook, LinkBook, Operator, absent_reason, owners_of
from lampfield.model import change as changes
from lampfield.model.account import Account, Right
from lampfield.model.contact import Party
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName

STATE_NOT_REPORTED = UnknownLampReasons(
    with_number="The phone server does not report the state of this contact.",
    without_number="This contact has no known phone number.",
)

NO_PHONE_SERVER = UnknownLampReasons(absent_reason(LinkName.PHONE), absent_reason(LinkName.PHONE))


class Store:
    """The current state of an account, and the log of its changes.

    Args:
        account: The account.
        links: The links of each source by its name, in order of precedence.
        numbering: Assigns the numbers of contacts.
        memory: The state from earlier stores of the account.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        account: Account,
        links: Mapping[str, frozenset[LinkName]],
        numbering: ContactNumbering,
        memory: AccountMemory,
        clock: Callable[[], float],
    ) -> None:
        self.sources = tuple(links)
        self.numbering = numbering
        self.owners = owners_of(links)
        """The source that carries out actions over each link."""
        self._links = links
        # Skip a sequence number: clients of an earlier store cannot resume into this one.
        memory.numbers.next_seq()
        self.journal = Journal(memory.numbers)
        self.contacts = ContactBook(
            numbering,
            self.journal,
            self.sources,
            may_chat=account.allows(Right.CHAT),
            may_dial=account.allows(Right.DIAL),
            lamp_reasons=STATE_NOT_REPORTED if LinkName.PHONE in self.owners else NO_PHONE_SERVER,
            clock=clock,
        )
        self.devices = DeviceBook(self.journal)
        self.calls = CallBook(memory.numbers, self.journal, self.contacts.numbers)
        self.rooms = RoomBook(memory, self.contacts, self.journal)
        self.links = LinkBook(self.journal, links, clock)
        self.operator = Operator(account, self.contacts, self.journal)
        self.shows_parties = account.allows(Right.PARTIES)
        self.shows_chats = account.allows(Right.CHAT)

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return self.journal.seq

    def sources_of(self, link: LinkName) -> list[str]:
        """Return the sources that report a link, in order of precedence."""
        return [source for source, links in self._links.items() if link in links]

    def apply(self, source: str, change: changes.Change) -> None:
        """Apply a source's change, unless it is about chats and the account has no right to chat."""
        if self.shows_chats or type(change) not in _CHATS:
            _APPLIED[type(change)](self, source, change)


def _contact(store: Store, source: str, change: changes.ContactChange) -> None:
    patch = change.patch
    if not store.shows_parties and patch.party is not UNSET:
        patch = replace(patch, party=None)
    elif isinstance(patch.party, Party):
        patch = replace(patch, party=party_named(patch.party, store.contacts.numbers))
    if store.contacts.update(source, change.key, patch):
        _renamed(store, change.key)


def _contact_gone(store: Store, source: str, change: changes.ContactGone) -> None:
    store.contacts.remove(source, change.key)
    _renamed(store, change.key)


def _same_contacts(store: Store, change: changes.SameContacts) -> None:
    store.numbering.set_same_contacts(change.rows)
    for key in store.contacts.rekey():
        _renamed(store, key)


def _renamed(store: Store, key: ContactKey) -> None:
    store.calls.rename()
    for source in store.sources:
        store.rooms.rename(source, key)
    if key == store.operator.value.chat_id:
        store.operator.contacts_changed()


def _message(store: Store, source: str, change: changes.MessageChange) -> None:
    store.rooms.add_message(source, change, store.operator.value.name)


_CHATS = frozenset({changes.RoomChange, changes.MessageChange, changes.MessageEdit, changes.ReceiptChange})
"""The changes that are only for accounts with the right to chat."""

_APPLIED: dict[type[changes.Change], Callable[[Store, str, Any], None]] = {
    changes.ContactChange: _contact,
    changes.ContactGone: _contact_gone,
    changes.SameContacts: lambda store, _, change: _same_contacts(store, change),
    changes.DeviceChange: lambda store, source, change: store.devices.update(source, change.device),
    changes.DeviceGone: lambda store, source, change: store.devices.remove(source, change.name),
    changes.CallChange: lambda store, source, change: store.calls.update(source, change),
    changes.RoomChange: lambda store, source, change: store.rooms.update_room(source, change),
    changes.MessageChange: _message,
    changes.MessageEdit: lambda store, source, change: store.rooms.edit_message(source, change),
    changes.ReceiptChange: lambda store, source, change: store.rooms.update_receipt(source, change),
    changes.LinkChange: lambda store, source, change: store.links.update(source, change.link),
    changes.MeChange: lambda store, _, change: store.operator.update(change),
}
