"""The other parties of the operator's own calls: their phone states need no announcement of their own."""

from collections.abc import Iterable

from lampfield.model.call import Call, CallState
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid
from lampfield.model.lamp import Lamp


class OwnCallParties:
    """Remembers the numbers of the other parties."""

    def __init__(self) -> None:
        self._numbers: dict[CallUid, str] = {}
        self._call_ends: set[str] = set()
        """Numbers whose call ended, until the next change of their phone state."""

    def begin(self, calls: Iterable[Call]) -> None:
        """Add the calls of the first snapshot."""
        for call in calls:
            self.update(call)

    def update(self, call: Call) -> None:
        """Add, update or remove a call."""
        if call.state is not CallState.DEAD:
            self._numbers[call.uid] = call.number
            return
        self._numbers.pop(call.uid, None)
        if call.number:
            self._call_ends.add(call.number)

    def explains(self, contact: Contact) -> bool:
        """Return whether an own call explains a contact's new phone state.

        It does not explain another call on the same phone.
        """
        number = contact.number
        if number and number in self._numbers.values():
            return contact.lamp in (Lamp.RINGING, Lamp.ON_CALL)
        call_just_ended = number in self._call_ends
        self._call_ends.discard(number)
        return call_just_ended and contact.lamp is Lamp.AVAILABLE
