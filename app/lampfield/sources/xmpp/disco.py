"""Query the features (XEP-0030) and the clock (XEP-0202) of an address."""

import time
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.refusal import Refusal
from lampfield.sources.xmpp.iq import ServerRefusal, send_iq, send_slow_query
from lampfield.sources.xmpp.namespaces import DISCO, TIME
from lampfield.sources.xmpp.stanzas import epoch_seconds

MIN_OFFSET_SECONDS = 2.0
"""Smaller clock differences are ignored: they may be network delay or rounding to whole seconds."""


class ServiceInfo(msgspec.Struct, frozen=True):
    """The features and identities of an address."""

    features: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    """Identity categories: ``account``, ``conference``, ``server``."""


async def fetch_service_info(client: slixmpp.ClientXMPP, address: str) -> ServiceInfo:
    """Return the features and identities of an address; none if it refuses.

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
    """Return how many seconds the server's clock is ahead; 0 if it is about the same or unknown."""
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
