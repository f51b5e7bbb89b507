"""The message that settings have changed."""

from textual.message import Message

from lampfield.config.settings import Settings


class SettingsChanged(Message):
    """Settings have changed. Posted to the board's screen, and from there on to the application.

    Widgets that depend on a setting handle this message and check `concerns`. Every class of a screen may
    have a handler: Textual calls all of them.

    Args:
        before: The previous values.
        now: The current values.
    """

    def __init__(self, before: Settings, now: Settings) -> None:
        super().__init__()
        self.before = before
        self.now = now

    def concerns(self, table: str) -> bool:
        """Return whether any setting of a table has changed.

        Args:
            table: Such as ``look``.
        """
        return bool(getattr(self.before, table) != getattr(self.now, table))
