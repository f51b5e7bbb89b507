"""The topics of announcements, as settings and command-line options name them."""

from enum import StrEnum


class AnnouncementTopic(StrEnum):
    """A kind of event that can be announced as a line of text."""

    LAMPS = "lamps"
    """The phones of watched contacts."""
    SHOWS = "shows"
    """The chat presence of watched contacts."""
    ALL_LAMPS = "all-lamps"
    """The phones of all contacts."""
    CALLS = "calls"
    """The operator's own calls."""
    MESSAGES = "messages"
    REQUESTS = "requests"
    """Contact requests that arrive or are answered."""
    LINKS = "links"
    """Links that go down or come back."""
    PEOPLE = "people"
    """Contacts that are added or removed."""
