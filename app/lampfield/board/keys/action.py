"""One action of the board: what a key can be bound to."""

from enum import StrEnum
from typing import NamedTuple

from lampfield.model.account import Right


class Theme(StrEnum):
    """What an action is about: a heading of the help."""

    PHONE = "phone"
    CHAT = "chat"
    RELATIONSHIP = "relationship"
    FINDING = "finding"
    BOARD = "board"
    GRID = "grid"


RIGHTS = {Theme.PHONE: Right.DIAL, Theme.CHAT: Right.CHAT, Theme.RELATIONSHIP: Right.CHAT}
"""The right that an action needs, by what it is about, unless the action names another."""


class Scope(StrEnum):
    """Where a key of an action works. A key that types a character never works while one types."""

    EVERYWHERE = "everywhere"
    """In every screen, dialogs and text boxes too."""
    BOARD = "board"
    """On the board's screen, in its text boxes too."""
    GRID = "grid"
    """While the grid has the focus."""
    FIND = "find"
    """While the search has the focus."""
    CHAT = "chat"
    """While the box of a chat has the focus."""
    CARD = "card"
    """While the box of the card has the focus."""


OF_BOXES = frozenset({Scope.FIND, Scope.CHAT, Scope.CARD})
"""Where one types: the keys of such a scope type nothing, and go before those of the board."""


class Action(NamedTuple):
    """Something that the board does."""

    id: str
    """Names the action in every key map."""
    label: str
    """One or two words, for the footer."""
    tooltip: str
    """A sentence, for the help."""
    theme: Theme
    scope: Scope = Scope.BOARD
    footer: int = 0
    """Its place among the keys of the footer; 0: it is not among them."""
    of_contact: bool = False
    """It is done with the contact under the cursor: the mouse menu offers it."""
    own_right: Right | None = None
    """The right that it needs in place of the usual one."""

    @property
    def right(self) -> Right | None:
        """Return the right that the operator's account needs for it; None: none."""
        return self.own_right or RIGHTS.get(self.theme)
