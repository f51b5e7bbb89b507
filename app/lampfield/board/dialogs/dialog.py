"""What every dialog is."""

from typing import TypeVar

from textual.screen import ModalScreen

from lampfield.board.canvas.compositor import compose_surely

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen that lies over the board, which goes on behind it, until it is answered."""

    def __init__(self, *, id: str | None = None, classes: str = "dialog") -> None:
        super().__init__(id=id, classes=classes)
        compose_surely(self)
