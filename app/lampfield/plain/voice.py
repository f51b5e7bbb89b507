"""What plain mode writes: answers, announcements, and a prompt. Nothing in the middle of what is typed."""

from collections import deque
from collections.abc import Callable

from lampfield.plain.ear import Ear

REMEMBERED = 50
"""How many announcements can be heard again."""

HELD = 200
"""How many wait at most while somebody types; older ones are left out, and that is said."""


class Voice:
    """Writes lines.

    Args:
        write: Writes a text as it is.
        ear: Says whether somebody is typing.
    """

    def __init__(self, write: Callable[[str], None], ear: Ear) -> None:
        self._write = write
        self._ear = ear
        self._prompt: str | None = None
        """What stands before the cursor; None while a command is carried out."""
        self._held: deque[str] = deque(maxlen=HELD)
        self._left_out = 0
        self._is_over = False
        """The input has ended: nobody will answer any more."""
        self.remembered: deque[str] = deque(maxlen=REMEMBERED)
        self.tells_news = True
        """Announcements are written; else they are only remembered."""

    def say(self, line: str) -> None:
        """Write a line of an answer."""
        self._write(f"{line}\n")

    def news(self, line: str) -> None:
        """Announce something: at once where nothing is being typed, else after that."""
        self.remembered.append(line)
        if not self.tells_news:
            return
        if self._prompt is None or self._ear.is_busy:
            self._left_out += len(self._held) == HELD
            self._held.append(line)
        elif self._ear.is_person:
            # A new line each: the prompt above stays as it is, and nothing is painted over.
            self._write(f"\n{line}\n{self._prompt}")
        else:
            self._write(f"{line}\n")

    async def ask(self, prompt: str) -> str | None:
        """Tell what was held back, then wait for a line; None at the end of input, and ever after it."""
        self.tell_held()
        if self._is_over:
            return None
        self._prompt = prompt
        if self._ear.is_person:
            self._write(prompt)
        try:
            line = await self._ear.line()
        finally:
            self._prompt = None
        self._is_over = line is None
        return line

    def tell_held(self) -> None:
        """Write the announcements that were held back."""
        if self._left_out:
            self.say(f"left out, {self._left_out} announcements")
        for line in self._held:
            self.say(line)
        self._held.clear()
        self._left_out = 0
