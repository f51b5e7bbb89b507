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
    """A command of the board, with its label in the footer."""

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
    """Return the most likely action: whatever is waiting first, then the best way to reach the contact.

    Args:
        contact: The contact under the cursor.
        calls: The operator's own calls that have not ended.
        unread: The number of unread messages from the contact.
        answers: Whether a ringing call goes before the contact.
        accepts: Whether the account may accept a contact request.
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
    """Chat with a contact that is on the phone or does not want to be disturbed; else dial.

    Nobody is dialled while another call is being made, nor while the operator has a call with them.
    """
    if being_dialled(calls) is not None or call_with(calls, contact.number) is not None:
        return CHAT if contact.can_chat else CARD
    busy = contact.lamp in (Lamp.ON_CALL, Lamp.ON_CALL_RINGING) or contact.show is Show.DND
    if contact.can_chat and (busy or not contact.can_call):
        return CHAT
    return DIAL if contact.can_call else CARD
