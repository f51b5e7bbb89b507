"""Messages that are not known to be sent: waiting, in progress, or rejected. Pure.

A message leaves only on a response of the hub, or because it is in the chat. Its id is the same for all
attempts, so the hub sends it once; a restarted hub knows no ids, so there is no retry.
"""

import os
from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId

UNKNOWN_END = "whether it was sent is not known"


class Stage(StrEnum):
    """The progress of a message on its way to the hub."""

    WAITING = "waiting"
    """Waiting for the link, or for earlier messages."""
    SENDING = "sending"
    """A request is pending."""
    UNSURE = "unsure"
    """The hub restarted meanwhile, or does not know the outcome."""
    REFUSED = "refused"


ENDED = (Stage.UNSURE, Stage.REFUSED)
"""Only the operator can act now."""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way."""

    post_id: str
    """Its id at the hub."""
    cid: ContactId
    """The recipient."""
    text: str
    time: float
    """Epoch seconds at which it was written."""
    stage: Stage = Stage.WAITING
    epoch: str = ""
    """The epoch of the hub that was last asked to send it; empty: none was."""
    reason: str = ""
    """Why it was rejected, or may not have been sent."""


class UnsentMessages:
    """The messages on their way, in the order of writing."""

    def __init__(self) -> None:
        self._outgoing: dict[str, Outgoing] = {}

    def __bool__(self) -> bool:
        return bool(self._outgoing)

    def add(self, cid: ContactId, text: str, now: float) -> Outgoing:
        """Add a message.

        Args:
            cid: The recipient.
            text: The text.
            now: Epoch seconds.
        """
        written = Outgoing(post_id=os.urandom(12).hex(), cid=cid, text=text, time=now)
        self._outgoing[written.post_id] = written
        return written

    def get(self, post_id: str) -> Outgoing | None:
        """Return a message by its id; None if it is no longer on its way."""
        return self._outgoing.get(post_id)

    def of(self, cid: ContactId) -> tuple[Outgoing, ...]:
        """Return the messages on their way to a contact."""
        return tuple(one for one in self._outgoing.values() if one.cid == cid)

    def contacts(self) -> set[ContactId]:
        """Return the recipients."""
        return {one.cid for one in self._outgoing.values()}

    def unsent(self) -> list[Outgoing]:
        """Return the messages without a pending request, the latest first."""
        return [one for one in self._outgoing.values() if one.stage is not Stage.SENDING][::-1]

    def due(self) -> list[Outgoing]:
        """Return the messages to send next: one per contact, because they are sent in order."""
        sending = {one.cid for one in self._outgoing.values() if one.stage is Stage.SENDING}
        first: dict[ContactId, Outgoing] = {}
        for one in self._outgoing.values():
            if one.stage is Stage.WAITING and one.cid not in sending:
                first.setdefault(one.cid, one)
        return list(first.values())

    def asked(self, post_id: str, epoch: str) -> None:
        """Record that a hub of an epoch was asked to send a message."""
        self._set(post_id, stage=Stage.SENDING, epoch=epoch)

    def waits(self, post_id: str) -> None:
        """Record that no response came, or that the link is down: it is retried."""
        self._set(post_id, stage=Stage.WAITING)

    def ended(self, post_id: str, stage: Stage, reason: str) -> None:
        """Record that it is not retried, and why."""
        self._set(post_id, stage=stage, reason=reason)

    def drop(self, post_id: str) -> Outgoing | None:
        """Drop a message: it was sent, or is returned to the box."""
        return self._outgoing.pop(post_id, None)

    def take_back(self, cid: ContactId) -> Outgoing | None:
        """Drop and return the last message to a contact that was certainly not sent, or has ended."""
        for one in reversed(self.of(cid)):
            if one.stage in ENDED or (one.stage is Stage.WAITING and not one.epoch):
                return self.drop(one.post_id)
        return None

    def _set(self, post_id: str, **values: object) -> None:
        if post_id in self._outgoing:
            self._outgoing[post_id] = msgspec.structs.replace(self._outgoing[post_id], **values)
