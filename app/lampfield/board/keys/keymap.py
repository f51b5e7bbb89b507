"""A key map in force: which key runs which action."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from lampfield.board.keys.action import Action, Scope
from lampfield.board.keys.actions import ACTIONS
from lampfield.board.keys.names import shown, types
from lampfield.model.account import Right


class FindBy(StrEnum):
    """Which printable characters begin a search when typed on the grid, if they have no action."""

    KEY = "key"
    """None: a key opens the search."""
    DIGITS = "digits"
    ALL = "all"


class Key(NamedTuple):
    """An action with its keys."""

    action: Action
    keys: tuple[str, ...]
    """Textual's names; the first is shown."""

    @property
    def id(self) -> str:
        """Return the action's name in every key map."""
        return self.action.id

    @property
    def label(self) -> str:
        """Return the action's label, one or two words."""
        return self.action.label

    @property
    def shown(self) -> str:
        """Return its first key as written for a person; empty if it has none."""
        return shown(self.keys[0]) if self.keys else ""


class KeyMap:
    """Which key runs which action.

    Args:
        name: The map's name in the settings.
        keys: The keys of each action, by Textual's names; an action that is left out has none.
        find_by: Which characters begin a search.
    """

    def __init__(self, name: str, keys: Mapping[str, tuple[str, ...]], find_by: FindBy = FindBy.KEY) -> None:
        self.name = name
        self.find_by = find_by
        self.keys = tuple(Key(action, tuple(keys.get(action.id, ()))) for action in ACTIONS)
        """Every action with its keys, in the order of the help."""
        self.by_id = {key.id: key for key in self.keys}
        self._bound = {scope: self._bound_in(scope) for scope in Scope}

    def meant(self, key: str, *scopes: Scope) -> Action | None:
        """Return the action of a key in the first scope that has one."""
        return next((found for scope in scopes if (found := self._bound[scope].get(key)) is not None), None)

    def begins_search(self, character: str | None) -> bool:
        """Return whether a character typed on the grid begins a search."""
        if character is None or not character.isprintable() or character.isspace():
            return False
        return self.find_by is FindBy.ALL or (self.find_by is FindBy.DIGITS and character.isdigit())

    def only(self, *action_ids: str) -> "KeyMap":
        """Return this map with the keys of the given actions only; nothing begins a search."""
        return KeyMap(self.name, {action_id: self.by_id[action_id].keys for action_id in action_ids})

    def allowed(self, may: Callable[[Right | None], bool]) -> "KeyMap":
        """Return this map without actions that the account has no right to.

        Args:
            may: Returns whether the account has a right.
        """
        keys = {key.id: key.keys for key in self.keys if may(key.action.right)}
        return KeyMap(self.name, keys, self.find_by)

    def shown(self, action_id: str) -> str:
        """Return an action's first key as written for a person; empty if it has none."""
        return self.by_id[action_id].shown

    def hint(self, action_id: str, does: str) -> str:
        """Return a key and what it does, such as ``F3 answers``; empty if it has no key."""
        key = self.shown(action_id)
        return f"{key} {does}" if key else ""

    @property
    def footer(self) -> tuple[Key, ...]:
        """The footer's keys. The last one, the help, is shown at every width."""
        keys = (key for key in self.keys if key.action.footer and key.keys)
        return tuple(sorted(keys, key=lambda key: key.action.footer))

    def footer_in(self, scope: Scope | None) -> tuple[Key, ...]:
        """Return the footer's keys in a text box: its own, and others that type nothing.

        Args:
            scope: The scope of the box's own keys.
        """
        own = [key for key in self.keys if key.action.scope is scope and key.keys]
        taken = {name for key in own for name in key.keys}
        free = [
            Key(key.action, names)
            for key in self.footer
            if (names := tuple(name for name in key.keys if not types(name) and name not in taken))
        ]
        return (*own, *free)

    def _bound_in(self, scope: Scope) -> dict[str, Action]:
        return {name: key.action for key in self.keys if key.action.scope is scope for name in key.keys}
