"""Where lines come from: a port."""

from typing import Protocol


class Ear(Protocol):
    """Gives what is typed, a line at a time."""

    is_person: bool
    """Somebody sits there, and gets a prompt."""

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been begun."""

    @property
    def typed(self) -> str:
        """What stands typed after the prompt, as far as that is known."""

    @property
    def pressed_at(self) -> float | None:
        """When a key was pressed last, by the clock of the event loop; None where keys are not seen."""

    async def line(self) -> str | None:
        """Wait for the next line, without its end; None at the end of input."""
