"""Views: the rows of a contact as values, which each front end puts into words and signs.

A view decides what may be shown: of a stale state only the last known value; a reason only for an unknown
state; for a mailbox or a switch its labels instead of a phone state.
"""

from typing import NamedTuple

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import name_of, place_word, presence_word, why_no_presence
from lampfield.model.contact import Contact, Party
from lampfield.model.device import Device
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkState
from lampfield.model.show import Show, show_of_word


class PhoneView(NamedTuple):
    """The phone of a contact. A stale one has only its last `lamp` and `place`."""

    lamp: Lamp
    place: str
    """The state of a mailbox or a switch in words; empty for a phone."""
    stale_since: float | None
    """Since when the state is stale, in epoch seconds; None: fresh."""
    since: float = 0.0
    """When the state began, in epoch seconds; 0: unknown."""
    reason: str = ""
    """Why the state is unknown."""
    labels: tuple[str, ...] = ()
    party: Party | None = None


class ResourceView(NamedTuple):
    """The presence of a contact in one of its chat programs."""

    name: str
    """Empty: the PBX."""
    show: Show
    word: str
    """The resource's own word for its state where it says more than `show`; else the same."""
    priority: int
    since: float
    status: str


class PresenceView(NamedTuple):
    """The presence of a contact. A stale one has only its last `word`."""

    word: str
    """Empty where no presence can be known."""
    stale_since: float | None
    """Since when the presence is stale, in epoch seconds; None: fresh."""
    since: float = 0.0
    """When the presence began, in epoch seconds; 0: unknown."""
    reason: str = ""
    """Why there is no presence."""
    resources: tuple[ResourceView, ...] = ()


class LinkView(NamedTuple):
    """The state of a link in words, with its source and reason."""

    word: str
    since: float
    """When the state began, in epoch seconds; 0: unknown or irrelevant."""
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
        stale: The staleness of its states.
        chat_link: The chat link, which may explain a missing presence.
    """
    word = presence_word(contact)
    if stale.chat is not None:
        return PresenceView(word, stale.chat)
    if contact.show is Show.OFFLINE and not contact.states:
        return PresenceView(word, None, contact.show_since, why_no_presence(contact, chat_link))
    return PresenceView(word, None, contact.show_since, resources=_resources(contact))


def link_of(link: Link) -> LinkView:
    """Return the view of a link."""
    is_absent = link.state is LinkState.ABSENT
    word = "none is configured" if is_absent else link.state.value
    return LinkView(word, 0.0 if is_absent else link.since, link.source, link.reason)


def device_name(device: Device) -> str:
    """Return the display name of a device: its label, else its name at the PBX."""
    return device.label or device.name


def properties_of(contact: Contact) -> dict[str, str]:
    """Return the other properties of a contact: values by display name, empty if unset."""
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


def _yes(value: bool) -> str:
    return "yes" if value else "no"
