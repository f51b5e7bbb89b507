"""The default action: what Enter does now. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from lampfield.frontend.operations.default_call import being_dialled, call_with
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show


class DefaultAction(NamedTuple):
    """A command of the board and its word in the footer."""

    id: str
    label: str


ANSWER = DefaultAction("answer", "answer")
ACCEPT = DefaultAction("accept", "accept")
CHAT = DefaultAction("chat", "chat")
DIAL = DefaultAction("dial", "dial")
CARD = DefaultAction("card", "card")
DIAL_NUMBER = DefaultAction("take-found", "dial it")
EVERYBODY = DefaultAction("leave-search", "everybody")


def default_action(
    contact: Contact | None, calls: Sequence[Call], unread: int, *, answers: bool = True, accepts: bool = True
) -> DefaultAction:
    """Return what is most likely wanted: what waits comes first, then how the contact can be reached.

    Args:
        contact: Under the cursor.
        calls: The operator's own that are alive.
        unread: Messages of the contact that the operator has not seen.
        answers: A call that rings goes before the contact.
        accepts: The account may accept a chat request.
    """
    if answers and any(call.rings_in and call.has("answer") for call in calls):
        return ANSWER
    if contact is None:
        return CARD
    if accepts and contact.relationship is Relationship.ASKING:
        return ACCEPT
    if unread:
        return CHAT
    return _reach(contact, calls)


def _reach(contact: Contact, calls: Sequence[Call]) -> DefaultAction:
    """Somebody on the phone, or who must not be disturbed by it, is written to.

    Nobody is dialled while another call is being made, nor while the operator has a call with them.
    """
    if being_dialled(calls) is not None or call_with(calls, contact.number) is not None:
        return CHAT if contact.can_chat else CARD
    busy = contact.lamp in (Lamp.ON_CALL, Lamp.ON_CALL_RINGING) or contact.show is Show.DND
    if contact.can_chat and (busy or not contact.can_call):
        return CHAT
    return DIAL if contact.can_call else CARD
