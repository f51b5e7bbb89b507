"""What an address can do, by service discovery (XEP-0030), and what time it is there (XEP-0202)."""

import time
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.refusal import Refusal
from lampfield.sources.xmpp.iq import ServerRefusal, send_iq, send_slow_query
from lampfield.sources.xmpp.namespaces import DISCO, TIME
from lampfield.sources.xmpp.stanzas import epoch_seconds

MIN_OFFSET_SECONDS = 2.0
"""A smaller difference of clocks may be the answer's way, or its whole seconds."""


class ServiceInfo(msgspec.Struct, frozen=True):
    """What an address says of itself."""

    features: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    """What it is: ``account``, ``conference``, ``server``."""


async def fetch_service_info(client: slixmpp.ClientXMPP, address: str) -> ServiceInfo:
    """Return what an address can do; one that says nothing of itself can do nothing.

    Raises:
        Refusal: The server did not answer.
    """
    try:
        answer = await send_slow_query(client, Element(f"{DISCO}query"), address)
    except ServerRefusal:
        return ServiceInfo()
    return ServiceInfo(
        frozenset(one.get("var", "") for one in answer.iter(f"{DISCO}feature")),
        frozenset(one.get("category", "") for one in answer.iter(f"{DISCO}identity")),
    )


async def clock_offset(client: slixmpp.ClientXMPP) -> float:
    """Return how many seconds the server's clock is ahead of ours; 0 where they are about the same."""
    asked_at = time.time()
    try:
        answer = await send_iq(client, "get", Element(f"{TIME}time"), client.boundjid.host)
    except Refusal:
        return 0.0
    there = epoch_seconds(answer.findtext(f"{TIME}time/{TIME}utc") or "")
    if there is None:
        return 0.0
    offset = there - (asked_at + time.time()) / 2
    return offset if abs(offset) > MIN_OFFSET_SECONDS else 0.0
