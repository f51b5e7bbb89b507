"""A test call of one telephone, which nobody is at the other end of, and what it has shown. Pure."""

from lampfield.sources.asterisk.telephones import EVENTS, HOLD, TALK, Ability, Proof, Telephone

TEST_CHANNEL = "lampfield-test-"
"""How the ids of the channels of test calls begin."""

NAME = "Phone test"
NUMBER = "test"
"""What the telephone shows as the other end, and the board by its name."""

ANSWERED_BY_ITSELF_SECONDS = 1.0
"""Nobody lifts a handset as fast as this."""

MAX_KEPT = 16
"""How many test calls are remembered."""

DOES = {
    (HOLD, TALK): "your phone answers, holds and takes back from here",
    (HOLD,): "your phone holds from here; answer and take back on the phone itself",
    (): "your phone does not answer or hold from here; use its own keys",
}
"""What a telephone does, by the events that it obeys."""

ENDS_CALLS = "your phone ends a call when it is asked to hold, so it is never asked; use its own keys"
BY_ITSELF = "it takes by itself the calls that you dial"


class PhoneTest:
    """How far a test call has come.

    Args:
        device: What is called.
        telephone: Which of its telephones.
    """

    def __init__(self, device: str, telephone: Telephone) -> None:
        self.device = device
        self.telephone = telephone
        self.was_requested = False
        """The telephone was answered and asked for something."""
        self.answers_by_itself = False
        self.events: set[str] = set()
        """What it did as it was asked."""
        self.is_complete = False
        """Everything was asked for, and the telephone has not ended the call."""

    @property
    def ability(self) -> Ability:
        """What is known of the telephone after the call has ended."""
        if not self.is_complete:
            return Ability(Proof.TEST, ends_calls=True)
        return Ability(Proof.TEST, tuple(event for event in EVENTS if event in self.events))

    @property
    def result(self) -> str:
        """What the call has shown, told as the reason of its end; empty where it was not even answered."""
        if not self.was_requested:
            return ""
        does = DOES[self.ability.events] if self.is_complete else ENDS_CALLS
        return f"{does}. {BY_ITSELF[0].upper()}{BY_ITSELF[1:]}" if self.answers_by_itself else does
