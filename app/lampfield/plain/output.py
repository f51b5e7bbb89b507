"""What plain mode writes: answers, announcements, and a prompt."""

from collections import deque
from collections.abc import Callable, Iterable

from lampfield.frontend.announcing.announcement import Announcement, Subject
from lampfield.frontend.timing import Timing
from lampfield.plain.input import InputReader

REMEMBERED = 50
"""How many announcements can be heard again."""

HELD = 200
"""How many wait at most while somebody types; older ones are left out, and that is said."""

PAUSE_SECONDS = 3.0
"""Whoever has begun a line and pressed no key for so long is not disturbed by news."""


class Output:
    """Writes lines.

    What is urgent is written at once. Other news wait while somebody types, until they pause. What waits is
    told once, as it stands when it is told.

    Args:
        write: Writes a text as it is.
        ear: Says whether somebody is typing.
        timing: Says when a pause is over.
        spoken: Turns a line into what is written of it.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        ear: InputReader,
        timing: Timing,
        spoken: Callable[[str], str] = str,
    ) -> None:
        self._write = write
        self._ear = ear
        self._timing = timing
        self.spoken = spoken
        self._prompt: str | None = None
        """What stands before the cursor; None while a command is carried out."""
        self._held: dict[Subject, Announcement] = {}
        """What waits, the oldest first."""
        self._held_since = 0.0
        self._left_out = 0
        self._is_timed = False
        self._is_over = False
        """The input has ended: nobody will answer any more."""
        self.remembered: deque[str] = deque(maxlen=REMEMBERED)
        self.tells_news = True
        """Announcements are written; else they are only remembered."""

    def say(self, line: str) -> None:
        """Write a line of an answer."""
        self._write(f"{self.spoken(line)}\n")

    def news(self, announcement: Announcement) -> None:
        """Announce something: at once if it is urgent or nothing is being typed, else in the next pause."""
        if line := announcement.line():
            self.remembered.append(line)
        if not self.tells_news:
            return
        self._held.pop(announcement.subject, None)
        if announcement.is_urgent:
            self._tell(_lines((announcement,)))
            return
        self._hold(announcement)
        if self._prompt is None:
            return
        if self._ear.is_person and self._ear.is_busy:
            self._tell_in_a_pause()
        else:
            self.tell_held()

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
        """Write the announcements that were held back, as they stand now."""
        left_out, self._left_out = self._left_out, 0
        held, self._held = self._held, {}
        lines = _lines(held.values())
        self._tell([f"left out, {left_out} announcements", *lines] if left_out else lines)

    def _hold(self, announcement: Announcement) -> None:
        if not self._held:
            self._held_since = self._timing.time()
        self._held[announcement.subject] = announcement
        if len(self._held) > HELD:
            del self._held[next(iter(self._held))]
            self._left_out += 1

    def _tell(self, lines: list[str]) -> None:
        """Write announcements. The prompt and what was typed stay as they are above, and come again below.

        Nothing is painted over, so that a screen reader and a braille line follow.
        """
        if not lines:
            return
        text = "".join(f"{self.spoken(line)}\n" for line in lines)
        if self._prompt is None or not self._ear.is_person:
            self._write(text)
        else:
            self._write(f"\n{text}{self._prompt}{self._ear.typed}")

    def _tell_in_a_pause(self) -> None:
        """Tell what is held as soon as no key was pressed for long enough.

        Where keys are not seen, the time from the first of the news on counts.
        """
        if self._is_timed:
            return
        pressed_at = self._ear.pressed_at
        due = (self._held_since if pressed_at is None else pressed_at) + PAUSE_SECONDS
        left = due - self._timing.time()
        if left <= 0:
            self.tell_held()
        else:
            self._is_timed = True
            self._timing.call_later(left, self._look_again)

    def _look_again(self) -> None:
        """Tell what is held, if the pause was long enough."""
        self._is_timed = False
        if self._prompt is None or not self._held:
            return
        if self._ear.is_busy:
            self._tell_in_a_pause()
        else:
            self.tell_held()


def _lines(announcements: Iterable[Announcement]) -> list[str]:
    return [line for announcement in announcements if (line := announcement.line())]
