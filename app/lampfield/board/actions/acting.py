"""What all actions stand on: the PBX, the contact under the cursor, and outcomes."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual.screen import Screen

from lampfield.board.keys.action import Action
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.mnemonic import MNEMONIC
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.settings.changed import SettingsChanged
from lampfield.config.error import ConfigError
from lampfield.config.settings_file import SettingsFile
from lampfield.deeds.deed import Deed, Impossible
from lampfield.deeds.rights import check_right, may
from lampfield.feed.contact import Contact
from lampfield.feed.errors import LampfieldError
from lampfield.feed.pbx import PBX
from lampfield.model.account import Right
from lampfield.model.identity import ContactId
from lampfield.model.text import plain

if TYPE_CHECKING:
    from lampfield.board.app import BoardApp
    from lampfield.board.dialogs.dialog import Dialog
    from lampfield.board.dialogs.form import Form

T = TypeVar("T")


class Asking(Protocol):
    """Where something is typed that stays until what it is for is done."""

    @property
    def is_asking(self) -> bool:
        """Whether it is still open."""

    def wait(self, sentence: str) -> None:
        """Say what is being done."""

    def refuse(self, sentence: str, place: int = 0) -> None:
        """Say why it cannot be done; what was typed stays."""

    def finish(self) -> None:
        """Close: it is done."""


class ActingScreen(Screen[None]):
    """A screen whose actions go to a PBX."""

    pbx: PBX | None = None
    """None until the feed's client is there."""

    keys: KeyMap = MNEMONIC
    """The key map in force."""

    _offered: tuple[tuple[str, ...], KeyMap] | None = None
    """The keys that are offered, and the rights for which they were chosen."""

    @property
    def board_app(self) -> "BoardApp":
        """The application, with the settings of the person who works at it."""
        return cast("BoardApp", self.app)

    @property
    def cursor(self) -> ContactId | None:
        """The contact under the cursor."""
        raise NotImplementedError

    def show_contact(self, cid: ContactId) -> None:
        """Put the cursor on a contact, whatever is shown."""
        raise NotImplementedError

    def dial_typed(self, number: str) -> None:
        """Dial a number on the first device."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Find what stands in the search now: it may be told later than a key that acts on who is found."""
        raise NotImplementedError

    def close_chat(self) -> None:
        """Close the chat pane; the chat itself stays."""
        raise NotImplementedError

    @property
    def settings(self) -> SettingsFile:
        """How this person wants the board."""
        return self.board_app.settings

    @property
    def sought_number(self) -> str:
        """The number that is looked for and that nobody has; empty when there is none."""
        raise NotImplementedError

    def now(self) -> float:
        """Return the time in epoch seconds."""
        return self.board_app.clock()

    @property
    def contact(self) -> Contact | None:
        """The contact under the cursor, as one can act on it."""
        cid = self.cursor
        return self.pbx.contacts.get(cid) if self.pbx is not None and cid is not None else None

    def may(self, right: Right | None) -> bool:
        """Return whether the account has a right."""
        return may(self.pbx, right)

    @property
    def offered(self) -> KeyMap:
        """The keys of what the account may do: these alone are shown."""
        me = self.pbx.me if self.pbx is not None else None
        if me is None:
            return self.keys
        if self._offered is None or self._offered[0] != me.rights:
            self._offered = (me.rights, self.keys.allowed(self.may))
        return self._offered[1]

    def is_allowed(self, action: Action) -> bool:
        """Return whether the account may do something; where it may not, say why."""
        try:
            check_right(self.pbx, action.right)
        except Impossible as why:
            self.hint(str(why))
            return False
        return True

    def say(self, kind: Kind, sentence: str) -> None:
        """Tell an outcome."""
        self.post_message(Outcome(kind, sentence))

    def hint(self, sentence: str) -> None:
        """Say why a key does nothing now."""
        self.say(Kind.FAILED, sentence)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard of the terminal (OSC 52)."""
        self.app.copy_to_clipboard(text)
        self.say(Kind.DONE, f"Copied: {plain(text, 60)}")

    def set_setting(self, table: str, key: str, value: object) -> bool:
        """Let a setting be another, for now and the next time. Returns whether that went well.

        Args:
            table: Such as ``look``.
            key: Such as ``theme``.
            value: What TOML can hold.
        """
        settings, before = self.settings, self.settings.values
        try:
            settings.change(table, key, value)
        except ConfigError as error:
            self.say(Kind.FAILED, str(error))
            return False
        self.post_message(SettingsChanged(before, settings.values))
        return True

    def act(self, doing: Awaitable[Any], underway: str, done: str) -> None:
        """Do something in the background; it ends in a word.

        Args:
            doing: What is asked of the hub. It may return a sentence in the place of ``done``.
            underway: What is said meanwhile.
            done: What is said when it is done; empty: nothing, for what follows is seen.
        """
        self.say(Kind.UNDERWAY, underway)
        self.run_worker(
            self._outcome(doing, done),
            group="actions",
            description=underway,
            exit_on_error=False,
        )

    def perform(self, plan: Callable[[], Deed]) -> None:
        """Do what a plan returns, after its question if it has one; or say why it cannot be done."""
        try:
            deed = plan()
        except Impossible as why:
            self.hint(str(why))
        else:
            self._ask_before(deed)

    def ask_lines(self, form: "Form", plan: Callable[[tuple[str, ...]], Deed | None]) -> None:
        """Open a form, and do what a plan returns for its lines. It closes when that is done, and not before.

        Args:
            form: It.
            plan: Gets the lines. It returns None where it has done everything, and raises an `Impossible`
                that says what is wrong with a line.
        """
        form.submitted = lambda lines: self._try_lines(form, plan, lines)
        self.app.push_screen(form)

    def _try_lines(
        self, form: "Form", plan: Callable[[tuple[str, ...]], Deed | None], lines: tuple[str, ...]
    ) -> None:
        try:
            deed = plan(lines)
        except Impossible as why:
            form.refuse(str(why), why.place)
            return
        if deed is None:
            form.finish()
        else:
            self.do_for(form, deed)

    def do_for(self, box: "Asking", deed: Deed) -> None:
        """Do something for a box that stays open until it is done.

        Args:
            box: What the operator typed stands in it.
            deed: What is done with that.
        """
        box.wait(deed.underway)
        self.say(Kind.UNDERWAY, deed.underway)
        self.run_worker(
            self._outcome_in(box, deed), group="actions", description=deed.underway, exit_on_error=False
        )

    async def _outcome_in(self, box: "Asking", deed: Deed) -> None:
        try:
            came_to = await deed.begin()
        except (LampfieldError, ValueError) as error:
            kind = _kind_of(error)
            if kind is Kind.FAILED and box.is_asking:
                box.refuse(str(error))
                self.say(Kind.DONE, "")
                return
            # What may have been done is not offered to be done once more.
            self.say(kind, str(error))
        else:
            self.say(Kind.DONE, came_to if isinstance(came_to, str) and came_to else deed.done)
        if box.is_asking:
            box.finish()

    def _ask_before(self, deed: Deed) -> None:
        if not deed.question:
            self._do(deed)
            return
        from lampfield.board.dialogs.confirm import Confirm

        self.ask(Confirm(deed.question, deed.yes), lambda yes: self._do(deed) if yes else None)

    def _do(self, deed: Deed) -> None:
        self.act(deed.begin(), deed.underway, deed.done)

    def ask(self, dialog: "Dialog[T]", then: Callable[[T], object]) -> None:
        """Open a dialog. ``then`` gets its answer, unless it was given up."""
        dialog.then = then
        self.app.push_screen(dialog)

    async def _outcome(self, doing: Awaitable[Any], done: str) -> None:
        try:
            came_to = await doing
        except (LampfieldError, ValueError) as error:
            self.say(_kind_of(error), str(error))
        else:
            self.say(Kind.DONE, came_to if isinstance(came_to, str) and came_to else done)


def _kind_of(error: Exception) -> Kind:
    unknown = isinstance(error, LampfieldError) and error.outcome_unknown
    return Kind.UNKNOWN if unknown else Kind.FAILED
