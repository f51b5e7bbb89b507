"""A text box on the board itself rather than in a dialog."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from lampfield.board.keys.action import Scope
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.names import types
from lampfield.board.kit.hint import shortened


class Board(Protocol):
    """What a text box needs from its board."""

    @property
    def keys(self) -> KeyMap:
        """The key map in force."""

    def catch_up(self) -> None:
        """Apply the current text of the box: a command may act on it."""

    async def run(self, command_id: str) -> bool:
        """Run a command to its end. Returns whether the board has it."""


class TextBox(Input):
    """A text box with keys that lead back to the grid, in which keys that type nothing still act.

    It handles keys one by one, each after the one before has had its effect: where keys arrive in one piece
    over a slow line, those behind one that leads out do what they would have done alone.
    """

    virtual_size = Reactive(Size(0, 0), layout=False)
    """How wide the text is. Textual would lay out the whole screen whenever that changes, that is at each
    key; the box is one line of a fixed width."""

    LEAVING: ClassVar[Mapping[str, str]] = {}
    """Keys that leave the box whatever the key map, with the command of each."""
    SCOPE: ClassVar[Scope | None] = None
    """The scope of the box's own keys in the key map."""
    PLACE: ClassVar[str] = "while typing"
    """The title of its help page, after "Keys"."""
    OWN_KEYS: ClassVar[Sequence[tuple[str, str]]] = ()
    """Its other keys, as written for a person, and what each does."""

    _hint = ""
    """The placeholder, shown as far as it fits."""

    def on_mount(self) -> None:
        """Select nothing on focus: the event follows the first keys, and the next key would replace them."""
        self.select_on_focus = False
        self._hint = self.placeholder

    def on_resize(self, event: events.Resize) -> None:
        """Show as much of the hint as fits; the last cell is the cursor's."""
        self.placeholder = shortened(self._hint, event.size.width - 1)

    async def take(self, event: events.Key, board: Board) -> bool:
        """Handle a key now. Returns whether it has a meaning here.

        Args:
            event: The key.
            board: Runs the commands.
        """
        if (run := self._meant(event.key, board)) is not None:
            board.catch_up()
            return await run()
        if event.is_printable:
            await self._on_key(event)
        return event.is_printable

    def means(self, key: str, board: Board) -> bool:
        """Return whether a key does anything here besides typing."""
        return self._meant(key, board) is not None

    def insert_paste(self, event: events.Paste) -> None:
        """Insert pasted text now."""
        self._on_paste(event)

    def _meant(self, key: str, board: Board) -> Callable[[], Awaitable[bool]] | None:
        """Return what a key does here; None: it types, or does nothing."""
        if (leaving := self.LEAVING.get(key)) is not None:
            return partial(board.run, leaving)
        keys = board.keys if not types(key) else None
        if keys is not None and self.SCOPE and (found := keys.meant(key, self.SCOPE)):
            return partial(board.run, found.id)
        if own := self._bindings.key_to_bindings.get(key):
            return partial(self.app.run_action, own[0].action, self)
        action = keys.meant(key, Scope.BOARD) if keys is not None else None
        return partial(board.run, action.id) if action is not None else None
