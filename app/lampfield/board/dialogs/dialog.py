"""What every dialog is."""

from typing import ClassVar, TypeVar

from textual.screen import ModalScreen
from textual.widgets import OptionList

from lampfield.board.canvas.compositor import compose_surely

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen that lies over the board, which goes on behind it, until it is answered."""

    LIST_PERCENT: ClassVar[int] = 45
    """How much of the screen's height a list takes at most."""

    def __init__(self, *, id: str | None = None, classes: str = "dialog") -> None:
        super().__init__(id=id, classes=classes)
        compose_surely(self)

    def on_mount(self) -> None:
        """Bound the lists."""
        self._bound_lists()

    def on_resize(self) -> None:
        """Bound the lists by the new size."""
        self._bound_lists()

    def _bound_lists(self) -> None:
        """Say in cells how high lists may be.

        Where that is a part of the screen, Textual lets a box around a list be as high as all of its options.
        """
        for rows in self.query(OptionList):
            rows.styles.max_height = max(1, self.app.size.height * self.LIST_PERCENT // 100)
