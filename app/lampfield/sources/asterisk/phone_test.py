"""The progress and the result of a test call to one phone, with nobody at the other end. Pure."""

from lampfield.sources.asterisk.telephones import EVENTS, HOLD, TALK, Ability, Proof, Telephone

TEST_CHANNEL = "lampfield-test-"
"""Prefix of the channel ids of test calls."""

NAME = "Phone test"
NUMBER = "test"
"""The other end that the phone shows, and the board by its name."""

ANSWERED_BY_ITSELF_SECONDS = 1.0
"""A faster answer is automatic: nobody lifts a handset that fast."""

MAX_KEPT = 16
"""How many test calls are kept."""

DOES = {
    (HOLD, TALK): "your phone answers, holds and resumes from here",
    (HOLD,): "your phone holds from here; answer and resume on the phone itself",
    (): "your phone does not answer or hold from here; use its own keys",
}
"""The result by the events that the phone obeys."""

ENDS_CALLS = "your phone ends a call on a hold request, so it gets none; use its own keys"
BY_ITSELF = "it answers the calls that you dial automatically"


class PhoneTest:
    """The progress of a test call.

    Args:
        device: The called device.
        telephone: The phone of the device that is tested.
    """

    def __init__(self, device: str, telephone: Telephone) -> None:
        self.device = device
        self.telephone = telephone
        self.was_requested = False
        """The phone answered and got a request."""
        self.answers_by_itself = False
        self.events: set[str] = set()
        """The events that it obeyed."""
        self.is_complete = False
        """All requests were sent, and the phone has not ended the call."""

    @property
    def ability(self) -> Ability:
        """The ability of the phone, once the call has ended."""
        if not self.is_complete:
            return Ability(Proof.TEST, ends_calls=True)
        return Ability(Proof.TEST, tuple(event for event in EVENTS if event in self.events))

    @property
    def result(self) -> str:
        """The result, reported as the cause of the call's end; empty where the phone did not answer."""
        if not self.was_requested:
            return ""
        does = DOES[self.ability.events] if self.is_complete else ENDS_CALLS
        return f"{does}. {BY_ITSELF[0].upper()}{BY_ITSELF[1:]}" if self.answers_by_itself else does
