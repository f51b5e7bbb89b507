"""What Enter does."""

import pytest

from lampfield.board.controllers.default_action import (
    ACCEPT,
    ANSWER,
    CARD,
    CHAT,
    DIAL,
    DefaultAction,
    default_action,
)
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show

ALICE = ContactId(1)
RINGING = Call(uid=CallUid(1), state=CallState.RING, party=CallParty.CALLEE, features="answer")
AT_THE_PHONE = Call(uid=CallUid(1), state=CallState.RING, party=CallParty.CALLEE)
"""It can only be answered at the phone itself."""
DIALLING = Call(uid=CallUid(1), state=CallState.RING, party=CallParty.CALLER)
WITH_ALICE = Call(uid=CallUid(1), state=CallState.HOLD, number="201")
TALKING = Call(uid=CallUid(1), state=CallState.UP)


def alice(**properties: object) -> Contact:
    return Contact(cid=ALICE, **{"can_call": True, "can_chat": True, **properties})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("contact", "calls", "unread", "action"),
    [
        (alice(), [RINGING], 3, ANSWER),
        (None, [RINGING], 0, ANSWER),
        (None, [TALKING], 0, CARD),
        (None, [AT_THE_PHONE], 0, CARD),
        (None, [DIALLING], 0, CARD),
        (alice(relationship=Relationship.ASKING), [], 2, ACCEPT),
        (alice(), [], 2, CHAT),
        (alice(blf=0), [], 0, DIAL),
        (alice(blf=None), [], 0, DIAL),
        (alice(blf=1), [], 0, CHAT),
        (alice(blf=0, show=Show.DND), [], 0, CHAT),
        (alice(blf=1, can_chat=False), [], 0, DIAL),
        (alice(blf=0, number="201"), [WITH_ALICE], 0, CHAT),
        (alice(blf=0, number="201", can_chat=False), [WITH_ALICE], 0, CARD),
        (alice(blf=0, number="202", can_chat=False), [WITH_ALICE], 0, DIAL),
        (alice(blf=0, number="202", can_chat=False), [DIALLING], 0, CARD),
        (alice(can_call=False), [], 0, CHAT),
        (alice(can_call=False, can_chat=False), [], 0, CARD),
    ],
)
def test_the_moment(contact: Contact | None, calls: list[Call], unread: int, action: DefaultAction) -> None:
    assert default_action(contact, calls, unread) is action


def test_who_is_looked_for_goes_before_who_rings() -> None:
    assert default_action(alice(blf=0), [RINGING], 0, answers=False) is DIAL
