"""One entry of a key map."""

from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding


class Theme(StrEnum):
    """What a key is about: a heading of the help."""

    PHONE = "phone"
    CHAT = "chat"
    RELATIONSHIP = "relationship"
    FINDING = "finding"
    BOARD = "board"


class Key(NamedTuple):
    """A binding of the board."""

    id: str
    """Names the binding in every key map."""
    keys: str
    """Textual's names, parted by commas; the first is shown."""
    label: str
    """One or two words, for the footer."""
    tooltip: str
    """A sentence, for the help."""
    theme: Theme
    display: str = ""
    """How the key is written; empty: as Textual writes it."""
    footer: int = 0
    """Its place among the keys of the footer; 0: it is not among them."""
    everywhere: bool = False
    """It works in every screen, also while a text box has focus."""

    @property
    def shown(self) -> str:
        """Return how the key is written for a person."""
        return self.display or self.keys.split(",")[0]

    @property
    def action(self) -> str:
        """Return the name of the action."""
        return self.id.replace("-", "_")

    def binding(self) -> Binding:
        """Return the key as Textual wants it."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=bool(self.footer),
            key_display=self.shown,
            priority=self.everywhere,
            tooltip=self.tooltip,
            id=self.id,
        )
