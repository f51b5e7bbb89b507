"""What cannot be in a key map: each fault a sentence, all of them at once. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lampfield.board.keys.action import OF_BOXES, Action, Scope
from lampfield.board.keys.actions import ACTION_BY_ID
from lampfield.board.keys.names import shown, types

NEVER_WITHOUT = ("answer", "hold", "hang-up", "back", "help", "quit")
"""Actions that every map has a key for."""

_TOGETHER = {
    Scope.EVERYWHERE: frozenset(Scope),
    Scope.BOARD: frozenset({Scope.EVERYWHERE, Scope.BOARD, Scope.GRID}),
    Scope.GRID: frozenset({Scope.EVERYWHERE, Scope.BOARD, Scope.GRID}),
    **{scope: frozenset({Scope.EVERYWHERE, scope}) for scope in OF_BOXES},
}
"""Where else a key of a scope must not mean another thing. Where one types the keys of the box go first."""


class KeyFault(NamedTuple):
    """What is wrong with an action's keys."""

    action_id: str
    sentence: str


def key_faults(keys: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """Yield what is wrong with a whole map.

    Args:
        keys: The keys of each action, by Textual's names. The actions that the map itself names stand last.
    """
    yield from _conflicts(keys)
    yield from _only_letters(keys)
    for action_id in NEVER_WITHOUT:
        if not keys.get(action_id):
            yield KeyFault(action_id, "it has no key, and nobody can do without: give it one")


def _conflicts(keys: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """Yield each action with a key that another action before it has already."""
    owners: dict[str, list[Action]] = {}
    for action_id, names in keys.items():
        action = ACTION_BY_ID[action_id]
        for name in names:
            others = owners.setdefault(name, [])
            for other in others:
                if other is action or other.scope in _TOGETHER[action.scope]:
                    yield KeyFault(action_id, _conflict(name, other, action))
            others.append(action)


def _conflict(name: str, other: Action, action: Action) -> str:
    if other is action:
        return f"the key {shown(name)} stands here twice"
    return (
        f"the key {shown(name)} is {other.id} already: give {other.id} another key, or none ({other.id} = [])"
    )


def _only_letters(keys: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """Yield what could not be done while one types: there a key that types a character types it."""
    for action_id, names in keys.items():
        scope = ACTION_BY_ID[action_id].scope
        typing = [name for name in names if types(name)]
        if scope in OF_BOXES and typing:
            yield KeyFault(
                action_id, f"the key {shown(typing[0])} types into the box: take one that types nothing"
            )
        elif scope is Scope.EVERYWHERE and names and len(typing) == len(names):
            yield KeyFault(
                action_id,
                "it works while you type too: give it a key that types nothing, such as F3",
            )
