"""The faults of a key map: one sentence each, all of them at once. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lampfield.board.keys.action import OF_BOXES, Action, Scope
from lampfield.board.keys.actions import ACTION_BY_ID
from lampfield.board.keys.names import shown, types

NEVER_WITHOUT = ("answer", "hold", "hang-up", "back", "help", "quit")
"""Actions that every map must have a key for."""

_TOGETHER = {
    Scope.EVERYWHERE: frozenset(Scope),
    Scope.BOARD: frozenset({Scope.EVERYWHERE, Scope.BOARD, Scope.GRID}),
    Scope.GRID: frozenset({Scope.EVERYWHERE, Scope.BOARD, Scope.GRID}),
    **{scope: frozenset({Scope.EVERYWHERE, scope}) for scope in OF_BOXES},
}
"""The scopes in which a key of this scope must not mean anything else. In a text box its own keys go first.
"""


class KeyFault(NamedTuple):
    """A fault in an action's keys."""

    action_id: str
    sentence: str


def key_faults(keys: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """Yield the faults of a whole map.

    Args:
        keys: The keys of each action, by Textual's names. The actions that the map itself names come last.
    """
    yield from _conflicts(keys)
    yield from _only_letters(keys)
    for action_id in NEVER_WITHOUT:
        if not keys.get(action_id):
            yield KeyFault(action_id, "this action must have a key: give it one")


def _conflicts(keys: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """Yield each action that has a key of an earlier action."""
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
    """Yield actions without a key that works in a text box, where a printable key types its character."""
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
