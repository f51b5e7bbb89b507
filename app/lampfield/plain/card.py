"""What is known of a contact, a property a line. Pure."""

from collections.abc import Iterator

from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link
from lampfield.model.relationship import Subscription
from lampfield.model.show import Show, State, show_of_word
from lampfield.model.text import plain
from lampfield.words.ages import age_words
from lampfield.words.names import name_of
from lampfield.words.staleness import Staleness
from lampfield.words.states import (
    LAMP_WORDS,
    RELATIONSHIP_WORDS,
    lamp_words,
    party_words,
    show_words,
    why_no_show,
)

FIELD_CHARS = 240
"""The longest property on a card."""

SEES = {
    Subscription.BOTH: ", you see each other",
    Subscription.TO: ", you see them",
    Subscription.FROM: ", they see you",
}


def card_lines(
    contact: Contact, stale: Staleness, chat_link: Link | None, now: float, *, wants_all: bool
) -> list[str]:
    """Return the lines of a card: phone, number and presence first.

    Args:
        contact: Whose card it is.
        stale: Since when the states may be untrue.
        chat_link: Says why there is no presence.
        now: Epoch seconds.
        wants_all: What only programs want is wanted too; else what says nothing is left out as well.
    """
    lines = [
        *_phone(contact, stale, now),
        f"number: {plain(contact.number, FIELD_CHARS) or 'none'}",
        *_chat(contact, stale, chat_link, now, wants_all=wants_all),
        f"relationship: {RELATIONSHIP_WORDS[contact.relationship]}{SEES.get(contact.subscription, '')}",
        *([f"request: {plain(contact.request_text, FIELD_CHARS)}"] if contact.request_text else []),
        *(f"{label}: {plain(value, FIELD_CHARS)}" for label, value in _described(contact) if value),
    ]
    if wants_all:
        lines += [f"{label}: {plain(value, FIELD_CHARS) or 'none'}" for label, value in _more(contact)]
    return lines


def _phone(contact: Contact, stale: Staleness, now: float) -> Iterator[str]:
    if stale.phone is not None:
        yield f"phone: {lamp_words(contact, stale)}; not heard of for {age_words(now - stale.phone)}"
        return
    since = f" for {age_words(now - contact.blf_since)}" if contact.blf_since else ""
    reason = contact.blf_reason if contact.lamp is Lamp.UNKNOWN else ""
    why = f": {plain(reason, FIELD_CHARS)}" if reason else ""
    yield f"phone: {LAMP_WORDS[contact.lamp]}{party_words(contact)}{since}{why}"
    if contact.labels:
        yield f"phone also: {plain(', '.join(contact.labels), FIELD_CHARS)}"


def _chat(
    contact: Contact, stale: Staleness, chat_link: Link | None, now: float, *, wants_all: bool
) -> Iterator[str]:
    if stale.chat is not None:
        age = age_words(now - stale.chat)
        yield f"presence: {show_words(contact, stale) or 'none'}; not heard of for {age}"
        return
    since = f" for {age_words(now - contact.show_since)}" if contact.show_since else ""
    is_empty = contact.show is Show.OFFLINE and not contact.states
    why = f", {why_no_show(contact, chat_link)}" if is_empty else ""
    status = f": {plain(contact.status, FIELD_CHARS)}" if contact.status else ""
    yield f"presence: {contact.show.value or 'offline'}{since}{why}{status}"
    for name, state in sorted(contact.states.items()) if wants_all else ():
        yield f"state at {plain(name, 40) or 'the PBX'}: {_state(state, now)}"


def _state(state: State, now: float) -> str:
    word = show_of_word(state.show).value or "offline"
    shown = word if state.show in ("available", word) else f"{word} ({plain(state.show, 20)})"
    since = f" for {age_words(now - state.since)}" if state.since else ""
    status = f": {plain(state.status, FIELD_CHARS)}" if state.status else ""
    return f"{shown}, priority {state.priority}{since}{status}"


def _described(contact: Contact) -> tuple[tuple[str, str], ...]:
    """Return what describes a person to a person; what is empty says nothing."""
    return (
        ("tags", ", ".join(contact.tags or ())),
        ("company", contact.company_name),
        ("e-mail", contact.email),
        ("chat address", contact.chat_id),
    )


def _more(contact: Contact) -> tuple[tuple[str, str], ...]:
    return (
        ("blf", str(contact.blf) if contact.blf is not None else "not known"),
        ("can call", _yes(contact.can_call)),
        ("can chat", _yes(contact.can_chat)),
        ("can tag", _yes(contact.can_tag)),
        ("name", name_of(contact)),
        ("login name", contact.uname),
        ("company id", contact.company),
        ("contact id", str(contact.cid)),
        ("photo", _yes(bool(contact.photo_id))),
    )


def _yes(so: bool) -> str:
    return "yes" if so else "no"
