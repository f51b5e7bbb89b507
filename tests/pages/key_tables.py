"""The table of all actions with their keys in each key map, made from the code."""

from lampfield.board.keys.action import Scope, Theme
from lampfield.board.keys.keymap import Key, KeyMap
from lampfield.board.keys.names import shown
from lampfield.board.keys.reading import SHIPPED, load_map
from tests.pages.tables import code, table

HEADINGS = {
    Theme.PHONE: "Calls",
    Theme.CHAT: "Chats and your status",
    Theme.RELATIONSHIP: "Contacts and requests",
    Theme.FINDING: "Find and favourites",
    Theme.BOARD: "The board",
    Theme.GRID: "The grid",
}
WHERE = {
    Scope.EVERYWHERE: "everywhere, also while you type",
    Scope.BOARD: "",
    Scope.GRID: "on the grid",
    Scope.FIND: "in the search",
    Scope.CHAT: "in the chat's text box",
}


def key_tables() -> str:
    """Return a heading and a table for each subject."""
    maps = [load_map(name, None) for name in SHIPPED]
    return "\n\n".join(f"### {heading}\n\n{_table(theme, maps)}" for theme, heading in HEADINGS.items())


def _table(theme: Theme, maps: list[KeyMap]) -> str:
    rows = [_row(key, maps) for key in maps[0].keys if key.action.theme is theme]
    return table(("action", "does", *(code(it.name) for it in maps), "where"), rows)


def _row(key: Key, maps: list[KeyMap]) -> tuple[str, ...]:
    keys = (" ".join(code(shown(name)) for name in it.by_id[key.id].keys) for it in maps)
    return (code(key.id), key.action.tooltip, *keys, WHERE[key.action.scope])
