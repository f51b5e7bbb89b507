"""The store: the last values of all that an account sees."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from lampfield.hub.caller_names import party_named
from lampfield.hub.changelog import Journal
from lampfield.hub.contacts import ContactBook, NoLamp
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import RoomBook, RoomMemory
from lampfield.hub.state import CallBook, DeviceBook, LinkBook, Operator, absent_reason, owners_of
from lampfield.model import change as told
from lampfield.model.account import Account, Right
from lampfield.model.contact import Party
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName

NOT_TOLD = NoLamp(
    numbered="The phone server does not tell the state of this contact.",
    numberless="No phone number is known of this contact.",
)

NO_SERVER = NoLamp(absent_reason(LinkName.PHONE), absent_reason(LinkName.PHONE))


class Store:
    """Last values, what each change of them was numbered, and when each last changed.

    Args:
        account: Whose these are.
        links: The links that each source lights, by its name, in order of precedence.
        directory: Gives contacts their numbers.
        memory: What the account's chats were called before.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        account: Account,
        links: Mapping[str, frozenset[LinkName]],
        directory: ContactNumbering,
        memory: RoomMemory,
        clock: Callable[[], float],
    ) -> None:
        self.sources = tuple(links)
        self.directory = directory
        self.owners = owners_of(links)
        """The source that carries out what goes over each link."""
        self._links = links
        # What an earlier store of the account told is not known here, so nobody can go on from there.
        memory.numbers.next_seq()
        self.journal = Journal(memory.numbers)
        self.contacts = ContactBook(
            directory,
            self.journal,
            self.sources,
            may_chat=account.allows(Right.CHAT),
            may_dial=account.allows(Right.DIAL),
            no_lamp=NOT_TOLD if LinkName.PHONE in self.owners else NO_SERVER,
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
        """Return the sources that report a link, the most believed first."""
        return [source for source, links in self._links.items() if link in links]

    def apply(self, source: str, change: told.Change) -> None:
        """Take a change that a source tells."""
        if self.shows_chats or type(change) not in _CHATS:
            _APPLIED[type(change)](self, source, change)


def _contact(store: Store, source: str, change: told.ContactChange) -> None:
    patch = change.patch
    if not store.shows_parties and patch.party is not UNSET:
        patch = replace(patch, party=None)
    elif isinstance(patch.party, Party):
        patch = replace(patch, party=party_named(patch.party, store.contacts.numbers))
    if store.contacts.tell(source, change.key, patch):
        _renamed(store, change.key)


def _contact_gone(store: Store, source: str, change: told.ContactGone) -> None:
    store.contacts.gone(source, change.key)
    _renamed(store, change.key)


def _same_contacts(store: Store, change: told.SameContacts) -> None:
    store.directory.join(change.rows)
    for key in store.contacts.rekey():
        _renamed(store, key)


def _renamed(store: Store, key: ContactKey) -> None:
    store.calls.rename()
    for source in store.sources:
        store.rooms.rename(source, key)
    if key == store.operator.value.chat_id:
        store.operator.contacts_changed()


def _message(store: Store, source: str, change: told.MessageChange) -> None:
    store.rooms.tell_message(source, change, store.operator.value.name)


_CHATS = frozenset({told.RoomChange, told.MessageChange, told.MessageEdit, told.ReceiptChange})
"""What only an account that may chat is told."""

_APPLIED: dict[type[told.Change], Callable[[Store, str, Any], None]] = {
    told.ContactChange: _contact,
    told.ContactGone: _contact_gone,
    told.SameContacts: lambda store, _, change: _same_contacts(store, change),
    told.DeviceChange: lambda store, source, change: store.devices.tell(source, change.device),
    told.DeviceGone: lambda store, source, change: store.devices.gone(source, change.name),
    told.CallChange: lambda store, source, change: store.calls.tell(source, change),
    told.RoomChange: lambda store, source, change: store.rooms.tell_room(source, change),
    told.MessageChange: _message,
    told.MessageEdit: lambda store, source, change: store.rooms.tell_edit(source, change),
    told.ReceiptChange: lambda store, source, change: store.rooms.tell_receipt(source, change),
    told.LinkChange: lambda store, source, change: store.links.tell(source, change.link),
    told.MeChange: lambda store, _, change: store.operator.tell(change),
}
