"""Who the account blocks, here or on another device (XEP-0191)."""

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
    """What the server tells of a change of the list."""

    blocks: bool
    """False: the addresses are unblocked."""
    addresses: tuple[str, ...]
    """None at all in an unblocking push means every one (XEP-0191, 3.6)."""


def read_push(iq: Element, own: ContactKey) -> BlockPush | None:
    """Return what a push says; None where it is none of the own account's server.

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
    """Return the addresses that the account blocks. Who asked for them is told each change (XEP-0191, 3.3).

    Raises:
        Refusal: The server did not answer. One that knows no block list has none.
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
    """Return the addresses of ``<blocklist/>``, ``<block/>`` or ``<unblock/>`` as servers compare them."""
    items = (item.get("jid", "") for item in list_or_push.findall(f"{BLOCKING}item"))
    return tuple(_comparable(address) for address in items if address)


class BlockList:
    """The addresses that the account blocks.

    The server tells the account nothing of a blocked contact, not even that it went off line (XEP-0191, 3.4),
    so nothing is known of its presence.
    """

    def __init__(self) -> None:
        self._addresses: frozenset[str] = frozenset()

    def replace(self, addresses: Iterable[str]) -> None:
        """Take the list as the server has it."""
        self._addresses = frozenset(addresses)

    def add(self, addresses: Iterable[str]) -> None:
        """Take a push of addresses that are blocked now."""
        self._addresses |= frozenset(addresses)

    def drop(self, addresses: Iterable[str]) -> None:
        """Take a push of addresses that are blocked no more; none at all means every one (XEP-0191, 3.6)."""
        dropped = frozenset(addresses)
        self._addresses = self._addresses - dropped if dropped else frozenset()

    def covers(self, key: ContactKey) -> bool:
        """Return whether all resources of a contact are blocked: by its address, or by its whole domain."""
        return bool(self._addresses) and (key in self._addresses or domain(key) in self._addresses)

    def covers_resource(self, key: ContactKey, name: str) -> bool:
        """Return whether one resource of a contact is blocked (XEP-0191, 5: what an address matches)."""
        if self.covers(key):
            return True
        return f"{key}/{name}" in self._addresses or f"{domain(key)}/{name}" in self._addresses


def _comparable(address: str) -> str:
    name = resource(address)
    return f"{bare(address)}/{name}" if name else bare(address)
