"""The call history of contacts since the start of the program: the last few calls of each."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from lampfield.frontend.events.event import Event, Kind
from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp, lamp_from_blf

MAX_CALLS = 5
"""The maximum number of calls kept per contact."""

MAX_CONTACTS = 1_000
"""The maximum number of contacts whose calls are kept: those with the latest calls."""

TALKING = (Lamp.ON_CALL, Lamp.ON_CALL_RINGING)


class PastCall(NamedTuple):
    """A call that has ended, from the contact's side."""

    other: str
    """The other party's name, else its number; empty: the operator."""
    direction: Direction
    began: float
    """When it was answered, else when it began, in epoch seconds."""
    seconds: float | None
    """How long they talked; None: the call was not answered."""


class _CallEnd(NamedTuple):
    """The stored data of an ended call. A `PastCall` is computed only when a card shows it."""

    party: Party
    blf: int | None
    """The contact's ``blf`` during the call."""
    blf_since: float
    ended: float


K = TypeVar("K")
C = TypeVar("C")


class CallHistory:
    """Collects calls that have ended."""

    def __init__(self) -> None:
        self._own_numbers: Collection[str] = ()
        # On a plain dict, `next(iter(d))` slows down as deleted entries pile up at the front.
        self._call_ends: OrderedDict[ContactId, tuple[_CallEnd, ...]] = OrderedDict()
        self._own: OrderedDict[str, tuple[PastCall, ...]] = OrderedDict()
        """The operator's own calls, by the other party's number."""

    def add(self, events: Iterable[Event], own_numbers: Collection[str], now: float) -> None:
        """Add the calls that ended; other events are ignored.

        Args:
            events: What happened.
            own_numbers: The numbers of the operator's devices: an own call is added by its own event only.
            now: Epoch seconds.
        """
        self._own_numbers = own_numbers
        for event in events:
            if event.kind is Kind.CONTACT_CALL_ENDED and event.contact is not None:
                self._add_contact_call(event.contact, now)
            elif event.kind is Kind.ENDED and event.call is not None:
                self._add_own_call(event.call, now)

    def of(self, contact: Contact) -> tuple[PastCall, ...]:
        """Return a contact's calls, the latest first."""
        others = [_past(it) for it in self._call_ends.get(contact.cid, ()) if not self._is_own(it.party)]
        calls = (*self._own.get(contact.number, ()), *others)
        return tuple(sorted(calls, key=lambda call: -call.began)[:MAX_CALLS])

    def _add_contact_call(self, contact: Contact, now: float) -> None:
        if (party := contact.party) is not None:
            _prepend(self._call_ends, contact.cid, _CallEnd(party, contact.blf, contact.blf_since, now))

    def _add_own_call(self, call: Call, now: float) -> None:
        if not call.number:
            return
        direction = Direction.IN if call.party is CallParty.CALLER else Direction.OUT
        began = (call.start or call.stamp) / 1000 or now
        _prepend(self._own, call.number, PastCall("", direction, began, now - began if call.start else None))

    def _is_own(self, party: Party) -> bool:
        return bool(party.number) and party.number in self._own_numbers


def _past(call: _CallEnd) -> PastCall:
    party = call.party
    began = party.since / 1000 or call.blf_since or call.ended
    seconds = max(0.0, call.ended - began) if lamp_from_blf(call.blf) in TALKING else None
    return PastCall(party.name or party.number, party.direction, began, seconds)


def _prepend(calls: OrderedDict[K, tuple[C, ...]], key: K, call: C) -> None:
    """Put a call before the others of its key, and drop the key that is longest without a call if full."""
    calls[key] = (call, *calls.get(key, ()))[:MAX_CALLS]
    calls.move_to_end(key)
    if len(calls) > MAX_CONTACTS:
        calls.popitem(last=False)
