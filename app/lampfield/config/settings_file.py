"""The settings file: read at start, written one key at a time without touching the rest."""

from collections.abc import Callable
from pathlib import Path

from lampfield.config.error import ConfigError
from lampfield.config.places import is_there
from lampfield.config.settings import Settings


class SettingsFile:
    """The settings in force, and the file that keeps them.

    TOML libraries are imported only if there is a file or a change: most boards start without.

    Args:
        path: The file; it need not exist. None: nothing is saved.
        values: What it holds.
    """

    def __init__(self, path: Path | None = None, values: Settings | None = None) -> None:
        self.path = path
        self.values = values or Settings()
        self.faults: list[ConfigError] = []
        """Invalid settings in the file; each has its default instead."""

    @classmethod
    def read(cls, path: Path) -> "SettingsFile":
        """Read a settings file; without one, return the defaults.

        Raises:
            ConfigError: It is invalid.
        """
        file = cls(path)
        file.read_again()
        return file

    @classmethod
    def read_usable(cls, path: Path) -> "SettingsFile":
        """Read the valid settings of a file; `faults` lists the rest, and the file stays unchanged."""
        file = cls(path)
        try:
            file.read_again()
        except ConfigError as error:
            from lampfield.config.settings_text import usable_settings
            from lampfield.config.tables import read_text

            try:
                file.values, file.faults = usable_settings(read_text(path), path, Settings)
            except ConfigError:
                file.faults = [error]
        return file

    def read_again(self) -> None:
        """Reload the file. Without a file nothing changes.

        Raises:
            ConfigError: It is invalid; nothing has changed.
        """
        if self.path is None or not is_there(self.path):
            return
        from lampfield.config.settings_text import parse_settings
        from lampfield.config.tables import read_text

        self.values = parse_settings(read_text(self.path), self.path, type(self.values))

    def change(self, table: str, key: str, value: object) -> None:
        """Change one setting, now and in the file, keeping comments and order.

        Args:
            table: Such as ``look``.
            key: Such as ``theme``.
            value: A TOML value.

        Raises:
            ConfigError: The value is invalid or the file cannot be written; nothing has changed.
        """
        from lampfield.config.settings_text import changed_text

        self._edit(lambda text: changed_text(text, table, key, value))

    def forget(self, table: str, key: str) -> None:
        """Reset one setting to its default, now and in the file.

        Args:
            table: Such as ``look``.
            key: Such as ``theme``.

        Raises:
            ConfigError: The file is invalid or cannot be written; nothing has changed.
        """
        from lampfield.config.settings_text import text_without

        self._edit(lambda text: text_without(text, table, key))

    def _edit(self, edit: Callable[[str], str]) -> None:
        """Edit the current text of the file under its lock."""
        if self.path is None:
            self._edit_alone(edit)
            return
        from lampfield.config.locked import locked

        try:
            with locked(self.path):
                self._edit_alone(edit)
        except OSError as error:
            raise ConfigError(self.path, "", f"it cannot be written: {error.strerror}") from error

    def _edit_alone(self, edit: Callable[[str], str]) -> None:
        from lampfield.config.settings_text import parse_settings, text_of
        from lampfield.config.tables import read_text

        has_file = self.path is not None and is_there(self.path)
        text = read_text(self.path) if self.path is not None and has_file else text_of(self.values)
        path, kind = self.path or Path("settings"), type(self.values)
        try:
            changed = edit(text)
        except (ValueError, TypeError):
            # Not TOML, or not a table: parse again for an error with the line.
            parse_settings(text, path, kind)
            raise
        values = parse_settings(changed, path, kind)
        if self.path is not None:
            _write(self.path, changed)
        self.values = values


def _write(path: Path, text: str) -> None:
    from lampfield.config.whole_file import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(path, "", f"it cannot be written: {error.strerror}") from error
