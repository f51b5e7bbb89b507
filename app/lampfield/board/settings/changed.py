"""Settings are others than before."""

from textual.message import Message

from lampfield.config.settings import Settings


class SettingsChanged(Message):
    """Posted to the board's screen, whence it goes on to the application.

    Whoever shows something that a setting decides has a handler, and asks whether its table is concerned.
    Every class that a screen is made of may have one: Textual calls them all.

    Args:
        before: What held until now.
        now: What holds from now on.
    """

    def __init__(self, before: Settings, now: Settings) -> None:
        super().__init__()
        self.before = before
        self.now = now

    def concerns(self, table: str) -> bool:
        """Say whether anything in a table is another.

        Args:
            table: Such as ``look``.
        """
        return bool(getattr(self.before, table) != getattr(self.now, table))
