"""Who may do what: the right that a request needs, checked before it is carried out."""

from typing import Any

from lampfield.hub.accounts import AccountHub
from lampfield.model.account import Right, no_right_sentence
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.requests import LinkReset, Request


def check(hub: AccountHub, request: Request[Any]) -> None:
    """Make sure that an account may ask for something.

    Raises:
        Refusal: It may not.
    """
    right = needed(hub, request)
    if right is not None and not hub.account.allows(right):
        raise Refusal(RefusalCode.NO_RIGHT, no_right_sentence(right))


def needed(hub: AccountHub, request: Request[Any]) -> Right | None:
    """Return the right that a request needs: a chat link is the account's own where it has its own source."""
    if isinstance(request, LinkReset) and request.name is LinkName.CHAT:
        owners = hub.store.owners
        return Right.RESET if owners.get(LinkName.CHAT) == owners.get(LinkName.PHONE) else Right.CHAT
    return request.right
