"""The account's block list, which other devices may change too (XEP-0191)."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.address import bare, domain, from_own_account, resource
from lampfield.sources.xmpp.iq import send_slow_query
from lampfield.sources.xmpp.namespaces import BLOCKING


class BlockPush(msgspec.Struct, frozen=True):
    """A change of the block list pushed by the server."""

    blocks: bool
    """True to block the addresses, False to unblock them."""
    addresses: tuple[str, ...]
    """Empty when unblocking means all addresses (XEP-0191, 3.6)."""


def read_push(iq: Element, own: ContactKey) -> BlockPush | None:
    """Return the push; None if the stanza is not one from the account's own server.

    Args:
        iq: ``<iq/>``.
        own: The account's bare address.
    """
    if iq.get("type") != "set" or not from_own_account(iq, own):
        return None
    for child in iq:
        if child.tag == f"{BLOCKING}block":
            return BlockPush(True, read_addresses(child))
        if child.tag == f"{BLOCKING}unblock":
            return BlockPush(False, read_addresses(child))
    return None


async def fetch_block_list(client: slixmpp.ClientXMPP) -> tuple[str, ...]:
    """Fetch the blocked addresses. From then on the server pushes changes to this client (XEP-0191, 3.3).

    Raises:
        Refusal: The server did not answer. A server without block lists counts as one with an empty list.
    """
    try:
        answer = await send_slow_query(client, Element(f"{BLOCKING}blocklist"))
    except Refusal as refusal:
        if refusal.word is RefusalCode.REFUSED:
            return ()
        raise
    block_list = answer.find(f"{BLOCKING}blocklist")
    return read_addresses(block_list) if block_list is not None else ()


def read_addresses(list_or_push: Element) -> tuple[str, ...]:
    """Return the normalized addresses of ``<blocklist/>``, ``<block/>`` or ``<unblock/>``."""
    items = (item.get("jid", "") for item in list_or_push.findall(f"{BLOCKING}item"))
    return tuple(_comparable(address) for address in items if address)


class BlockList:
    """The blocked addresses.

    The server sends nothing about a blocked contact, not even that it went offline (XEP-0191, 3.4), so its
    presence is unknown.
    """

    def __init__(self) -> None:
        self._addresses: frozenset[str] = frozenset()

    def replace(self, addresses: Iterable[str]) -> None:
        """Replace the list."""
        self._addresses = frozenset(addresses)

    def add(self, addresses: Iterable[str]) -> None:
        """Block addresses."""
        self._addresses |= frozenset(addresses)

    def drop(self, addresses: Iterable[str]) -> None:
        """Unblock addresses; an empty sequence unblocks all (XEP-0191, 3.6)."""
        dropped = frozenset(addresses)
        self._addresses = self._addresses - dropped if dropped else frozenset()

    def covers(self, key: ContactKey) -> bool:
        """Return whether a contact is blocked entirely: by its address or its domain."""
        return bool(self._addresses) and (key in self._addresses or domain(key) in self._addresses)

    def covers_resource(self, key: ContactKey, name: str) -> bool:
        """Return whether one resource of a contact is blocked (XEP-0191, 5: matching of addresses)."""
        if self.covers(key):
            return True
        return f"{key}/{name}" in self._addresses or f"{domain(key)}/{name}" in self._addresses


def _comparable(address: str) -> str:
    name = resource(address)
    return f"{bare(address)}/{name}" if name else bare(address)
