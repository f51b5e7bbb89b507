"""From a roster to its entries (RFC 6121, 2). Pure."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Subscription
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.names import ROSTER


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the roster."""

    key: ContactKey
    name: str = ""
    groups: tuple[str, ...] = ()
    subscription: Subscription = Subscription.NONE
    asked: bool = False
    """Our request has no answer yet."""
    removed: bool = False
    """The entry is gone: a push says so (RFC 6121, 2.5.3)."""


def read_roster(query: Element) -> Iterator[Entry]:
    """Yield the entries of a roster, or of a push."""
    for item in query.findall(f"{ROSTER}item"):
        word = item.get("subscription", "none")
        groups = (child.text or "" for child in item.findall(f"{ROSTER}group"))
        yield Entry(
            key=bare(item.get("jid", "")),
            name=item.get("name", ""),
            groups=tuple(sorted({group for group in groups if group})),
            subscription=Subscription(word),
            asked=item.get("ask") == "subscribe",
            removed=word == "remove",
        )
