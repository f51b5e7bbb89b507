"""Authorization: the right that a request needs."""

from typing import Any

from lampfield.hub.accounts import AccountHub
from lampfield.model.account import Right, no_right_sentence
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.requests import LinkReset, Request


def check(hub: AccountHub, request: Request[Any]) -> None:
    """Check that an account has the right that a request needs.

    Raises:
        Refusal: It does not have the right.
    """
    right = needed(hub, request)
    if right is not None and not hub.account.allows(right):
        raise Refusal(RefusalCode.NO_RIGHT, no_right_sentence(right))


def needed(hub: AccountHub, request: Request[Any]) -> Right | None:
    """Return the right that a request needs.

    Resetting the chat link needs only `Right.CHAT` if the phone has a different source: then the link is the
    account's own.
    """
    if isinstance(request, LinkReset) and request.name is LinkName.CHAT:
        owners = hub.store.owners
        return Right.RESET if owners.get(LinkName.CHAT) == owners.get(LinkName.PHONE) else Right.CHAT
    return request.right
