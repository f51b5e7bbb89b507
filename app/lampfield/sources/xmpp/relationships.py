"""The relationship and roster actions of a session (RFC 6121, 2 and 3)."""

import asyncio
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

import slixmpp

from lampfield.model.change import Change
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import (
    Relationship,
    Subscription,
    blocked,
    check_request,
    no_relationship,
    no_request,
)
from lampfield.sources.validation import checked_label, checked_tags
from lampfield.sources.xmpp.address import domain, person_address
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.iq import send_iq, wait_processed
from lampfield.sources.xmpp.namespaces import ROSTER
from lampfield.sources.xmpp.people import SEES_PRESENCE, People

REMOTE_SERVER_SECONDS = 3.0
"""How long a remote server may take to reject an address before the address counts as valid."""


class RelationshipActions:
    """Requests, accepts and ends relationships, and sets tags.

    Args:
        connection: The connection to the server.
        people: The known contacts.
        emit: Receives the changes that the server does not push.
        own: The account's bare address.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        emit: Callable[[Sequence[Change]], None],
        own: ContactKey,
    ) -> None:
        self._connection = connection
        self._people = people
        self._emit = emit
        self._own = own
        self._failures: dict[ContactKey, asyncio.Future[str]] = {}
        """Futures for delivery errors, by the address of a pending request."""

    def note_failure(self, key: ContactKey, error: str) -> None:
        """Note that a presence could not be delivered."""
        failure = self._failures.get(key)
        if failure is not None and not failure.done():
            failure.set_result(error)

    async def request(self, key: ContactKey) -> None:
        """Request a relationship. If the contact has requested one itself, accept that."""
        client, entry = self._require_contact(key), self._people.entry(key)
        relationship = self._people.relationship(key)
        subscription = entry.subscription if entry is not None else Subscription.NONE
        check_request(relationship, subscription, self._people.name(key))
        if relationship is Relationship.ASKING:
            await self.authorize(key)
        else:
            await self._subscribe(client, key)

    async def authorize(self, key: ContactKey) -> None:
        """Accept a request, and request the contact's presence too if needed."""
        client = self._require_contact(key)
        if not self._people.has_request(key):
            raise no_request(self._people.name(key))
        if self._people.relationship(key) is Relationship.BLOCKED:
            raise blocked(self._people.name(key))
        entry = self._people.entry(key)
        client.send_presence(pto=key, ptype="subscribed")
        if entry is None or (entry.subscription not in SEES_PRESENCE and not entry.asked):
            client.send_presence(pto=key, ptype="subscribe")
        await wait_processed(client)
        self._emit(self._people.drop_request(key))

    async def remove(self, key: ContactKey) -> None:
        """Reject a request, end a relationship, or remove a contact without one from the roster.

        When a relationship ends, the contact stays in the roster: it keeps its name and tags, and can be
        requested again.
        """
        client, entry = self._require_contact(key), self._people.entry(key)
        if self._people.has_request(key):
            client.send_presence(pto=key, ptype="unsubscribed")
            await wait_processed(client)
            self._emit(self._people.drop_request(key))
        elif entry is None:
            raise no_relationship(self._people.name(key))
        elif entry.subscription is Subscription.NONE and not entry.asked:
            await send_iq(client, "set", _item(key, subscription="remove"))
        else:
            client.send_presence(pto=key, ptype="unsubscribe")
            client.send_presence(pto=key, ptype="unsubscribed")
            await wait_processed(client)

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Add a contact to the roster and request a relationship."""
        client, key = self._connection.require(), person_address(address)
        if key == self._own:
            raise Refusal(RefusalCode.BAD_ADDRESS, f"{key} is your own address.")
        if key == domain(self._own):
            raise Refusal(RefusalCode.BAD_ADDRESS, f"{key} is your own chat server, not a person's address.")
        if self._people.relationship(key) is Relationship.BLOCKED:
            raise blocked(self._people.name(key))
        if self._people.entry(key) is None:
            await self._add(client, key, _item(key, checked_label(name), checked_tags(tags)))
        else:
            await self.request(key)
        return key

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace the roster groups of a contact."""
        client, entry = self._require_contact(key), self._people.entry(key)
        if entry is None:
            raise Refusal(
                RefusalCode.REFUSED,
                f"{self._people.name(key)} is not in your roster. Send a request first, then set tags.",
            )
        await send_iq(client, "set", _item(key, entry.name, checked_tags(tags)))

    def _require_contact(self, key: ContactKey) -> slixmpp.ClientXMPP:
        client = self._connection.require()
        self._people.check_contact(key)
        return client

    async def _add(self, client: slixmpp.ClientXMPP, key: ContactKey, item: Element) -> None:
        """Add a contact and request a relationship; remove it again if its address is invalid."""
        await send_iq(client, "set", item)
        try:
            await self._subscribe(client, key)
        except Refusal as refusal:
            if refusal.word is RefusalCode.REFUSED:
                await send_iq(client, "set", _item(key, subscription="remove"))
            raise

    async def _subscribe(self, client: slixmpp.ClientXMPP, key: ContactKey) -> None:
        """Send a request. Servers report only failures, and those of remote servers arrive late."""
        failure = self._failures[key] = asyncio.get_running_loop().create_future()
        try:
            client.send_presence(pto=key, ptype="subscribe")
            await wait_processed(client)
            if domain(key) != domain(self._own):
                await asyncio.wait([failure], timeout=REMOTE_SERVER_SECONDS)
        finally:
            del self._failures[key]
        if failure.done():
            raise Refusal(
                RefusalCode.REFUSED, f"{key} cannot be reached: {failure.result()}. Check the address."
            )


def _item(key: ContactKey, name: str = "", groups: Sequence[str] = (), subscription: str = "") -> Element:
    query = Element(f"{ROSTER}query")
    item = SubElement(query, f"{ROSTER}item", jid=key)
    if name:
        item.set("name", name)
    if subscription:
        item.set("subscription", subscription)
    for group in groups:
        SubElement(item, f"{ROSTER}group").text = group
    return query
