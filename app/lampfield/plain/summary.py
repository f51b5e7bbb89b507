"""The summary line: calls, links, unread messages, requests, and the operator's own presence."""

from collections.abc import Mapping
from typing import NamedTuple

from lampfield.client.pbx import PBX
from lampfield.frontend.operations import presence
from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import call_line
from lampfield.model.call import own_calls
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.model.text import plain


class Counts(NamedTuple):
    """The numbers in the summary."""

    unread: int
    requests: int
    contacts: int
    free: int


def summary_line(pbx: PBX, stale: Staleness, now: float | None = None) -> str:
    """Return the summary, the most urgent first.

    ``rings, Brown, 0161. links up. 6 unread, 1 request. 15 contacts, 10 free. you are online, Reception.``

    Args:
        pbx: The client.
        stale: The current staleness.
        now: Epoch seconds, for how long callers have waited; None leaves that out.
    """
    calls = [call_line(call, now) for call in own_calls(pbx.calls.values_by_key)]
    told_calls = "; ".join(calls) or "no calls"
    if stale.phone is not None:
        told_calls = f"calls not known, last: {told_calls}" if calls else "calls not known"
    return (
        " ".join(
            f"{part}." for part in (told_calls, links_words(pbx.links), counts_words(_counts(pbx), stale))
        )
        + f" {own_presence_line(pbx.me)}"
    )


def links_words(links: Mapping[LinkName, Link]) -> str:
    """Return the links that are not up: ``phone link down, chat link connecting``; else ``links up``."""
    off = [
        f"{name} link {link.state}"
        for name in LinkName
        if (link := links.get(name)) is not None and link.state not in (LinkState.UP, LinkState.ABSENT)
    ]
    return ", ".join(off) or "links up"


def counts_words(counts: Counts, stale: Staleness) -> str:
    """Return the counts: ``6 unread, 3 requests. 15 contacts, 10 free``."""
    free = f"{counts.free} free" if stale.phone is None else "phones not known"
    requests = f"{counts.requests} {'request' if counts.requests == 1 else 'requests'}"
    # "Contacts", because parking slots, queues and conferences are among them.
    contacts = f"{counts.contacts} {'contact' if counts.contacts == 1 else 'contacts'}"
    return f"{counts.unread} unread, {requests}. {contacts}, {free}"


def own_presence_line(me: Me | None) -> str:
    """Return the operator's own presence: ``you are online, Reception: lunch till 1.``."""
    if me is None:
        return "not known: there is no connection to the hub."
    status = f": {plain(me.status, 120)}" if me.status else ""
    return f"you are {presence.own_presence_word(Show(me.show))}, {plain(me.name or me.account, 40)}{status}."


def _counts(pbx: PBX) -> Counts:
    contacts = pbx.contacts.values_by_key.values()
    return Counts(
        unread=sum(room.unread for room in pbx.rooms.values_by_key.values()),
        requests=sum(contact.relationship is Relationship.ASKING for contact in contacts),
        contacts=len(contacts),
        free=sum(contact.lamp is Lamp.AVAILABLE for contact in contacts),
    )
