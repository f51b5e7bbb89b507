"""The settings screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.kit.hint import Hint
from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.settings.choices import Checks, Choices
from lampfield.board.settings.row import SettingRow
from lampfield.board.stylesheets import stylesheet
from lampfield.config.documentation import LineKind, Setting, Several, kind_of, sections, wanted
from lampfield.config.error import ConfigError
from lampfield.config.settings import Settings
from lampfield.config.settings_file import SettingsFile

PAGE_ROWS = 5
"""The number of controls that Page Up and Page Down skip."""


class SettingList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls with the focus: it has no scroll keys."""


class SettingsScreen(Dialog[None]):
    """All settings, each with the control for its type; a change applies at once and is saved.

    Args:
        settings: The values and their file.
        choices: The possible values that the application knows.
        listener: Gets a `SettingsChanged` for each change.
        checks: Checks of values before they are saved.
    """

    CSS_PATH: ClassVar = [stylesheet("settings.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back"),
        # Handled before the focused control: keys that follow at once are meant for the next one.
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("pagedown", f"go_on({PAGE_ROWS})", show=False),
        Binding("pageup", f"go_on(-{PAGE_ROWS})", show=False),
        Binding("ctrl+r", "forget", show=False),
    ]

    def __init__(
        self, settings: SettingsFile, choices: Choices, listener: Widget, checks: Checks | None = None
    ) -> None:
        super().__init__()
        self._checks = checks or {}
        self._settings = settings
        self._choices = choices
        self._listener = listener

    def compose(self) -> ComposeResult:
        """Lay out the tables of the file."""
        before, where = self._settings.values, _where(self._settings)
        self._tell(before)
        with Vertical(classes="dialog-box", id="settings"):
            yield Static(Content.styled("Settings", "bold"), classes="dialog-title")
            yield Static(where, id="settings-file")
            with SettingList(id="settings-list"):
                yield from self._rows(msgspec.to_builtins(self._settings.values))
            yield Hint(id="settings-hint", classes="dialog-hint")

    def _rows(self, now: dict[str, dict[str, object]]) -> Iterator[Widget]:
        for section in sections(type(self._settings.values)):
            heading = Content.assemble((section.name, "bold $primary"), (f"  {section.sentence}", "$muted"))
            yield Static(heading, classes="settings-heading")
            for setting in section.settings:
                value = now[setting.table][setting.key]
                yield SettingRow(setting, value, self._choices.get(setting.path, ()))

    @on(SettingRow.Wanted)
    async def change(self, event: SettingRow.Wanted) -> None:
        """Save a value, or show why that failed."""
        event.stop()
        event.row.note_answer()
        await self._set(event.row, event.value)

    async def action_forget(self) -> None:
        """Reset the focused setting to its default."""
        if (row := self._row()) is not None:
            row.put_back()
            await self._set(row, None)

    def action_back(self) -> None:
        """Discard typed text; else close."""
        row = self._row()
        if row is None or not row.put_back():
            self.dismiss(None)

    def action_go_on(self, by: int) -> None:
        """Move the focus by some controls, at most to the first or the last.

        Args:
            by: How many; negative: backwards.
        """
        chain = self.focus_chain
        if self.focused in chain:
            chain[max(0, min(len(chain) - 1, chain.index(self.focused) + by))].focus()

    def on_descendant_focus(self) -> None:
        """Show the whole setting that got the focus, and its keys."""
        row = self._row()
        if row is None:
            return
        if row is self.query(SettingRow).first():
            self.query_one("#settings-list").scroll_home(animate=False)
        hint = f"{row.control.hint}  ^r: reset  Esc: close"
        self.query_one(Hint).say(hint, layout=False)

    def _row(self) -> SettingRow | None:
        """Return the focused setting."""
        parents = self.focused.ancestors if self.focused is not None else ()
        return next((it for it in parents if isinstance(it, SettingRow)), None)

    async def _set(self, row: SettingRow, value: object) -> None:
        before, setting = self._settings.values, row.setting
        try:
            if value is None:
                self._settings.forget(setting.table, setting.key)
            else:
                if (check := self._checks.get(setting.path)) is not None:
                    check(str(value))
                self._settings.change(setting.table, setting.key, value)
        except (ConfigError, ValueError) as error:
            await row.refuse(_sentence(error, setting) if isinstance(error, ConfigError) else str(error))
            return
        self._tell(before)
        await self._show_all(row)

    async def _show_all(self, changed: SettingRow) -> None:
        """Show all current values: a file that was edited meanwhile may have brought more than one."""
        now = msgspec.to_builtins(self._settings.values)
        for row in self.query(SettingRow):
            value = now[row.setting.table][row.setting.key]
            if value != row.value or row is changed:
                await row.show_value(value)

    def _tell(self, before: Settings) -> None:
        if before != self._settings.values:
            self._listener.post_message(SettingsChanged(before, self._settings.values))


def _where(settings: SettingsFile) -> Content:
    """Reload the file. Returns the sentence that names it, or its error."""
    path = settings.path
    if path is None:
        return Content.styled("There is no settings file: changes last until you leave.", "$muted")
    try:
        settings.read_again()
    except ConfigError as error:
        return Content.styled(f"Changes cannot be saved until the file is corrected: {error}", "$error")
    return Content.styled(f"Changes are saved at once in {_at_home(path)}", "$muted")


def _at_home(path: Path) -> str:
    """Return a path as a person writes it."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _sentence(error: ConfigError, setting: Setting) -> str:
    """Return why a value was rejected: what to write, or the error elsewhere in the file."""
    of_field, of_table = error.key.partition("[")[0] == setting.path, error.key == setting.table
    if of_table and error.sentence.startswith(f"{setting.key}: "):
        return error.sentence.removeprefix(f"{setting.key}: ")
    if not of_field:
        return str(error)
    kind = kind_of(setting.type)
    each = kind.each if isinstance(kind, Several) else kind
    return wanted(each) if isinstance(each, LineKind) and each.limits else error.sentence
