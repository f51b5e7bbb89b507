"""The rights of the operator's account: unavailable operations are hidden, or refused with the reason."""

from lampfield.client.handles import Client
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.model.account import Right, no_right_sentence
from lampfield.model.link import LinkName

RESETTABLE = (LinkName.PHONE, LinkName.CHAT, LinkName.DIRECTORY)
"""The links that the hub can reset; the one to the hub is the client's own."""


def may(pbx: Client | None, right: Right | None) -> bool:
    """Return whether the account has a right. Before the login this is true: the hub decides.

    Args:
        pbx: The client; None before there is one.
        right: The right; None: none is needed.
    """
    me = pbx.me if pbx is not None else None
    return right is None or me is None or right in me.rights


def check_right(pbx: Client | None, right: Right | None) -> None:
    """Check that the account has a right.

    Raises:
        NotAvailable: It does not have it.
    """
    if right is not None and not may(pbx, right):
        raise NotAvailable(no_right_sentence(right))


def right_to_reset(pbx: Client, name: LinkName) -> Right:
    """Return the right that resetting a link needs.

    The account's own login at a chat server needs the right to chat. A chat link that shares its source with
    the phone link is used by all accounts, as the phone link is (`lampfield.hub.rights`).
    """
    links = pbx.links
    if name is not LinkName.CHAT or LinkName.CHAT not in links:
        return Right.RESET
    phone = links.get(LinkName.PHONE)
    shared = phone is not None and phone.source == links[LinkName.CHAT].source
    return Right.RESET if shared else Right.CHAT


def can_reset(pbx: Client, name: LinkName) -> bool:
    """Return whether the account may reset a link."""
    return name in RESETTABLE and may(pbx, right_to_reset(pbx, name))
