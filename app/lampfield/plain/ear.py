"""Where lines come from: a port."""

from typing import Protocol


class Ear(Protocol):
    """Gives what is typed, a line at a time."""

    is_person: bool
    """Somebody sits there, and gets a prompt."""

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been begun: then nothing is to be written between."""

    async def line(self) -> str | None:
        """Wait for the next line, without its end; None at the end of input."""
