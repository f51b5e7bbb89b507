"""The settings file: read when the board starts, written a key at a time with all else left as it stands."""

from pathlib import Path

from lampfield.config.error import ConfigError
from lampfield.config.settings import Settings


class SettingsFile:
    """The settings in force, and the file that keeps them.

    What reads and writes TOML is loaded when there is a file or a change: most boards start without.

    Args:
        path: The file; it need not be there. None: nothing is kept.
        values: What it holds.
    """

    def __init__(self, path: Path | None = None, values: Settings | None = None) -> None:
        self.path = path
        self.values = values or Settings()

    @classmethod
    def read(cls, path: Path) -> "SettingsFile":
        """Return what a file holds, or the settings as they come where there is none.

        Raises:
            ConfigError: It cannot be used.
        """
        if not path.exists():
            return cls(path)
        from lampfield.config.settings_text import parse_settings
        from lampfield.config.tables import read_text

        return cls(path, parse_settings(read_text(path), path))

    def change(self, table: str, key: str, value: object) -> None:
        """Change one setting for now and for the next time. Comments and order of the file stay.

        Args:
            table: Such as ``look``.
            key: Such as ``theme``.
            value: What TOML can hold.

        Raises:
            ConfigError: It cannot be so, or the file cannot be written; then nothing has changed.
        """
        from lampfield.config.settings_text import changed_text, parse_settings, text_of
        from lampfield.config.tables import read_text

        path = self.path or Path("settings")
        text = read_text(path) if self.path is not None and path.exists() else text_of(self.values)
        changed = changed_text(text, table, key, value)
        values = parse_settings(changed, path)
        if self.path is not None:
            _write(self.path, changed)
        self.values = values


def _write(path: Path, text: str) -> None:
    from lampfield.config.whole_file import write_whole

    try:
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(path, "", f"it cannot be written: {error.strerror}") from error
