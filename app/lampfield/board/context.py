"""What all controllers stand on: the PBX, the selected contact, the settings, and outcomes."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.window import Window
from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.config.error import ConfigError
from lampfield.config.memory_file import MemoryFile
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings_file import SettingsFile
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.operations.rights import check_right, may
from lampfield.frontend.staleness import Staleness, staleness
from lampfield.model.account import Right
from lampfield.model.call import Call, own_calls
from lampfield.model.identity import ContactId
from lampfield.model.text import plain
from lampfield.protocol.errors import LampfieldError

if TYPE_CHECKING:
    from lampfield.board.dialogs.dialog import Dialog
    from lampfield.board.dialogs.form import Form
    from lampfield.frontend.announcing.announcer import Announcer

T = TypeVar("T")


class Asking(Protocol):
    """An input that stays open until the operation it is for is done."""

    @property
    def is_asking(self) -> bool:
        """Whether it is still open."""

    def wait(self, sentence: str) -> None:
        """Say what is being done."""

    def refuse(self, sentence: str, place: int = 0) -> None:
        """Say why it cannot be done; what was typed stays."""

    def finish(self) -> None:
        """Close: it is done."""


class BoardSetup(NamedTuple):
    """What a board is opened with."""

    clock: Callable[[], float]
    """Returns epoch seconds."""
    settings: SettingsFile
    memory: MemoryFile
    notes: NotesFile
    keys: KeyMap
    """The key map in force."""
    announcer: "Announcer | None" = None
    """Writes announcements; None: nobody wants them."""


class BoardContext:
    """What the controllers of one board share.

    Args:
        window: What they need of Textual.
        setup: What the board is opened with.
        cursor: Returns the id of the contact under the cursor.
    """

    pbx: PBX | None = None
    """None until the client is there."""

    def __init__(self, window: Window, setup: BoardSetup, cursor: Callable[[], ContactId | None]) -> None:
        self.window = window
        self.settings = setup.settings
        self.memory = setup.memory
        self.notes = setup.notes
        self.keys = setup.keys
        self.now = setup.clock
        """Returns epoch seconds."""
        self._cursor = cursor
        self._offered: tuple[tuple[str, ...], KeyMap] | None = None
        """The keys that are offered, and the rights for which they were chosen."""

    @property
    def cursor(self) -> ContactId | None:
        """The id of the contact under the cursor."""
        return self._cursor()

    @property
    def contact(self) -> Contact | None:
        """The contact under the cursor, as one can act on it."""
        cid = self._cursor()
        return self.contact_of(cid) if cid is not None else None

    def contact_of(self, cid: ContactId) -> Contact | None:
        """Return a contact as one can act on it; None when it is gone."""
        return self.pbx.contacts.get(cid) if self.pbx is not None else None

    @property
    def stale(self) -> Staleness:
        """Since when what is shown may be untrue."""
        return staleness(self.pbx.links) if self.pbx is not None else Staleness()

    @property
    def own_calls(self) -> list[Call]:
        """The operator's own calls that are alive."""
        return own_calls(self.pbx.calls.values_by_key) if self.pbx is not None else []

    def if_contact(self, check: Callable[[Contact], bool] = lambda _: True) -> Callable[[], bool]:
        """Return a condition: there is a contact under the cursor, and a check of it holds.

        Args:
            check: Return whether something can be done with a contact. A `NotAvailable` means that it cannot.
        """

        def holds() -> bool:
            contact = self.contact
            try:
                return contact is not None and check(contact)
            except NotAvailable:
                return False

        return holds

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

    def is_allowed(self, right: Right | None) -> bool:
        """Return whether the account has a right; where it lacks it, say so."""
        try:
            check_right(self.pbx, right)
        except NotAvailable as why:
            self.hint(str(why))
            return False
        return True

    def say(self, kind: Kind, sentence: str) -> None:
        """Show an outcome."""
        self.window.post(Outcome(kind, sentence))

    def hint(self, sentence: str) -> None:
        """Say why a key does nothing now."""
        self.say(Kind.FAILED, sentence)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard of the terminal (OSC 52)."""
        self.window.copy(text)
        self.say(Kind.DONE, f"Copied: {plain(text, 60)}")

    def set_setting(self, table: str, key: str, value: object) -> bool:
        """Change a setting, for now and the next time. Returns whether that went well.

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
        self.window.post(SettingsChanged(before, settings.values))
        return True

    def run(self, doing: Awaitable[Any], underway: str, done: str) -> None:
        """Do something in the background, and say its outcome.

        Args:
            doing: What is asked of the hub. It may return a sentence in the place of ``done``.
            underway: What is said meanwhile.
            done: What is said when it is done; empty: nothing, for what follows is seen.
        """
        self.say(Kind.UNDERWAY, underway)
        self.window.work(self._outcome(doing, done), underway, group="actions")

    def perform(self, plan: Callable[[], Operation]) -> None:
        """Do what a plan returns, after its question if it has one; or say why it cannot be done."""
        try:
            deed = plan()
        except NotAvailable as why:
            self.hint(str(why))
        else:
            self._ask_before(deed)

    def perform_at(self, plan: Callable[[PBX], Operation]) -> None:
        """Do what a plan returns for the PBX, as soon as there is one."""
        if (pbx := self.pbx) is not None:
            self.perform(lambda: plan(pbx))

    def perform_on(self, plan: Callable[[Contact], Operation]) -> None:
        """Do what a plan returns for the contact under the cursor."""
        if (contact := self.contact) is not None:
            self.perform(lambda: plan(contact))

    def ask_lines(self, form: "Form", plan: Callable[[tuple[str, ...]], Operation | None]) -> None:
        """Open a form, and do what a plan returns for its lines. It closes when that is done, and not before.

        Args:
            form: It.
            plan: Gets the lines. It returns None where it has done everything, and raises a `NotAvailable`
                that says what is wrong with a line.
        """
        form.submitted = lambda lines: self._try_lines(form, plan, lines)
        self.window.open(form)

    def _try_lines(
        self, form: "Form", plan: Callable[[tuple[str, ...]], Operation | None], lines: tuple[str, ...]
    ) -> None:
        try:
            deed = plan(lines)
        except NotAvailable as why:
            form.refuse(str(why), why.place)
            return
        if deed is None:
            form.finish()
        else:
            self.do_for(form, deed)

    def do_for(self, box: Asking, deed: Operation) -> None:
        """Do something for a box that stays open until it is done.

        Args:
            box: What the operator typed stands in it.
            deed: What is done with that.
        """
        box.wait(deed.underway)
        self.say(Kind.UNDERWAY, deed.underway)
        self.window.work(self._outcome_in(box, deed), deed.underway, group="actions")

    async def _outcome_in(self, box: Asking, deed: Operation) -> None:
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

    def _ask_before(self, deed: Operation) -> None:
        if not deed.question:
            self._do(deed)
            return
        from lampfield.board.dialogs.confirm import Confirm

        self.ask(Confirm(deed.question, deed.yes), lambda yes: self._do(deed) if yes else None)

    def _do(self, deed: Operation) -> None:
        self.run(deed.begin(), deed.underway, deed.done)

    def ask(self, dialog: "Dialog[T]", then: Callable[[T], object]) -> None:
        """Open a dialog. ``then`` gets its answer, unless it was given up."""
        dialog.then = then
        self.window.open(dialog)

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
