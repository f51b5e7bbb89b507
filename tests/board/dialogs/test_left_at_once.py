"""A board that is left while a dialog opens ends in order: Textual mounts the dialog without its widgets."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.content import Content

from lampfield.board.dialogs.choice import Choice
from lampfield.board.dialogs.confirm import Confirm
from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.dialogs.form import Field, Form
from lampfield.board.dialogs.themes import ThemeChoice
from lampfield.board.palette.palette import Palette
from lampfield.board.tour.steps import Step
from lampfield.board.tour.tour import Tour

DIALOGS: dict[str, Callable[[], Dialog[Any]]] = {
    "choice": lambda: Choice("Dial on", [(Content("desk"), 1), (Content("mobile"), 2)]),
    "confirm": lambda: Confirm("Hang up?", "hang up"),
    "form": lambda: Form("Dial a number", [Field("number")], hint="Enter dials"),
    "palette": lambda: Palette("Do", [], lambda _: [], lambda _: None),
    "themes": lambda: ThemeChoice(["lampfield-dark"], "lampfield-dark"),
    "tour": lambda: Tour([Step("One", "first"), Step("Two", "second")]),
}


class Leaving(App[None]):
    """Opens a dialog and ends before it is composed."""

    def __init__(self, dialog: Dialog[Any]) -> None:
        super().__init__()
        self._dialog = dialog

    def on_mount(self) -> None:
        """Open the dialog, and end."""
        self.push_screen(self._dialog)
        self.exit()


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_board_that_is_left_while_a_dialog_opens_ends_in_order(name: str) -> None:
    leaving = Leaving(DIALOGS[name]())
    await leaving.run_async(headless=True)
    assert (leaving.return_code, leaving._exception) == (0, None)
