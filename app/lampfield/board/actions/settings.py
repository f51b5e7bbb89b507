"""What the keys do about the settings."""

from typing import TYPE_CHECKING, cast

from lampfield.board.actions.acting import ActingScreen

if TYPE_CHECKING:
    from lampfield.board.app import BoardApp


class SettingsActions(ActingScreen):
    """See and change the settings."""

    def action_settings(self) -> None:
        """Open the settings; this screen and the application are told what changes."""
        from lampfield.board.settings.choices import choices_of
        from lampfield.board.settings.screen import SettingsScreen

        app = cast("BoardApp", self.app)
        app.push_screen(SettingsScreen(app.settings, choices_of(app), self))
