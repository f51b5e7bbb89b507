"""Who may log in, and as whom they act at the sources."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import DeviceName


class Right(StrEnum):
    """One thing that an account may be allowed to do."""

    DIAL = "dial"
    """Make calls on one's own devices, and answer, hold and end them."""
    CHAT = "chat"
    """Read and write chat messages, change relationships and tags, and set one's own presence."""
    PARTIES = "parties"
    """See who talks to whom."""
    HANGUP = "hangup"
    """End other people's calls."""
    TRANSFER = "transfer"
    PARK = "park"
    PICKUP = "pickup"
    QUEUE = "queue"
    """These four let one do nothing more yet: they only come with `PARTIES`, see `IMPLYING`."""
    SPY = "spy"
    RECORD = "record"
    """These two let one do nothing yet."""
    RESET = "reset"
    """Cut a link to a server that others use too, and let it come back: meanwhile their boards are stale.
    One's own login at the chat server needs `CHAT` alone."""


IMPLYING: dict[Right, frozenset[Right]] = {
    Right.PARTIES: frozenset({Right.HANGUP, Right.TRANSFER, Right.PARK, Right.PICKUP, Right.QUEUE}),
}
"""Rights that come with others: who moves or ends other people's calls sees whose they are."""

USUAL_RIGHTS = (Right.DIAL, Right.CHAT, Right.PARTIES)
"""Those of an account of which nothing is said. `RESET` is none of them, for it disturbs everybody."""


_TO_DO = {Right.HANGUP: "end other people's calls", Right.RESET: "reset a link that others use"}
"""What rights allow whose names do not say it."""


def no_right_sentence(right: Right) -> str:
    """Return why an account without a right is refused, and who can change that."""
    to_do = _TO_DO.get(right, right.value)
    return f'Your account has no right to {to_do}. The administrator can add "{right}" in the site file.'


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the hub."""

    name: str
    secret: str = ""
    """What a client shows to log in."""
    devices: tuple[DeviceName, ...] = ()
    """Lines to dial on; the first is the default."""
    jid: str = ""
    """The chat account's address."""
    password: str = ""
    """The chat account's password."""
    auto_answer: bool = False
    """Ask the phone to answer by itself the calls that the board makes."""
    may: tuple[Right, ...] = USUAL_RIGHTS

    def allows(self, right: Right) -> bool:
        """Say whether the account has a right, given or implied by another."""
        return right in self.may or not IMPLYING.get(right, frozenset()).isdisjoint(self.may)

    def __repr__(self) -> str:
        """Name the account without its secrets: this reaches logs."""
        return f"Account({self.name!r})"
