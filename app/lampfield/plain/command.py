"""The grammar of commands: parses a typed line."""

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lampfield.model.account import Right


class Command(NamedTuple):
    """A command."""

    id: str
    words: str
    """The words to type."""
    short: str
    """The short form; empty: none."""
    takes: str
    """The arguments, as the help shows them."""
    about: str
    """A short description."""
    also: tuple[str, ...] = ()
    """Alternative words."""
    right: Right | None = None
    """The right that the operator's account needs; None: none."""

    @property
    def usage(self) -> str:
        """The words to type, with the arguments."""
        return f"{self.words} {self.takes}".strip()


class Parsed(NamedTuple):
    """A parsed line."""

    command: Command
    rest: str
    """The arguments, without surrounding space."""


class Unclear(Exception):
    """A line cannot be parsed; the text says why and what to type."""


class Grammar:
    """The parser of lines.

    Args:
        commands: All commands.
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
        """Parse a line that is not empty. Words are case-insensitive, short forms are not.

        Raises:
            Unclear: The line does not start with a command.
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
        """Return the command with a name.

        Raises:
            Unclear: There is no such command.
        """
        return self.understand(words).command

    def _meant(self, word: str) -> str:
        known = [command.words.split()[0] for command in self.commands]
        close = difflib.get_close_matches(word.lower(), known, n=1)
        return f": did you mean {close[0]}?" if close else "."


def place_in(text: str, count: int) -> int | None:
    """Return the index from 0 for a number in a list that is numbered from 1; None: not in the list."""
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        return None
    place = int(text) - 1
    return place if 0 <= place < count else None


def chosen(text: str, options: Mapping[str, str], kind: str) -> str:
    """Return the option with a name.

    Args:
        text: The name, case-insensitive.
        options: The options by name.
        kind: The kind of option, for the error.

    Raises:
        Unclear: There is no such option.
    """
    if (found := options.get(text.lower())) is None:
        known = ", ".join(options)
        raise Unclear(f"{text!r} is no {kind}. Type one of: {known}." if text else f"Which {kind}? {known}.")
    return found
