"""A store without sources, and readers of it without sockets."""

from lampfield.client.replica import Replica
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import AccountMemory
from lampfield.hub.snapshots import batch_end, missed_changes, snapshot
from lampfield.hub.store import Store
from lampfield.model.account import Account, Right
from lampfield.model.change import Change
from lampfield.model.link import LinkName
from lampfield.protocol.limits import DATASETS
from lampfield.protocol.notifications import Notification

ACCOUNT = Account(name="reception", jid="me@acme.test", may=(Right.DIAL, Right.CHAT, Right.PARTIES))
ALL = frozenset(DATASETS)
EPOCH = "epoch"
PBX = "pbx"
"""The source of the phone."""
CHAT = "chat"
"""The source of the chat."""
LINKS = {PBX: frozenset({LinkName.PHONE}), CHAT: frozenset({LinkName.CHAT})}


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def store_of(
    account: Account = ACCOUNT, memory: AccountMemory | None = None, clock: Clock | None = None
) -> Store:
    """Return a store fed by a phone source and a chat source."""
    return Store(account, LINKS, ContactNumbering(), memory or AccountMemory(), clock or Clock())


class Reader:
    """A client that reads when it likes: a replica and its place."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.replica = Replica()
        self.cursor = store.seq
        self.replica.apply([snapshot(store, EPOCH, ALL)])

    def catch_up(self) -> list[Notification]:
        """Read all that was missed."""
        notices = missed_changes(self.store, self.cursor, ALL)
        self.replica.apply(notices)
        self.cursor = self.store.seq
        return notices

    def read_on(self) -> list[Notification]:
        """Read what one frame holds of what was missed."""
        upto = batch_end(self.store, self.cursor, ALL)
        notices = missed_changes(self.store, self.cursor, ALL, upto)
        self.replica.apply(notices)
        self.cursor = upto
        return notices

    def hear(self, source: str, *changes: Change) -> list[Notification]:
        """Let a source tell changes, and read them."""
        for change in changes:
            self.store.apply(source, change)
        return self.catch_up()


def picture(replica: Replica) -> dict[str, object]:
    """Return all that a replica holds, to compare."""
    return {
        "me": replica.me,
        "links": replica.links,
        "contacts": replica.contacts,
        "devices": replica.devices,
        "calls": replica.calls,
        "rooms": replica.rooms,
        "messages": {room: replica.messages.room(room) for room in replica.rooms},
    }
