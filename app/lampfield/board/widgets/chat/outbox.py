"""What the operator has written and is not known to be sent: it waits, is on its way, or came back. Pure.

Nothing leaves it but by a word of the hub, or because it stands in the chat. A message keeps its name for all
tries, so that the hub sends it once; after the hub began anew it knows no names, and nobody tries again.
"""

import os
from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId

UNKNOWN_END = "whether it was sent is not known"


class Stage(StrEnum):
    """How far a message has come on its way to the hub."""

    WAITING = "waiting"
    """For the link, or for those before it."""
    SENDING = "sending"
    """The hub has been asked, and has not answered."""
    UNSURE = "unsure"
    """The hub that was asked is gone, or does not know itself."""
    REFUSED = "refused"


ENDED = (Stage.UNSURE, Stage.REFUSED)
"""Only the operator can do something now."""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way."""

    post_id: str
    """Its name at the hub."""
    cid: ContactId
    """To whom."""
    text: str
    time: float
    """Epoch seconds at which it was written."""
    stage: Stage = Stage.WAITING
    epoch: str = ""
    """The run of the hub that was asked last; empty: none was."""
    reason: str = ""
    """Why it was refused, or is not known to be sent."""


class UnsentMessages:
    """The messages on their way, in the order in which they were written."""

    def __init__(self) -> None:
        self._outgoing: dict[str, Outgoing] = {}

    def __bool__(self) -> bool:
        return bool(self._outgoing)

    def add(self, cid: ContactId, text: str, now: float) -> Outgoing:
        """Take a message.

        Args:
            cid: To whom.
            text: What.
            now: Epoch seconds.
        """
        written = Outgoing(post_id=os.urandom(12).hex(), cid=cid, text=text, time=now)
        self._outgoing[written.post_id] = written
        return written

    def get(self, post_id: str) -> Outgoing | None:
        """Return a message by its name; None when it is no longer on its way."""
        return self._outgoing.get(post_id)

    def of(self, cid: ContactId) -> tuple[Outgoing, ...]:
        """Return what is on its way to a contact."""
        return tuple(one for one in self._outgoing.values() if one.cid == cid)

    def contacts(self) -> set[ContactId]:
        """Return to whom anything is on its way."""
        return {one.cid for one in self._outgoing.values()}

    def unsent(self) -> list[Outgoing]:
        """Return what is not being sent now, the latest first."""
        return [one for one in self._outgoing.values() if one.stage is not Stage.SENDING][::-1]

    def due(self) -> list[Outgoing]:
        """Return what is to be sent next: one message a contact, for they are sent in order."""
        sending = {one.cid for one in self._outgoing.values() if one.stage is Stage.SENDING}
        first: dict[ContactId, Outgoing] = {}
        for one in self._outgoing.values():
            if one.stage is Stage.WAITING and one.cid not in sending:
                first.setdefault(one.cid, one)
        return list(first.values())

    def asked(self, post_id: str, epoch: str) -> None:
        """Note that a run of the hub is asked to send a message."""
        self._set(post_id, stage=Stage.SENDING, epoch=epoch)

    def waits(self, post_id: str) -> None:
        """Note that no answer came, or that the link is down: it is tried again."""
        self._set(post_id, stage=Stage.WAITING)

    def ended(self, post_id: str, stage: Stage, reason: str) -> None:
        """Note that it is not tried again, and why."""
        self._set(post_id, stage=stage, reason=reason)

    def drop(self, post_id: str) -> Outgoing | None:
        """Forget a message: it was sent, or is given back."""
        return self._outgoing.pop(post_id, None)

    def take_back(self, cid: ContactId) -> Outgoing | None:
        """Take back the last message to a contact that is surely not being sent, or has ended."""
        for one in reversed(self.of(cid)):
            if one.stage in ENDED or (one.stage is Stage.WAITING and not one.epoch):
                return self.drop(one.post_id)
        return None

    def _set(self, post_id: str, **values: object) -> None:
        if post_id in self._outgoing:
            self._outgoing[post_id] = msgspec.structs.replace(self._outgoing[post_id], **values)
