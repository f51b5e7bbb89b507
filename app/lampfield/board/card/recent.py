"""The calls that the board has seen since it began: of each contact the last few, and no more."""

from collections import deque
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp

KEPT_CALLS = 5
"""Of each contact."""

KEPT_CONTACTS = 1_000
"""Who had a call last."""

NEW_CALLS = 2_000
"""So many that ended are remembered until a card is shown, which a card is twice a second: to sort them in at
once took a third of the time that the busiest hub took of the board."""

TALKS = (Lamp.ON_CALL, Lamp.ON_CALL_RINGING)


class SeenCall(NamedTuple):
    """A call that is over, as the contact saw it."""

    who: str
    """The other party's name, else its number; empty: the operator."""
    direction: Direction
    began: float
    """Epoch seconds, of the answer if there was one."""
    seconds: float | None
    """How long they talked; None: nobody answered."""


Calls = tuple[SeenCall, ...]
"""The last first."""

K = TypeVar("K")


class RecentCalls:
    """What was seen of calls."""

    def __init__(self) -> None:
        self._new: deque[tuple[Contact, float]] = deque(maxlen=NEW_CALLS)
        """Whose calls ended, as they were while those went on, and when; nobody asked since."""
        self._own_numbers: Collection[str] = ()
        self._ended: dict[ContactId, Calls] = {}
        self._own: dict[str, Calls] = {}
        """The operator's own, by the other's number."""

    def look(self, parted: Iterable[Contact], own_numbers: Collection[str], now: float) -> None:
        """Look at contacts whose calls ended.

        Args:
            parted: As they were while those went on.
            own_numbers: Of the operator's devices: calls with them are told by `ended`.
            now: Epoch seconds.
        """
        self._own_numbers = own_numbers
        self._new.extend([(contact, now) for contact in parted])

    def ended(self, call: Call, now: float) -> None:
        """Take an own call that is over."""
        if not call.number:
            return
        direction = Direction.IN if call.party is CallParty.CALLER else Direction.OUT
        began = (call.start or call.stamp) / 1000 or now
        seen = SeenCall("", direction, began, now - began if call.start else None)
        _keep(self._own, call.number, seen)

    def of(self, contact: Contact) -> tuple[SeenCall, ...]:
        """Return a contact's calls, the last first."""
        while self._new:
            self._take(*self._new.popleft())
        seen = (*self._own.get(contact.number, ()), *self._ended.get(contact.cid, ()))
        return tuple(sorted(seen, key=lambda call: -call.began)[:KEPT_CALLS])

    def _take(self, contact: Contact, now: float) -> None:
        party = contact.party
        if party is None or (party.number and party.number in self._own_numbers):
            return
        began = party.since / 1000 or contact.blf_since or now
        seconds = max(0.0, now - began) if contact.lamp in TALKS else None
        _keep(self._ended, contact.cid, SeenCall(party.name or party.number, party.direction, began, seconds))


def _keep(kept: dict[K, Calls], key: K, call: SeenCall) -> None:
    """Keep a call before the others of the same; who had none for longest gives way."""
    kept[key] = (call, *kept.pop(key, ()))[:KEPT_CALLS]
    if len(kept) > KEPT_CONTACTS:
        del kept[next(iter(kept))]
