"""Shifts the times of a recording to those of its replay, so that ages stay the same."""

from msgspec.structs import replace

from lampfield.model.call import Call
from lampfield.model.contact import Contact, Party
from lampfield.model.link import Link
from lampfield.model.room import Message
from lampfield.model.show import State


class TimeShift:
    """Shifts times.

    Args:
        began: Epoch seconds at which the recording began.
        now: Epoch seconds at which the replay begins.
        speed: Speed factor.
    """

    def __init__(self, began: float, now: float, speed: float = 1.0) -> None:
        self._began = began
        self._now = now
        self._speed = speed

    def seconds(self, then: float) -> float:
        """Return the replay's time for a recorded one, in epoch seconds; 0 (unknown) stays 0."""
        if not then:
            return then
        after = then - self._began
        return self._now + (after / self._speed if after > 0 else after)

    def millis(self, then: int) -> int:
        """Return the replay's time for a recorded one, in epoch milliseconds; 0 (unknown) stays 0."""
        return round(self.seconds(then / 1000) * 1000)

    def contact(self, contact: Contact) -> Contact:
        """Return a contact with its times shifted."""
        return replace(
            contact,
            states={name: self._state(state) for name, state in contact.states.items()},
            party=self._party(contact.party),
            blf_since=self.seconds(contact.blf_since),
            show_since=self.seconds(contact.show_since),
        )

    def call(self, call: Call) -> Call:
        """Return a call with its times shifted."""
        return replace(
            call,
            stamp=self.millis(call.stamp),
            start=self.millis(call.start),
            inq=int(self.seconds(call.inq)) if call.inq else 0,
            outq=int(self.seconds(call.outq)) if call.outq else 0,
        )

    def message(self, message: Message) -> Message:
        """Return a message with its time shifted."""
        claimed = self.millis(message.claimed_time) if message.claimed_time else 0
        return replace(message, time=self.millis(message.time), claimed_time=claimed)

    def link(self, link: Link) -> Link:
        """Return a link with its time shifted."""
        return replace(link, since=self.seconds(link.since))

    def _state(self, state: State) -> State:
        return replace(state, since=self.seconds(state.since))

    def _party(self, party: Party | None) -> Party | None:
        return replace(party, since=self.millis(party.since)) if party is not None else None
