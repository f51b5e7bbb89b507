"""The look of the application: theme, glyphs and motion, by settings and terminal."""

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

from lampfield.board.keys.escaped import split_escapes
from lampfield.board.kit.in_ascii import in_ascii
from lampfield.board.notifications.title import show_title, title_of, titled_driver
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
"""Rich's names for terminals of 16 colours."""


class ThemedApp(App[None], inherit_bindings=False):
    """An application that follows the look in its settings, as far as the terminal can.

    Args:
        settings: The operator's settings.
    """

    def __init__(self, settings: SettingsFile) -> None:
        self._without_colour = NoColor()
        super().__init__()
        self.settings = settings
        self.draws_ascii = False
        """Whether output is to be ASCII only."""
        self.counts_seconds: bool | None = None
        """Whether running times count seconds; None: if motion is on."""
        self._theme_fault = ""
        self._apply_motion_and_glyphs()
        # Set without its watcher, which would read all stylesheets twice before anything is shown.
        self.set_reactive(App.theme, self._for_terminal(self._theme_in_settings()).name)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def by_second(self) -> bool:
        """Whether running times count seconds rather than minutes."""
        return self.animation_level != "none" if self.counts_seconds is None else self.counts_seconds

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, extended by metered output, the title and an ASCII filter."""
        LOG.log(logging.INFO if painter().is_fast else logging.WARNING, "%s", painter().reason)
        split_escapes()
        return titled_driver(_ascii_filter(driver_for(super().get_driver_class())), os.environ)

    def show_title(self, facts: HeaderFacts) -> None:
        """Set the terminal's title: program, DEMO in a demo, and operator."""
        name = (facts.me.name or facts.me.account) if facts.me is not None else ""
        show_title(self._driver, title_of(made_up(facts.links), name))

    def get_line_filters(self) -> list[LineFilter]:
        """Return the colour filters: one that removes all colour where the environment says so (NO_COLOR)."""
        return [self._without_colour] if self.no_color else list(super().get_line_filters())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the board's variables for a theme that lacks them."""
        theme = self.current_theme
        if theme.variables.keys() >= NEEDED:
            return {}
        from lampfield.board.themes.derived import derived

        return derived(theme)

    def apply_look(self) -> None:
        """Apply the look from the settings."""
        self._apply_motion_and_glyphs()
        self._use_theme(self._theme_in_settings())
        self.show_theme_fault()

    def show_theme_fault(self) -> None:
        """Show a warning if the theme of the settings could not be used."""
        if self._theme_fault:
            self.notify(self._theme_fault, severity="warning", markup=False, timeout=10)

    def apply_theme(self, name: str) -> None:
        """Apply a theme, whatever the settings say.

        Raises:
            ConfigError: It is the user's own, and cannot be used.
        """
        self._use_theme(self.find_theme(name) or _default())

    def find_theme(self, name: str) -> Theme | None:
        """Return a theme by name: one of the board's, the user's own, or Textual's.

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

    def _apply_motion_and_glyphs(self) -> None:
        look = self.settings.values.look
        self.animation_level = constants.TEXTUAL_ANIMATIONS if look.motion else "none"
        draws_ascii = look.glyphs is Glyphs.ASCII or (look.glyphs is Glyphs.AUTO and not shows_unicode())
        if draws_ascii != self.draws_ascii:
            self.draws_ascii = draws_ascii
            self.refresh()

    def _theme_in_settings(self) -> Theme:
        """Return the theme of the settings, or the default one if it cannot be used."""
        name = self.settings.values.look.theme
        self._theme_fault = ""
        if name == DEFAULT:
            return _default()
        try:
            theme = self.find_theme(name)
        except ConfigError as error:
            self._theme_fault = str(error)
            return _default()
        if theme is None:
            known = ", ".join(SHIPPED)
            self._theme_fault = (
                f"[look] theme: there is no {name}; there is {known}, and more in the settings."
            )
        return theme or _default()

    def _use_theme(self, theme: Theme) -> None:
        worn = self._for_terminal(theme)
        if worn.name != self.theme:
            self.theme = worn.name

    def _for_terminal(self, theme: Theme) -> Theme:
        """Return the variant of a theme for this terminal, registered with Textual."""
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


def themed_app(app: App[Any]) -> ThemedApp:
    """Return an application as a `ThemedApp`."""
    return cast("ThemedApp", app)


def shows_unicode() -> bool:
    """Return whether the terminal can be expected to show more than ASCII: by its locale (POSIX, LC_CTYPE).

    The Linux console has 256 or 512 glyphs, without most of the board's.
    """
    return os.environ.get("TERM") != "linux" and locale.nl_langinfo(locale.CODESET).upper() == "UTF-8"


def _default() -> Theme:
    from lampfield.board.themes.dark import THEME

    return THEME


def _ascii_filter(kind: type[Driver]) -> type[Driver]:
    """Return a driver that writes ASCII only while its application wants that."""
    if not issubclass(kind, LinuxDriver):
        return kind

    class AsciiDriver(kind):  # type: ignore[valid-type, misc]
        """Replaces characters that the terminal cannot show."""

        def write(self, data: str) -> None:
            """Send a text to the terminal."""
            super().write(in_ascii(data) if self._app.draws_ascii else data)

    return AsciiDriver
