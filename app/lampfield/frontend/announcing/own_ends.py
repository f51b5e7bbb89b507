"""Who is at the other end of the operator's own calls: what their phones do then is told by the call."""

from collections.abc import Iterable

from lampfield.model.call import Call, CallState
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid
from lampfield.model.lamp import Lamp


class OwnEnds:
    """Remembers the numbers at the other end of own calls."""

    def __init__(self) -> None:
        self._numbers: dict[CallUid, str] = {}
        self._call_ends: set[str] = set()
        """Numbers whose call ended, and whose lamp has not been heard since."""

    def take(self, calls: Iterable[Call]) -> None:
        """Take calls as they are."""
        for call in calls:
            self.hear(call)

    def hear(self, call: Call) -> None:
        """Note a call that came, changed or ended."""
        if call.state is not CallState.DEAD:
            self._numbers[call.uid] = call.number
            return
        self._numbers.pop(call.uid, None)
        if call.number:
            self._call_ends.add(call.number)

    def explain(self, contact: Contact) -> bool:
        """Return whether an own call says already why a contact's lamp has just changed to what it is.

        Somebody else's call at the same phone is not explained by it.
        """
        number = contact.number
        if number and number in self._numbers.values():
            return contact.lamp in (Lamp.RINGING, Lamp.ON_CALL)
        has_just_parted = number in self._call_ends
        self._call_ends.discard(number)
        return has_just_parted and contact.lamp is Lamp.AVAILABLE
