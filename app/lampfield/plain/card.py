"""The card of a contact, one property per line."""

from collections.abc import Iterator

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.views import (
    PhoneView,
    PresenceView,
    ResourceView,
    phone_of,
    presence_of,
    properties_of,
)
from lampfield.frontend.wording import RELATIONSHIP_WORDS, age_words, lamp_words, party_words, presence_words
from lampfield.model.contact import Contact
from lampfield.model.link import Link
from lampfield.model.relationship import Subscription
from lampfield.model.text import plain

FIELD_CHARS = 240
"""The maximum length of a property on a card."""

SEES = {
    Subscription.BOTH: ", you see each other",
    Subscription.TO: ", you see them",
    Subscription.FROM: ", they see you",
}


DESCRIBED = ("tags", "company", "e-mail", "chat address")
"""The properties that describe a contact to a person; the others are technical."""


def card_lines(
    contact: Contact, stale: Staleness, chat_link: Link | None, now: float, *, wants_all: bool
) -> list[str]:
    """Return the lines of a card: phone, number and presence first.

    Args:
        contact: The contact.
        stale: The staleness of its states.
        chat_link: The chat link, which may explain a missing presence.
        now: Epoch seconds.
        wants_all: Whether to include technical and empty properties.
    """
    known = properties_of(contact)
    lines = [
        *_phone(contact, phone_of(contact, stale), now),
        f"number: {plain(contact.number, FIELD_CHARS) or 'none'}",
        *_chat(contact, presence_of(contact, stale, chat_link), now, wants_all=wants_all),
        f"relationship: {RELATIONSHIP_WORDS[contact.relationship]}{SEES.get(contact.subscription, '')}",
        *([f"request: {plain(contact.request_text, FIELD_CHARS)}"] if contact.request_text else []),
        *(f"{name}: {plain(known[name], FIELD_CHARS)}" for name in DESCRIBED if known[name]),
    ]
    if wants_all:
        more = (name for name in known if name not in DESCRIBED)
        lines += [f"{name}: {plain(known[name], FIELD_CHARS) or 'none'}" for name in more]
    return lines


def _phone(contact: Contact, view: PhoneView, now: float) -> Iterator[str]:
    if view.stale_since is not None:
        was = lamp_words(contact, Staleness(phone=view.stale_since))
        yield f"phone: {was}; no news for {age_words(now - view.stale_since)}"
        return
    why = f": {plain(view.reason, FIELD_CHARS)}" if view.reason else ""
    party = "" if view.place else party_words(contact)
    yield f"phone: {lamp_words(contact)}{party}{_since(view.since, now)}{why}"
    if view.labels:
        yield f"phone also: {plain(', '.join(view.labels), FIELD_CHARS)}"


def _chat(contact: Contact, view: PresenceView, now: float, *, wants_all: bool) -> Iterator[str]:
    if view.stale_since is not None:
        was = presence_words(contact, Staleness(chat=view.stale_since)) or "none"
        yield f"presence: {was}; no news for {age_words(now - view.stale_since)}"
        return
    why = f", {view.reason}" if view.reason else ""
    status = f": {plain(contact.status, FIELD_CHARS)}" if contact.status else ""
    yield f"presence: {view.word or 'offline'}{_since(view.since, now)}{why}{status}"
    for resource in view.resources if wants_all else ():
        yield f"state at {plain(resource.name, 40) or 'the PBX'}: {_state(resource, now)}"


def _state(view: ResourceView, now: float) -> str:
    word = view.show.value or "offline"
    shown = word if view.word == word else f"{word} ({plain(view.word, 20)})"
    status = f": {plain(view.status, FIELD_CHARS)}" if view.status else ""
    return f"{shown}, priority {view.priority}{_since(view.since, now)}{status}"


def _since(since: float, now: float) -> str:
    return f" for {age_words(now - since)}" if since else ""
