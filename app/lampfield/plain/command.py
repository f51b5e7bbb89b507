"""The commands as words: what was typed, and which command it means. Pure."""

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lampfield.model.account import Right


class Command(NamedTuple):
    """A command."""

    id: str
    words: str
    """How it is typed."""
    short: str
    """The short form; empty: there is none."""
    takes: str
    """What may follow, as the help shows it."""
    about: str
    """What it does, in a few words."""
    also: tuple[str, ...] = ()
    """Other words for it."""
    right: Right | None = None
    """The right that the operator's account needs for it; None: none."""

    @property
    def usage(self) -> str:
        """How it is typed, with what may follow."""
        return f"{self.words} {self.takes}".strip()


class Parsed(NamedTuple):
    """A line that was understood."""

    command: Command
    rest: str
    """What followed the command, without outer space."""


class Unclear(Exception):
    """What was typed cannot be understood; the text says what was wrong and what to type."""


class Grammar:
    """Understands lines.

    Args:
        commands: All of them.
    """

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self._words = {
            tuple(words.split()): command
            for command in self.commands
            for words in (command.words, *command.also)
        }
        self._shorts = {command.short: command for command in self.commands if command.short}
        self._longest = max(map(len, self._words), default=0)

    def understand(self, line: str) -> Parsed:
        """Return what a line means. It is not empty. Words may be in capitals; short forms are as they are.

        Raises:
            Unclear: It begins with no command.
        """
        head, _, rest = line.strip().partition(" ")
        if (command := self._shorts.get(head)) is not None:
            return Parsed(command, rest.strip())
        for count in range(self._longest, 0, -1):
            parts = line.split(None, count)
            words = tuple(part.lower() for part in parts[:count])
            if len(words) == count and (command := self._words.get(words)) is not None:
                return Parsed(command, parts[count].strip() if len(parts) > count else "")
        raise Unclear(f"{head} is no command{self._meant(head)} help lists the commands.")

    def command(self, words: str) -> Command:
        """Return the command that some words name.

        Raises:
            Unclear: There is none.
        """
        return self.understand(words).command

    def _meant(self, word: str) -> str:
        known = [command.words.split()[0] for command in self.commands]
        close = difflib.get_close_matches(word.lower(), known, n=1)
        return f": did you mean {close[0]}?" if close else "."


def place_in(text: str, count: int) -> int | None:
    """Return the place from 0 that a text means in a list that is numbered from 1; None: none."""
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        return None
    place = int(text) - 1
    return place if 0 <= place < count else None


def chosen(text: str, options: Mapping[str, str], what: str) -> str:
    """Return what a word stands for.

    Args:
        text: The word; case aside.
        options: What each word stands for.
        what: What it should be, for the error.

    Raises:
        Unclear: It is none of them.
    """
    if (found := options.get(text.lower())) is None:
        known = ", ".join(options)
        raise Unclear(f"{text!r} is no {what}. Type one of: {known}." if text else f"Which {what}? {known}.")
    return found
