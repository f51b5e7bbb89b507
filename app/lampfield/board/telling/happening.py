"""A thing that happened of which the operator is told."""

from typing import NamedTuple

from lampfield.config.tell import Occasion
from lampfield.model.identity import ContactId, MessageId, RoomId


class Happening(NamedTuple):
    """What happened, and to whom. The texts are as somebody else wrote them."""

    occasion: Occasion
    name: str = ""
    number: str = ""
    text: str = ""
    cid: ContactId | None = None
    """Whom it is about."""
    room_id: RoomId | None = None
    """The chat of a message."""
    msg_id: MessageId = MessageId(0)
