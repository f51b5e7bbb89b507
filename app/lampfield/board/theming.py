"""What the application wears: theme, glyphs and motion, as the settings and the terminal have it."""

import locale
import logging
import os
from typing import Any, cast

from textual import constants
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter, NoColor
from textual.theme import Theme

from lampfield.board.keys.escaped import take_escapes_apart
from lampfield.board.kit.in_ascii import in_ascii
from lampfield.board.notifications.title import show_title, title_of, titling
from lampfield.board.paint.direct import driver_for
from lampfield.board.paint.probe import painter
from lampfield.board.themes.registry import DEFAULT, MONOCHROME, SHIPPED, all_shipped, shipped
from lampfield.board.themes.variables import NEEDED
from lampfield.board.widgets.header import HeaderFacts, made_up
from lampfield.config.error import ConfigError
from lampfield.config.settings import Glyphs
from lampfield.config.settings_file import SettingsFile

LOG = logging.getLogger(__name__)

FEW_COLOURS = ("standard", "windows")
"""What Rich calls terminals of 16 colours."""


class ThemedApp(App[None], inherit_bindings=False):
    """An application that looks as its settings say, as far as the terminal can.

    Args:
        settings: How this person wants it.
    """

    def __init__(self, settings: SettingsFile) -> None:
        self._without_colour = NoColor()
        super().__init__()
        self.settings = settings
        self.draws_ascii = False
        """What is written to the terminal is to be ASCII alone."""
        self.counts_seconds: bool | None = None
        """Whether running times count the seconds; None: where there is motion."""
        self._theme_fault = ""
        self._set_manner()
        # Set without its watcher, which would read all stylesheets twice before anything is shown.
        self.set_reactive(App.theme, self._worn(self._wanted_theme()).name)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def by_second(self) -> bool:
        """Whether running times count the seconds, not the minutes alone."""
        return self.animation_level != "none" if self.counts_seconds is None else self.counts_seconds

    def get_driver_class(self) -> type[Driver]:
        """Return what talks to the terminal: Textual's choice, and how much the terminal took."""
        LOG.log(logging.INFO if painter().is_fast else logging.WARNING, "%s", painter().reason)
        take_escapes_apart()
        return titling(_transcribing(driver_for(super().get_driver_class())), os.environ)

    def show_title(self, facts: HeaderFacts) -> None:
        """Show program, DEMO on a demo, and operator in the title of the terminal."""
        name = (facts.me.name or facts.me.account) if facts.me is not None else ""
        show_title(self._driver, title_of(made_up(facts.links), name))

    def get_line_filters(self) -> list[LineFilter]:
        """Return what all colours go through: none is left where the environment forbids them (NO_COLOR)."""
        return [self._without_colour] if self.no_color else list(super().get_line_filters())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the board's colours for a theme that knows no lamps."""
        theme = self.current_theme
        if theme.variables.keys() >= NEEDED:
            return {}
        from lampfield.board.themes.derived import derived

        return derived(theme)

    def wear_look(self) -> None:
        """Look as the settings say now."""
        self._set_manner()
        self._put_on(self._wanted_theme())
        self.say_theme_fault()

    def say_theme_fault(self) -> None:
        """Say it when the theme of the settings is not what is worn."""
        if self._theme_fault:
            self.notify(self._theme_fault, severity="warning", markup=False, timeout=10)

    def wear_theme(self, name: str) -> None:
        """Wear a theme, whatever the settings say.

        Raises:
            ConfigError: It is the user's own, and cannot be used.
        """
        self._put_on(self.theme_called(name) or _default())

    def theme_called(self, name: str) -> Theme | None:
        """Return a theme by its name: one of the board's, the user's own, or Textual's.

        Raises:
            ConfigError: It is the user's own, and cannot be used.
        """
        from lampfield.board.themes.files import own_themes, read_theme

        path = next((path for path in own_themes(self.settings.path) if path.stem == name), None)
        if path is not None:
            return read_theme(path)
        return shipped(name) or self.get_theme(name)

    def theme_names(self) -> list[str]:
        """Return the names of all themes: the board's, the user's own, then Textual's."""
        from lampfield.board.themes.files import own_themes

        for theme in all_shipped():
            self.register_theme(theme)
        own = [path.stem for path in own_themes(self.settings.path)]
        others = sorted(name for name in self.available_themes if not name.startswith("lampfield-"))
        return list(dict.fromkeys((*SHIPPED, *own, *others)))

    def _set_manner(self) -> None:
        look = self.settings.values.look
        self.animation_level = constants.TEXTUAL_ANIMATIONS if look.motion else "none"
        draws_ascii = look.glyphs is Glyphs.ASCII or (look.glyphs is Glyphs.AUTO and not shows_unicode())
        if draws_ascii != self.draws_ascii:
            self.draws_ascii = draws_ascii
            self.refresh()

    def _wanted_theme(self) -> Theme:
        """Return the theme of the settings, or the usual one where it cannot be had."""
        name = self.settings.values.look.theme
        self._theme_fault = ""
        if name == DEFAULT:
            return _default()
        try:
            theme = self.theme_called(name)
        except ConfigError as error:
            self._theme_fault = str(error)
            return _default()
        if theme is None:
            known = ", ".join(SHIPPED)
            self._theme_fault = (
                f"[look] theme: there is no {name}; there is {known}, and more in the settings."
            )
        return theme or _default()

    def _put_on(self, theme: Theme) -> None:
        worn = self._worn(theme)
        if worn.name != self.theme:
            self.theme = worn.name

    def _worn(self, theme: Theme) -> Theme:
        """Return what is worn in the place of a theme on this terminal; it is known to Textual then."""
        if self.no_color:
            theme = shipped(MONOCHROME) or theme
        elif self.console.color_system in FEW_COLOURS and not theme.ansi:
            from lampfield.board.themes.sixteen import sixteen

            theme = sixteen(theme)
        elif self.console.color_system == "256" and theme.variables.keys() >= NEEDED:
            from lampfield.board.themes.coarse import coarse

            theme = coarse(theme)
        self.register_theme(theme)
        return theme


def dressed(app: App[Any]) -> ThemedApp:
    """Return an application as one that looks as its settings say."""
    return cast("ThemedApp", app)


def shows_unicode() -> bool:
    """Say whether the terminal can be expected to show more than ASCII: by its locale (POSIX, LC_CTYPE).

    The console of Linux itself has signs for 256 or 512 letters, and none for most of the board's.
    """
    return os.environ.get("TERM") != "linux" and locale.nl_langinfo(locale.CODESET).upper() == "UTF-8"


def _default() -> Theme:
    from lampfield.board.themes.dark import THEME

    return THEME


def _transcribing(kind: type[Driver]) -> type[Driver]:
    """Return a driver that writes ASCII alone while its application wants that."""
    if not issubclass(kind, LinuxDriver):
        return kind

    class Transcribing(kind):  # type: ignore[valid-type, misc]
        """Writes what a terminal of few signs can show."""

        def write(self, data: str) -> None:
            """Give the terminal a text."""
            super().write(in_ascii(data) if self._app.draws_ascii else data)

    return Transcribing
