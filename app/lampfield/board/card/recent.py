"""The calls that the board has seen since it began: of each contact the last few, and no more."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, TypeVar

from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp

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


class _Going(NamedTuple):
    party: Party
    began: float
    is_answered: bool


Calls = tuple[SeenCall, ...]
"""The last first."""

K = TypeVar("K")


class RecentCalls:
    """What was seen of calls."""

    def __init__(self) -> None:
        self._going: dict[ContactId, _Going] = {}
        self._ended: dict[ContactId, Calls] = {}
        self._own: dict[str, Calls] = {}
        """The operator's own, by the other's number."""

    def look(
        self,
        contacts: Mapping[ContactId, Contact],
        cids: Iterable[ContactId],
        own_numbers: Collection[str],
        now: float,
    ) -> None:
        """Look at contacts that changed.

        Args:
            contacts: As they are.
            cids: Which of them.
            own_numbers: Of the operator's devices: calls with them are told by `ended`.
            now: Epoch seconds.
        """
        for cid in cids:
            contact = contacts.get(cid)
            party = contact.party if contact is not None else None
            going = self._going.get(cid)
            if party is not None and going is not None and going.is_answered and going.party == party:
                continue
            if party is not None and party.number in own_numbers:
                party = None
            if party is not None or going is not None:
                self._follow(cid, contact, party, now)

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
        seen = (*self._own.get(contact.number, ()), *self._ended.get(contact.cid, ()))
        return tuple(sorted(seen, key=lambda call: -call.began)[:KEPT_CALLS])

    def _follow(self, cid: ContactId, contact: Contact | None, party: Party | None, now: float) -> None:
        before = self._going.get(cid)
        if before is not None and (party is None or not party.continues(before.party)):
            self._end(cid, self._going.pop(cid), now)
            before = None
        if party is not None and contact is not None:
            answered = contact.lamp in TALKS or (before is not None and before.is_answered)
            began = party.since / 1000 if party.since else (before.began if before is not None else now)
            self._going[cid] = _Going(party, began, answered)

    def _end(self, cid: ContactId, going: _Going, now: float) -> None:
        party = going.party
        seconds = max(0.0, now - going.began) if going.is_answered else None
        call = SeenCall(party.name or party.number, party.direction, going.began, seconds)
        _keep(self._ended, cid, call)


def _keep(kept: dict[K, Calls], key: K, call: SeenCall) -> None:
    """Keep a call before the others of the same; who had none for longest gives way."""
    kept[key] = (call, *kept.pop(key, ()))[:KEPT_CALLS]
    if len(kept) > KEPT_CONTACTS:
        del kept[next(iter(kept))]
