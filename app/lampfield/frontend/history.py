"""The history of calls since the start: the last few of each contact."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp, lamp_from_blf

KEPT_CALLS = 5
"""Of each contact."""

KEPT_CONTACTS = 1_000
"""Who had a call last."""

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


class _Parted(NamedTuple):
    """What is kept of a call: what it says is worked out for those on whose card somebody looks."""

    party: Party
    blf: int | None
    """While it went on."""
    blf_since: float
    ended: float


K = TypeVar("K")
C = TypeVar("C")


class RecentCalls:
    """What was seen of calls."""

    def __init__(self) -> None:
        self._own_numbers: Collection[str] = ()
        # On a plain dict, `next(iter(d))` slows down as deleted entries pile up at the front.
        self._parted: OrderedDict[ContactId, tuple[_Parted, ...]] = OrderedDict()
        self._own: OrderedDict[str, tuple[SeenCall, ...]] = OrderedDict()
        """The operator's own, by the other's number."""

    def look(self, parted: Iterable[Contact], own_numbers: Collection[str], now: float) -> None:
        """Look at contacts whose calls ended.

        Args:
            parted: As they were while those went on.
            own_numbers: Of the operator's devices: calls with them are told by `ended`.
            now: Epoch seconds.
        """
        self._own_numbers = own_numbers
        for contact in parted:
            if (party := contact.party) is not None:
                _keep(self._parted, contact.cid, _Parted(party, contact.blf, contact.blf_since, now))

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
        others = [_seen(it) for it in self._parted.get(contact.cid, ()) if not self._is_own(it.party)]
        seen = (*self._own.get(contact.number, ()), *others)
        return tuple(sorted(seen, key=lambda call: -call.began)[:KEPT_CALLS])

    def _is_own(self, party: Party) -> bool:
        return bool(party.number) and party.number in self._own_numbers


def _seen(call: _Parted) -> SeenCall:
    party = call.party
    began = party.since / 1000 or call.blf_since or call.ended
    seconds = max(0.0, call.ended - began) if lamp_from_blf(call.blf) in TALKS else None
    return SeenCall(party.name or party.number, party.direction, began, seconds)


def _keep(kept: OrderedDict[K, tuple[C, ...]], key: K, call: C) -> None:
    """Keep a call before the others of the same; who had none for longest gives way."""
    kept[key] = (call, *kept.get(key, ()))[:KEPT_CALLS]
    kept.move_to_end(key)
    if len(kept) > KEPT_CONTACTS:
        kept.popitem(last=False)
