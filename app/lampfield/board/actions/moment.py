"""The action of the moment: what Enter does now. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show


class MomentAction(NamedTuple):
    """An action of the board and its word in the footer."""

    id: str
    label: str


ANSWER = MomentAction("answer", "answer")
ACCEPT = MomentAction("accept", "accept")
CHAT = MomentAction("chat", "chat")
DIAL = MomentAction("dial", "dial")
CARD = MomentAction("card", "card")


def moment_action(contact: Contact | None, calls: Iterable[Call], unread: int) -> MomentAction:
    """Return what is most likely wanted: what waits comes first, then how the contact can be reached.

    Args:
        contact: Under the cursor.
        calls: The operator's own.
        unread: Messages of the contact that the operator has not seen.
    """
    if any(call.rings_in and call.has("answer") for call in calls):
        return ANSWER
    if contact is None:
        return CARD
    if contact.relationship is Relationship.ASKING:
        return ACCEPT
    if unread:
        return CHAT
    return _reach(contact)


def _reach(contact: Contact) -> MomentAction:
    """Somebody on the phone, or who must not be disturbed by it, is written to."""
    busy = contact.lamp in (Lamp.ON_CALL, Lamp.ON_CALL_RINGING) or contact.show is Show.DND
    if contact.can_chat and (busy or not contact.can_call):
        return CHAT
    return DIAL if contact.can_call else CARD
