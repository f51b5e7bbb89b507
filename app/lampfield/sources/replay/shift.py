"""The times of a recording, moved to those of its replay: what was a minute ago is a minute ago again."""

from msgspec.structs import replace

from lampfield.model.call import Call
from lampfield.model.contact import Contact, Party
from lampfield.model.link import Link
from lampfield.model.room import Message
from lampfield.model.show import State


class Shift:
    """Moves times.

    Args:
        began: Epoch seconds at which the recording began.
        now: Epoch seconds at which the replay does.
        speed: How many times faster it goes.
    """

    def __init__(self, began: float, now: float, speed: float = 1.0) -> None:
        self._began = began
        self._now = now
        self._speed = speed

    def seconds(self, then: float) -> float:
        """Return a time of the replay, in epoch seconds; 0 stays unknown."""
        if not then:
            return then
        after = then - self._began
        return self._now + (after / self._speed if after > 0 else after)

    def millis(self, then: int) -> int:
        """Return a time of the replay, in epoch milliseconds; 0 stays unknown."""
        return round(self.seconds(then / 1000) * 1000)

    def contact(self, contact: Contact) -> Contact:
        """Return a contact at its new times."""
        return replace(
            contact,
            states={name: self._state(state) for name, state in contact.states.items()},
            party=self._party(contact.party),
            blf_since=self.seconds(contact.blf_since),
            show_since=self.seconds(contact.show_since),
        )

    def call(self, call: Call) -> Call:
        """Return a call at its new times."""
        return replace(
            call,
            stamp=self.millis(call.stamp),
            start=self.millis(call.start),
            inq=int(self.seconds(call.inq)) if call.inq else 0,
            outq=int(self.seconds(call.outq)) if call.outq else 0,
        )

    def message(self, message: Message) -> Message:
        """Return a message at its new time."""
        claimed = self.millis(message.claimed_time) if message.claimed_time else 0
        return replace(message, time=self.millis(message.time), claimed_time=claimed)

    def link(self, link: Link) -> Link:
        """Return a link at its new time."""
        return replace(link, since=self.seconds(link.since))

    def _state(self, state: State) -> State:
        return replace(state, since=self.seconds(state.since))

    def _party(self, party: Party | None) -> Party | None:
        return replace(party, since=self.millis(party.since)) if party is not None else None
