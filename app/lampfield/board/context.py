"""What all controllers share: the PBX, the selected contact, the settings, and outcomes."""

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
    """An input that stays open until its operation is done."""

    @property
    def is_asking(self) -> bool:
        """Whether it is still open."""

    def wait(self, sentence: str) -> None:
        """Show what is being done."""

    def refuse(self, sentence: str, place: int = 0) -> None:
        """Show why it cannot be done; the text stays."""

    def finish(self) -> None:
        """Close after success."""


class BoardSetup(NamedTuple):
    """Everything that a board is opened with."""

    clock: Callable[[], float]
    """Returns epoch seconds."""
    settings: SettingsFile
    memory: MemoryFile
    notes: NotesFile
    keys: KeyMap
    """The key map in force."""
    announcer: "Announcer | None" = None
    """Writes announcements; None: no announcements."""


class BoardContext:
    """What the controllers of one board share.

    Args:
        window: What they need from Textual.
        setup: Everything that the board is opened with.
        cursor: Returns the id of the contact under the cursor.
    """

    pbx: PBX | None = None
    """None until there is a client."""

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
        """The key map on offer, and the rights that it was filtered by."""

    @property
    def cursor(self) -> ContactId | None:
        """The id of the contact under the cursor."""
        return self._cursor()

    @property
    def contact(self) -> Contact | None:
        """The live handle of the contact under the cursor."""
        cid = self._cursor()
        return self.contact_of(cid) if cid is not None else None

    def contact_of(self, cid: ContactId) -> Contact | None:
        """Return the live handle of a contact; None if it is gone."""
        return self.pbx.contacts.get(cid) if self.pbx is not None else None

    @property
    def stale(self) -> Staleness:
        """Since when the shown states may be out of date."""
        return staleness(self.pbx.links) if self.pbx is not None else Staleness()

    @property
    def own_calls(self) -> list[Call]:
        """The operator's own calls that have not ended."""
        return own_calls(self.pbx.calls.values_by_key) if self.pbx is not None else []

    def if_contact(self, check: Callable[[Contact], bool] = lambda _: True) -> Callable[[], bool]:
        """Return a condition: there is a contact under the cursor, and it passes a check.

        Args:
            check: Returns whether something can be done with a contact. `NotAvailable` means that it cannot.
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
        """The key map without actions that the account may not use: only these keys are shown."""
        me = self.pbx.me if self.pbx is not None else None
        if me is None:
            return self.keys
        if self._offered is None or self._offered[0] != me.rights:
            self._offered = (me.rights, self.keys.allowed(self.may))
        return self._offered[1]

    def is_allowed(self, right: Right | None) -> bool:
        """Return whether the account has a right; show a message if it does not."""
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
        """Show why a key does nothing now."""
        self.say(Kind.FAILED, sentence)

    def copy(self, text: str) -> None:
        """Copy a text to the terminal's clipboard (OSC 52)."""
        self.window.copy(text)
        self.say(Kind.DONE, f"Copied: {plain(text, 60)}")

    def set_setting(self, table: str, key: str, value: object) -> bool:
        """Change a setting, now and for later runs. Returns whether that worked.

        Args:
            table: Such as ``look``.
            key: Such as ``theme``.
            value: Any value that TOML can hold.
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
        """Run a request in the background and show its outcome.

        Args:
            doing: The request. It may return a sentence that replaces ``done``.
            underway: The sentence shown meanwhile.
            done: The sentence shown after success; empty: none, because the result is visible.
        """
        self.say(Kind.UNDERWAY, underway)
        self.window.work(self._outcome(doing, done), underway, group="actions")

    def perform(self, plan: Callable[[], Operation]) -> None:
        """Run the operation that a plan returns, after its question if any; or show why it cannot run."""
        try:
            operation = plan()
        except NotAvailable as why:
            self.hint(str(why))
        else:
            self._ask_before(operation)

    def perform_at(self, plan: Callable[[PBX], Operation]) -> None:
        """Run the operation that a plan returns for the PBX, if there is a client."""
        if (pbx := self.pbx) is not None:
            self.perform(lambda: plan(pbx))

    def perform_on(self, plan: Callable[[Contact], Operation]) -> None:
        """Run the operation that a plan returns for the contact under the cursor."""
        if (contact := self.contact) is not None:
            self.perform(lambda: plan(contact))

    def ask_lines(self, form: "Form", plan: Callable[[tuple[str, ...]], Operation | None]) -> None:
        """Open a form and run the operation that a plan returns for its lines; close the form after success.

        Args:
            form: The form.
            plan: Gets the lines. Returns None if nothing is left to do; raises a `NotAvailable` that names
                the fault of a line.
        """
        form.submitted = lambda lines: self._try_lines(form, plan, lines)
        self.window.open(form)

    def _try_lines(
        self, form: "Form", plan: Callable[[tuple[str, ...]], Operation | None], lines: tuple[str, ...]
    ) -> None:
        try:
            operation = plan(lines)
        except NotAvailable as why:
            form.refuse(str(why), why.place)
            return
        if operation is None:
            form.finish()
        else:
            self.do_for(form, operation)

    def do_for(self, box: Asking, operation: Operation) -> None:
        """Run an operation for an input that stays open until it is done.

        Args:
            box: Holds what the operator typed.
            operation: What is done with it.
        """
        box.wait(operation.underway)
        self.say(Kind.UNDERWAY, operation.underway)
        self.window.work(self._outcome_in(box, operation), operation.underway, group="actions")

    async def _outcome_in(self, box: Asking, operation: Operation) -> None:
        try:
            came_to = await operation.begin()
        except (LampfieldError, ValueError) as error:
            kind = _kind_of(error)
            if kind is Kind.FAILED and box.is_asking:
                box.refuse(str(error))
                self.say(Kind.DONE, "")
                return
            # The action may have been carried out, so do not offer it again.
            self.say(kind, str(error))
        else:
            self.say(Kind.DONE, came_to if isinstance(came_to, str) and came_to else operation.done)
        if box.is_asking:
            box.finish()

    def _ask_before(self, operation: Operation) -> None:
        if not operation.question:
            self._do(operation)
            return
        from lampfield.board.dialogs.confirm import Confirm

        self.ask(Confirm(operation.question, operation.yes), lambda yes: self._do(operation) if yes else None)

    def _do(self, operation: Operation) -> None:
        self.run(operation.begin(), operation.underway, operation.done)

    def ask(self, dialog: "Dialog[T]", then: Callable[[T], object]) -> None:
        """Open a dialog. ``then`` gets its answer unless the dialog is cancelled."""
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
