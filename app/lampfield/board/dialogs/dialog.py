"""What every dialog is."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import OptionList

from lampfield.board.paint.compositor import compose_surely

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen that lies over the board, which goes on behind it, until it is answered."""

    LIST_PERCENT: ClassVar[int] = 45
    """How much of the screen's height a list takes at most."""

    def __init__(self, *, id: str | None = None, classes: str = "dialog") -> None:
        super().__init__(id=id, classes=classes)
        compose_surely(self)
        self.then: Callable[[Any], object] | None = None
        """Gets the answer at once when the dialog closes, unless it was given up: a dialog that it opens gets
        the keys behind."""
        self._answers: list[T | None] = []
        """The answer, once it is there."""

    @property
    def is_asking(self) -> bool:
        """Whether it is still to be answered."""
        return not self._answers

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer, as soon as nothing lies over the dialog. Only the first answer counts."""
        if self.is_asking:
            self._answers.append(result)
            if self.is_active:
                return self._close()
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close if that was put off."""
        if not self.is_asking:
            self._close()

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

    def _close(self) -> AwaitComplete:
        (answer,) = self._answers
        closing: AwaitComplete = super().dismiss(answer)
        if answer is not None and self.then is not None:
            self.then(answer)
        return closing
