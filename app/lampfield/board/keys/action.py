"""An action of the board, which a key can be bound to."""

from enum import StrEnum
from typing import NamedTuple

from lampfield.model.account import Right


class Theme(StrEnum):
    """The subject of an action: a heading of the help."""

    PHONE = "phone"
    CHAT = "chat"
    RELATIONSHIP = "relationship"
    FINDING = "finding"
    BOARD = "board"
    GRID = "grid"


RIGHTS = {Theme.PHONE: Right.DIAL, Theme.CHAT: Right.CHAT, Theme.RELATIONSHIP: Right.CHAT}
"""The right that an action needs, by theme, unless the action names another."""


class Scope(StrEnum):
    """Where an action's key works. A key that types a character never acts in a text box."""

    EVERYWHERE = "everywhere"
    """On every screen, including dialogs and text boxes."""
    BOARD = "board"
    """On the board's screen, including its text boxes."""
    GRID = "grid"
    """While the grid has the focus."""
    FIND = "find"
    """While the search has the focus."""
    CHAT = "chat"
    """While a chat's text box has the focus."""
    CARD = "card"
    """While the card's text box has the focus."""


OF_BOXES = frozenset({Scope.FIND, Scope.CHAT, Scope.CARD})
"""The scopes of text boxes: their keys type nothing, and go before those of the board."""


class Action(NamedTuple):
    """An action of the board."""

    id: str
    """The action's name in every key map."""
    label: str
    """One or two words, for the footer."""
    tooltip: str
    """A sentence, for the help."""
    theme: Theme
    scope: Scope = Scope.BOARD
    footer: int = 0
    """Its position among the footer's keys; 0: not in the footer."""
    of_contact: bool = False
    """It acts on the contact under the cursor, so the mouse menu offers it."""
    own_right: Right | None = None
    """The right that it needs instead of its theme's."""

    @property
    def right(self) -> Right | None:
        """Return the right that the operator's account needs for it; None: no right."""
        return self.own_right or RIGHTS.get(self.theme)
