"""What a card says of a contact, before it is put into words and signs: one view for every front end.

A view decides what may be shown: over a link that is down, only what was known last; the reason only where
the state is not known; the place of a mailbox or a switch instead of a phone's state.
"""

from typing import NamedTuple

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import name_of, place_word, presence_word, why_no_show
from lampfield.model.contact import Contact, Party
from lampfield.model.device import Device
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkState
from lampfield.model.show import Show, show_of_word


class PhoneView(NamedTuple):
    """The phone of a contact. Of a stale one, only `lamp` and `place` say something: what it was."""

    lamp: Lamp
    place: str
    """What a mailbox or a switch says; empty for a phone."""
    stale_since: float | None
    """Since when the state may be untrue, in epoch seconds."""
    since: float = 0.0
    """Since when the state is what it is, in epoch seconds; 0: not known."""
    reason: str = ""
    """Why the state is not known."""
    labels: tuple[str, ...] = ()
    party: Party | None = None


class ResourceView(NamedTuple):
    """The presence of a contact in one of its chat programs."""

    name: str
    """Empty: at the PBX."""
    show: Show
    word: str
    """The program's own word where that says more than `show`; else the same."""
    priority: int
    since: float
    status: str


class PresenceView(NamedTuple):
    """The presence of a contact. Of a stale one, only `word` says something: what it was."""

    word: str
    """Empty where no presence can be known."""
    stale_since: float | None
    since: float = 0.0
    why: str = ""
    """Why there is no presence."""
    resources: tuple[ResourceView, ...] = ()


class LinkView(NamedTuple):
    """A link: its state in words, since when, where it leads, and why it is so."""

    word: str
    since: float
    """In epoch seconds; 0: not known, or nothing to be said of it."""
    source: str
    reason: str


def phone_of(contact: Contact, stale: Staleness) -> PhoneView:
    """Return the view of a contact's phone."""
    place = place_word(contact)
    if stale.phone is not None:
        return PhoneView(contact.lamp, place, stale.phone)
    if place:
        return PhoneView(contact.lamp, place, None, contact.blf_since)
    reason = contact.blf_reason if contact.lamp is Lamp.UNKNOWN else ""
    return PhoneView(contact.lamp, "", None, contact.blf_since, reason, tuple(contact.labels), contact.party)


def presence_of(contact: Contact, stale: Staleness, chat_link: Link | None) -> PresenceView:
    """Return the view of a contact's presence.

    Args:
        contact: The contact.
        stale: Since when what is known may be untrue.
        chat_link: Says why there is no presence.
    """
    word = presence_word(contact)
    if stale.chat is not None:
        return PresenceView(word, stale.chat)
    if contact.show is Show.OFFLINE and not contact.states:
        return PresenceView(word, None, contact.show_since, why_no_show(contact, chat_link))
    return PresenceView(word, None, contact.show_since, resources=_resources(contact))


def link_of(link: Link) -> LinkView:
    """Return the view of a link."""
    is_absent = link.state is LinkState.ABSENT
    word = "none is configured" if is_absent else link.state.value
    return LinkView(word, 0.0 if is_absent else link.since, link.source, link.reason)


def device_name(device: Device) -> str:
    """Return what a device is called: its label, else its name at the PBX."""
    return device.label or device.name


def properties_of(contact: Contact) -> dict[str, str]:
    """Return what else is known of a contact: values by their names, empty where there is none."""
    return {
        "tags": ", ".join(contact.tags or ()),
        "company": contact.company_name,
        "e-mail": contact.email,
        "chat address": contact.chat_id,
        "blf": str(contact.blf) if contact.blf is not None else "not known",
        "can call": _yes(contact.can_call),
        "can chat": _yes(contact.can_chat),
        "can tag": _yes(contact.can_tag),
        "name": name_of(contact),
        "login name": contact.uname,
        "company id": contact.company,
        "contact id": str(contact.cid),
        "photo": _yes(bool(contact.photo_id)),
    }


def _resources(contact: Contact) -> tuple[ResourceView, ...]:
    views = []
    for name, state in sorted(contact.states.items()):
        show = show_of_word(state.show)
        word = (show.value or "offline") if state.show == "available" else state.show
        views.append(ResourceView(name, show, word, state.priority, state.since, state.status))
    return tuple(views)


def _yes(so: bool) -> str:
    return "yes" if so else "no"
