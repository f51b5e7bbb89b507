"""Who may do what: the right that a request needs, checked before it is carried out."""

from typing import Any

from lampfield.feed.requests import LinkReset, Request
from lampfield.hub.desk import Desk
from lampfield.model.account import Right, no_right_sentence
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, Word


def check(desk: Desk, request: Request[Any]) -> None:
    """Make sure that an account may ask for something.

    Raises:
        Refusal: It may not.
    """
    right = needed(desk, request)
    if right is not None and not desk.account.allows(right):
        raise Refusal(Word.NO_RIGHT, no_right_sentence(right))


def needed(desk: Desk, request: Request[Any]) -> Right | None:
    """Return the right that a request needs: a chat link is the account's own where it has its own source."""
    if isinstance(request, LinkReset) and request.name is LinkName.CHAT:
        owners = desk.store.owners
        return Right.RESET if owners.get(LinkName.CHAT) == owners.get(LinkName.PHONE) else Right.CHAT
    return request.right
