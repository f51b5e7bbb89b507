"""What a board draws, as lines."""

from textual._context import visible_screen_stack
from textual.app import App
from textual.strip import Strip


def drawn(app: App[None]) -> list[Strip]:
    """Return the lines of the screen, with what lies behind a dialog.

    Textual keeps what is drawn here for its next picture: without the screens behind it, a dialog would stand
    on nothing, now and there.
    """
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()
