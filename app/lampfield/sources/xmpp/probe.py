"""Check step by step what works for an account on a chat server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.account import Account
from lampfield.model.refusal import Refusal
from lampfield.sources.probe_result import ProbeResult
from lampfield.sources.supervisor import LinkFailed
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.client import make_client, stop_filters
from lampfield.sources.xmpp.iq import send_iq
from lampfield.sources.xmpp.namespaces import DISCO
from lampfield.sources.xmpp.roster import RosterEntry, fetch_roster
from lampfield.sources.xmpp.server import Server
from lampfield.sources.xmpp.source import XmppSource
from lampfield.sources.xmpp.stream import open_stream


class Ability(msgspec.Struct, frozen=True):
    """A feature that a server may offer."""

    label: str
    feature: str
    """Its name in service discovery."""
    of_account: bool
    """Whether the account's own address announces it, rather than the server's."""
    works: str
    missing: str


ABILITIES = (
    Ability(
        "archive",
        "urn:xmpp:mam:2",
        True,
        "chats have a history",
        "enable message archiving (mod_mam): without it chats have no history",
    ),
    Ability(
        "avatars",
        "http://jabber.org/protocol/pubsub#publish",
        True,
        "avatars are announced",
        "enable PEP (mod_pep, mod_pubsub): without it avatars come late or not at all",
    ),
    Ability(
        "carbons",
        "urn:xmpp:carbons:2",
        False,
        "messages from your other devices appear here",
        "enable carbons (mod_carbons): without it messages from your other devices are missing",
    ),
)


class ChatProbe(msgspec.Struct, frozen=True):
    """The result of probing a chat server."""

    results: tuple[ProbeResult, ...]
    roster: tuple[RosterEntry, ...] = ()
    """The entries of the account's roster; empty where it could not be read."""


async def probe(source: XmppSource, account: Account) -> ChatProbe:
    """Return what works for an account. After a failed login nothing else is checked."""
    try:
        async with _logged_in(source.server, account) as client:
            login = ProbeResult("login", True, f"{account.jid} is logged in at {source.server.address}")
            result, roster = await _roster(client)
            results = (login, result, *await _abilities(client), _resumption(client))
            return ChatProbe(results, tuple(roster))
    except LinkFailed as error:
        return ChatProbe((ProbeResult("login", False, str(error)),))
    except OSError as error:
        sentence = f"The ca file cannot be read: {error}. Check ca under [chat]."
        return ChatProbe((ProbeResult("login", False, sentence),))


@asynccontextmanager
async def _logged_in(server: Server, account: Account) -> AsyncIterator[slixmpp.ClientXMPP]:
    client = make_client(server, account)
    try:
        async with open_stream(client, server):
            yield client
    finally:
        stop_filters(client)


async def _roster(client: slixmpp.ClientXMPP) -> tuple[ProbeResult, list[RosterEntry]]:
    try:
        roster = await fetch_roster(client)
    except Refusal as refusal:
        return ProbeResult("roster", False, refusal.sentence), []
    sentence = f"{len(roster)} contacts" if roster else "no contacts yet: add them on the board with n"
    return ProbeResult("roster", True, sentence), roster


async def _abilities(client: slixmpp.ClientXMPP) -> list[ProbeResult]:
    own = bare(client.boundjid.bare)
    features = {True: await _features(client, own), False: await _features(client, client.boundjid.host)}
    return [
        ProbeResult(feature.label, works, feature.works if works else feature.missing)
        for feature in ABILITIES
        for works in [feature.feature in features[feature.of_account]]
    ]


async def _features(client: slixmpp.ClientXMPP, to: str) -> set[str]:
    try:
        answer = await send_iq(client, "get", Element(f"{DISCO}query"), to)
    except Refusal:
        return set()
    return {feature.get("var", "") for feature in answer.iter(f"{DISCO}feature")}


def _resumption(client: slixmpp.ClientXMPP) -> ProbeResult:
    works = bool(client.plugin["xep_0198"].sm_id)
    words = "others do not notice a short connection loss"
    missing = "enable stream management (mod_smacks, mod_stream_mgmt): without it others see you go offline"
    return ProbeResult("resumption", works, words if works else missing)
