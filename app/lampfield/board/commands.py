"""The commands of a board: each action joined with the function that runs it here."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import isawaitable

from lampfield.board.keys.action import Action, Scope, Theme
from lampfield.board.keys.actions import ACTION_BY_ID, BOX_ACTIONS
from lampfield.model.account import Right

FACTS: Mapping[str, Action] = {**ACTION_BY_ID, **{action.id: action for action in BOX_ACTIONS}}
"""The facts of every action, by id."""

Run = Callable[[], Awaitable[object] | None]


def always() -> bool:
    """Return True: the command is available at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """An action that this board can run."""

    id: str
    """The action's name in every key map."""
    label: str
    """One or two words, for the footer."""
    tooltip: str
    """A sentence, for the help."""
    theme: Theme
    scope: Scope
    footer: int
    """Its position among the footer's keys; 0: not in the footer."""
    of_contact: bool
    """It acts on the contact under the cursor, so the mouse menu offers it."""
    right: Right | None
    """The right that the operator's account needs; None: no right."""
    available: Callable[[], bool]
    """Returns whether it can be done now. An unavailable command is not offered; when run, it says why."""
    run: Run
    """Runs the action."""


def command(action_id: str, run: Run, available: Callable[[], bool] = always) -> Command:
    """Return the command of an action.

    Args:
        action_id: The action's id.
        run: Runs it.
        available: Returns whether it can be done now.

    Raises:
        KeyError: No action has this id.
    """
    facts = FACTS[action_id]
    return Command(
        facts.id,
        facts.label,
        facts.tooltip,
        facts.theme,
        facts.scope,
        facts.footer,
        facts.of_contact,
        facts.right,
        available,
        run,
    )


class Commands:
    """The table of a board's commands, which keys, footer, palette, menu and clicks all use.

    Args:
        commands: All of them.
        is_allowed: Returns whether the account has a right; shows a message if it does not.

    Raises:
        ValueError: Two commands have the same id.
    """

    def __init__(self, commands: Iterable[Command], is_allowed: Callable[[Right | None], bool]) -> None:
        self._is_allowed = is_allowed
        self._by_id: dict[str, Command] = {}
        for it in commands:
            if it.id in self._by_id:
                raise ValueError(f"two controllers bring the command {it.id}")
            self._by_id[it.id] = it

    def __iter__(self) -> Iterator[Command]:
        return iter(self._by_id.values())

    def __contains__(self, command_id: str) -> bool:
        return command_id in self._by_id

    def get(self, command_id: str) -> Command | None:
        """Return a command; None where this board does not have it."""
        return self._by_id.get(command_id)

    def only(self, command_ids: Collection[str]) -> "Commands":
        """Return a table with only some of these commands."""
        return Commands((it for it in self if it.id in command_ids), self._is_allowed)

    async def run(self, command_id: str) -> bool:
        """Run a command to its end if the account has its right. Returns whether the command exists."""
        if (found := self._by_id.get(command_id)) is None:
            return False
        if self._is_allowed(found.right) and isawaitable(doing := found.run()):
            await doing
        return True
