"""The hub's accounts: credentials, devices and rights."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import DeviceName


class Right(StrEnum):
    """A permission of an account."""

    DIAL = "dial"
    """Make calls on your own devices, and answer, hold and end them."""
    CHAT = "chat"
    """Read and write chat messages, change relationships and tags, and set your own status."""
    PARTIES = "parties"
    """See the other end of each contact's calls."""
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


IMPLIED_BY: dict[Right, frozenset[Right]] = {
    Right.PARTIES: frozenset({Right.HANGUP, Right.TRANSFER, Right.PARK, Right.PICKUP, Right.QUEUE}),
}
"""The rights that imply each right: moving or ending other people's calls requires seeing them."""

USUAL_RIGHTS = (Right.DIAL, Right.CHAT, Right.PARTIES)
"""The rights of an account without ``may``. `RESET` is not included because it affects all users."""

_RIGHT_PHRASES = {
    Right.HANGUP: "end other people's calls",
    Right.PARTIES: "see who contacts are talking to",
    Right.QUEUE: "manage queues",
    Right.RESET: "reset a link that others use",
}
"""Descriptions of the rights whose names do not explain themselves."""


def no_right_sentence(right: Right) -> str:
    """Return the error message for an account that lacks a right."""
    to_do = _RIGHT_PHRASES.get(right, right.value)
    return f'Your account has no right to {to_do}. The administrator can add "{right}" in the site file.'


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the hub."""

    name: str
    secret: str = ""
    """The secret with which a client logs in."""
    devices: tuple[DeviceName, ...] = ()
    """Lines to dial on; the first is the default."""
    jid: str = ""
    """The chat account's address."""
    password: str = ""
    """The chat account's password."""
    auto_answer: bool = False
    """Ask the phone to answer automatically the calls that the board makes."""
    may: tuple[Right, ...] = USUAL_RIGHTS

    def allows(self, right: Right) -> bool:
        """Return whether the account has a right, granted or implied by another right."""
        return right in self.may or not IMPLIED_BY.get(right, frozenset()).isdisjoint(self.may)

    def __repr__(self) -> str:
        """Return the account's name without its secrets, because this text reaches logs."""
        return f"Account({self.name!r})"
