"""The base of all dialogs."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import OptionList

from lampfield.board.paint.compositor import use_exact_compositor

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A screen over the board until it is answered; the board keeps updating."""

    LIST_PERCENT: ClassVar[int] = 45
    """The largest share of the screen's height that a list takes, in percent."""

    def __init__(self, *, id: str | None = None, classes: str = "dialog") -> None:
        super().__init__(id=id, classes=classes)
        use_exact_compositor(self)
        self.then: Callable[[Any], object] | None = None
        """Gets the answer as soon as the dialog closes, unless it was cancelled: a dialog that it opens gets
        the keys that follow."""
        self._answers: list[T | None] = []
        """The answer, once there is one."""

    @property
    def is_asking(self) -> bool:
        """Whether it has not been answered yet."""
        return not self._answers

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer as soon as no other dialog covers this one. Only the first answer counts."""
        if self.is_asking:
            self._answers.append(result)
            if self.is_active:
                return self._close()
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close if that was deferred."""
        if not self.is_asking:
            self._close()

    def on_mount(self) -> None:
        """Prepare the widgets.

        There are none if the board is left before the dialog is composed: Textual mounts the dialog all the
        same.
        """
        if self.children:
            self._bound_lists()
            self.prepare()

    def on_resize(self) -> None:
        """Lay the widgets out for the new size."""
        if self.children:
            self._bound_lists()
            self.fit()

    def prepare(self) -> None:
        """Prepare the widgets of this kind of dialog. It runs once, when they are there."""

    def fit(self) -> None:
        """Lay out what depends on the size of the screen."""

    def _bound_lists(self) -> None:
        """Set the lists' maximum height in cells.

        With a percentage, Textual lets a box around a list grow to the height of all its options.
        """
        for rows in self.query(OptionList):
            rows.styles.max_height = max(1, self.app.size.height * self.LIST_PERCENT // 100)

    def _close(self) -> AwaitComplete:
        (answer,) = self._answers
        closing: AwaitComplete = super().dismiss(answer)
        if answer is not None and self.then is not None:
            self.then(answer)
        return closing
