"""The witness: who asks, what was written and who rings, each for the first time. Pure.

What the first picture shows is not news: whoever opens the board sees it. Nor is what a later picture brings
again, for another connection or another run of the hub tells the same once more.
"""

from collections.abc import Iterator

from lampfield.board.telling.happening import Happening
from lampfield.board.telling.once import Once
from lampfield.board.telling.scene import Scene
from lampfield.config.tell import Occasion
from lampfield.feed.batch import Batch
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.room import Message

MOST_MESSAGES = 2048
MOST_CALLS = 256


class Witness:
    """Sees what frames change, and remembers what was told."""

    def __init__(self) -> None:
        self.has_begun = False
        """The first picture was there."""
        self._asked: set[ContactId] = set()
        self._messages: Once[tuple[ContactId | None, int | str, str]] = Once(MOST_MESSAGES)
        self._calls: Once[str] = Once(MOST_CALLS)

    def see(self, batch: Batch, scene: Scene) -> list[Happening]:
        """Return what happened by a frame."""
        found = [*self._asks(batch, scene), *self._writes(batch, scene), *self._rings(batch, scene)]
        if self.has_begun:
            return found
        self.has_begun = batch.reset
        return []

    def _asks(self, batch: Batch, scene: Scene) -> list[Happening]:
        fresh = scene.asking - self._asked
        self._asked |= fresh
        if not batch.reset:
            # One who is missing in a whole picture may only not be known to a hub that has just started.
            self._asked -= (batch.contacts_gone | batch.contacts_described) - scene.asking
        return [asks(scene.contacts[cid]) for cid in fresh if cid in scene.contacts]

    def _writes(self, batch: Batch, scene: Scene) -> Iterator[Happening]:
        for message in batch.messages:
            if message.own or message.archived or not self._is_first(message):
                continue
            room = scene.rooms.get(message.room_id)
            if room is not None and message.msg_id > room.seen and not scene.reads(room.room_id):
                yield writes(message, scene)

    def _is_first(self, message: Message) -> bool:
        """Say whether a message was not here before. Another run of the hub gives it another number."""
        return self._messages.first(
            (message.cid, message.source_id or message.time or message.msg_id, message.msg)
        )

    def _rings(self, batch: Batch, scene: Scene) -> Iterator[Happening]:
        for uid in batch.calls:
            call = scene.calls.get(uid)
            if call is not None and call.rings_in and self._calls.first(call.cid or str(uid)):
                yield rings(call, scene)


def asks(contact: Contact) -> Happening:
    """Return that somebody asks for a chat relationship."""
    return Happening(Occasion.ASKS, called(contact), contact.number, contact.chat_id, contact.cid)


def writes(message: Message, scene: Scene) -> Happening:
    """Return that somebody wrote."""
    contact = scene.contacts.get(message.cid) if message.cid is not None else None
    name = called(contact) if contact is not None else message.sender_name
    number = contact.number if contact is not None else ""
    return Happening(
        Occasion.MESSAGE, name, number, message.msg, message.cid, message.room_id, message.msg_id
    )


def rings(call: Call, scene: Scene) -> Happening:
    """Return that a call rings."""
    device = scene.devices.get(call.device)
    label = (device.label if device is not None else "") or call.device
    via = f"via {call.queue}, on {label}" if call.queue else f"on {label}"
    return Happening(Occasion.RINGS, call.label or "unknown caller", call.number, via)


def called(contact: Contact) -> str:
    """Return what a contact is called."""
    return contact.name or contact.uname or contact.number
