"""Output of plain mode: answers, announcements and the prompt."""

from collections import deque
from collections.abc import Callable, Iterable

from lampfield.frontend.announcing.announcement import Announcement, Subject
from lampfield.frontend.timing import Timing
from lampfield.plain.input import InputReader

MAX_REMEMBERED = 50
"""The number of announcements that can be repeated."""

MAX_WAITING = 200
"""The maximum number of announcements that wait during typing. Older ones are dropped and counted."""

PAUSE_SECONDS = 3.0
"""The pause in typing after which waiting announcements are written."""


class Output:
    """Writes lines.

    Urgent announcements are written at once. Others wait for a pause while the operator types; each is then
    written once, with its state at that time.

    Args:
        write: Writes a text unchanged.
        reader: The input, which knows whether the operator is typing.
        timing: The clock for pauses.
        spoken: Converts a line for speech.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        reader: InputReader,
        timing: Timing,
        spoken: Callable[[str], str] = str,
    ) -> None:
        self._write = write
        self._reader = reader
        self._timing = timing
        self.spoken = spoken
        self._prompt: str | None = None
        """The current prompt; None while a command runs."""
        self._waiting: dict[Subject, Announcement] = {}
        """The waiting announcements, oldest first."""
        self._waiting_since = 0.0
        self._left_out = 0
        self._timer_is_running = False
        self._is_over = False
        """Whether the input has ended."""
        self.remembered: deque[str] = deque(maxlen=MAX_REMEMBERED)
        self.writes_news = True
        """Whether announcements are written; otherwise they are only remembered."""

    def say(self, line: str) -> None:
        """Write a line of an answer."""
        self._write(f"{self.spoken(line)}\n")

    def news(self, announcement: Announcement) -> None:
        """Write an announcement: at once if it is urgent or nobody is typing, else in the next pause."""
        if line := announcement.line():
            self.remembered.append(line)
        if not self.writes_news:
            return
        self._waiting.pop(announcement.subject, None)
        if announcement.is_urgent:
            self._write_lines(_lines((announcement,)))
            return
        self._enqueue(announcement)
        if self._prompt is None:
            return
        if self._reader.is_person and self._reader.is_busy:
            self._write_in_pause()
        else:
            self.write_waiting()

    async def ask(self, prompt: str) -> str | None:
        """Write the waiting announcements, then wait for a line; None at the end of input and after it."""
        self.write_waiting()
        if self._is_over:
            return None
        self._prompt = prompt
        if self._reader.is_person:
            self._write(prompt)
        try:
            line = await self._reader.line()
        finally:
            self._prompt = None
        self._is_over = line is None
        return line

    def write_waiting(self) -> None:
        """Write the waiting announcements in their current state."""
        left_out, self._left_out = self._left_out, 0
        held, self._waiting = self._waiting, {}
        lines = _lines(held.values())
        self._write_lines([f"left out, {left_out} announcements", *lines] if left_out else lines)

    def _enqueue(self, announcement: Announcement) -> None:
        if not self._waiting:
            self._waiting_since = self._timing.time()
        self._waiting[announcement.subject] = announcement
        if len(self._waiting) > MAX_WAITING:
            del self._waiting[next(iter(self._waiting))]
            self._left_out += 1

    def _write_lines(self, lines: list[str]) -> None:
        """Write announcements. The prompt and the typed text stay above, and are repeated below.

        Nothing is overwritten, so that screen readers and braille displays can follow.
        """
        if not lines:
            return
        text = "".join(f"{self.spoken(line)}\n" for line in lines)
        if self._prompt is None or not self._reader.is_person:
            self._write(text)
        else:
            self._write(f"\n{text}{self._prompt}{self._reader.typed}")

    def _write_in_pause(self) -> None:
        """Write the waiting announcements once no key has been pressed for the length of a pause.

        If single keys are not read, the time since the first announcement counts.
        """
        if self._timer_is_running:
            return
        pressed_at = self._reader.pressed_at
        due = (self._waiting_since if pressed_at is None else pressed_at) + PAUSE_SECONDS
        left = due - self._timing.time()
        if left <= 0:
            self.write_waiting()
        else:
            self._timer_is_running = True
            self._timing.call_later(left, self._on_pause)

    def _on_pause(self) -> None:
        """Write the waiting announcements if the pause has been long enough."""
        self._timer_is_running = False
        if self._prompt is None or not self._waiting:
            return
        if self._reader.is_busy:
            self._write_in_pause()
        else:
            self.write_waiting()


def _lines(announcements: Iterable[Announcement]) -> list[str]:
    return [line for announcement in announcements if (line := announcement.line())]
