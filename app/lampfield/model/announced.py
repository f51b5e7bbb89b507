"""What may be announced: the words of the settings, of options and of announcements."""

from enum import StrEnum


class Announced(StrEnum):
    """What is worth a line of its own to one who does not look."""

    LAMPS = "lamps"
    """The phones of the people who are watched."""
    SHOWS = "shows"
    """Their chat presence."""
    ALL_LAMPS = "all-lamps"
    """Everybody's phones."""
    CALLS = "calls"
    """The operator's own calls."""
    MESSAGES = "messages"
    REQUESTS = "requests"
    """Who asks for a chat relationship, and who answers."""
    LINKS = "links"
    """Links that are lost, and that are back."""
    PEOPLE = "people"
    """Contacts that come and go."""
