"""Who may log in, and as whom they act at the sources."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import DeviceName


class Right(StrEnum):
    """One thing that an account may be allowed to do."""

    DIAL = "dial"
    """Make calls on your own devices, and answer, hold and end them."""
    CHAT = "chat"
    """Read and write chat messages, change relationships and tags, and set your own status."""
    PARTIES = "parties"
    """See who talks to whom."""
    HANGUP = "hangup"
    """End other people's calls; implies ``parties``."""
    TRANSFER = "transfer"
    """Reserved; implies ``parties``."""
    PARK = "park"
    """Reserved; implies ``parties``."""
    PICKUP = "pickup"
    """Reserved; implies ``parties``."""
    QUEUE = "queue"
    """Reserved; implies ``parties``."""
    SPY = "spy"
    """Reserved; allows nothing yet."""
    RECORD = "record"
    """Reserved; allows nothing yet."""
    RESET = "reset"
    """Restart a link that every board shares: phone or directory. Meanwhile all boards show stale states.
    To restart your own login at the chat server, ``chat`` is enough."""


IMPLYING: dict[Right, frozenset[Right]] = {
    Right.PARTIES: frozenset({Right.HANGUP, Right.TRANSFER, Right.PARK, Right.PICKUP, Right.QUEUE}),
}
"""Rights that come with others: who moves or ends other people's calls sees whose they are."""

USUAL_RIGHTS = (Right.DIAL, Right.CHAT, Right.PARTIES)
"""The rights of an account without ``may``. `RESET` is not among them: it disturbs everybody."""


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
