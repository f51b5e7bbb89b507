"""Read the roster and its pushes (RFC 6121, 2)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Subscription
from lampfield.sources.xmpp.address import bare, from_own_account
from lampfield.sources.xmpp.iq import send_slow_query
from lampfield.sources.xmpp.namespaces import ROSTER


class RosterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A roster entry."""

    key: ContactKey
    name: str = ""
    groups: tuple[str, ...] = ()
    subscription: Subscription = Subscription.NONE
    asked: bool = False
    """Whether our request is waiting for an answer."""
    removed: bool = False
    """Whether a push removes the entry (RFC 6121, 2.5.3)."""


def read_roster(query: Element) -> Iterator[RosterEntry]:
    """Yield the entries of a roster or of a push."""
    for item in query.findall(f"{ROSTER}item"):
        word = item.get("subscription", "none")
        groups = ((child.text or "").strip() for child in item.findall(f"{ROSTER}group"))
        yield RosterEntry(
            key=bare(item.get("jid", "")),
            name=item.get("name", "").strip(),
            groups=tuple(sorted({group for group in groups if group})),
            subscription=Subscription(word),
            asked=item.get("ask") == "subscribe",
            removed=word == "remove",
        )


async def fetch_roster(client: slixmpp.ClientXMPP) -> list[RosterEntry]:
    """Fetch the roster, with no time limit while the connection is alive.

    Raises:
        Refusal: The server refuses.
    """
    answer = await send_slow_query(client, Element(f"{ROSTER}query"))
    query = answer.find(f"{ROSTER}query")
    return list(read_roster(query)) if query is not None else []


def read_roster_push(iq: Element, own: ContactKey) -> tuple[RosterEntry, ...]:
    """Return the entries of a roster push (RFC 6121, 2.1.6); a forged one has none.

    Args:
        iq: ``<iq/>``.
        own: The account's bare address.
    """
    query = iq.find(f"{ROSTER}query")
    if iq.get("type") != "set" or query is None or not from_own_account(iq, own):
        return ()
    return tuple(read_roster(query))
