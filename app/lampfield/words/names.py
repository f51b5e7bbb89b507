"""How people and calls are named in a sentence. Pure."""

from typing import Protocol

from lampfield.model.contact import Party
from lampfield.model.text import plain

NAME_CHARS = 40
"""The longest name in a sentence."""


class Named(Protocol):
    """A contact: its value, or what one acts on."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def uname(self) -> str:
        """Its login name."""

    @property
    def number(self) -> str:
        """Its number."""


class Labelled(Protocol):
    """A call: its value, or what one acts on."""

    @property
    def label(self) -> str:
        """The other party's name, else its number."""


def full_name(contact: Named) -> str:
    """Return the name of a contact as its server gives it; without one, its login name or its number."""
    return contact.name or contact.uname or contact.number


def name_of(contact: Named) -> str:
    """Return how a contact is called in a sentence."""
    return plain(full_name(contact), NAME_CHARS)


def other_of(call: Labelled) -> str:
    """Return how the other party of an own call is called in a sentence."""
    return plain(call.label, NAME_CHARS) or "the caller"


def with_party(party: Party | None) -> str:
    """Return the words for the other end of a contact's call; empty where it is not known."""
    other = plain(party.name or party.number, NAME_CHARS) if party is not None else ""
    return f" with {other}" if other else ""
