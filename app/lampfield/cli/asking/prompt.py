"""Prompts at the terminal."""

import contextlib
import getpass
import sys
from collections.abc import Sequence
from typing import NamedTuple

from lampfield.cli.asking.checked import Check, anything

NOTHING = frozenset({"", "-", "none"})
"""Answers that leave an optional value empty; the last is the one shown in brackets."""


class Correction(NamedTuple):
    """Which answers the person wants to correct."""

    wanted: bool
    """Whether any answer is to be corrected."""
    place: int | None = None
    """The index of a single answer; None for those that are probably wrong."""


class Prompt:
    """Asks a person at the terminal, line by line.

    Every method that reads raises EOFError when the person ends the input, for example with ctrl+d.
    """

    def __init__(self) -> None:
        # Importing it enables line editing in input().
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401

    def show(self, sentence: str = "") -> None:
        """Print a sentence."""
        print(sentence, file=sys.stderr, flush=True)

    def line(self, question: str, usual: str = "", *, may_lack: bool = False, check: Check = anything) -> str:
        """Return one line of text, stripped.

        Args:
            question: The question, without a colon.
            usual: The default, for Enter alone.
            may_lack: Accept an empty answer, or ``-`` or ``none``.
            check: Returns what is wrong with an answer; the question is then repeated.
        """
        taken = usual or ("none" if may_lack else "")
        less = ", - for none" if usual and may_lack else ""
        asked = f"  {question}{less} [{taken}]: " if taken else f"  {question}: "
        while True:
            answer = input(asked).strip() or usual
            if may_lack and answer.lower() in NOTHING:
                return ""
            if not answer:
                self.show("  This needs an answer.")
            elif self._is_storable(answer):
                if not (wrong := check(answer)):
                    return answer
                self.show(f"  {wrong}")

    def yes(self, question: str, *, usual: bool) -> bool:
        """Return whether the person answers yes."""
        while True:
            answer = input(f"  {question} [{'Y/n' if usual else 'y/N'}]: ").strip().lower()
            if not answer:
                return usual
            if answer in {"y", "yes", "n", "no"}:
                return answer.startswith("y")
            self.show(f"  {answer!r} is neither: type y for yes or n for no.")

    def correction(self, question: str, labels: Sequence[str]) -> Correction:
        """Return which answers the person wants to correct.

        Args:
            question: The question, with its question mark.
            labels: The answers that can be corrected one by one, numbered from 1.
        """
        numbered = ", ".join(f"{place} {label}" for place, label in enumerate(labels, 1))
        options = f"Y/n, or one by its number: {numbered}" if len(labels) > 1 else "Y/n"
        while True:
            answer = input(f"  {question} [{options}]: ").strip().lower()
            if answer in {"", "y", "yes"}:
                return Correction(wanted=True)
            if answer in {"n", "no"}:
                return Correction(wanted=False)
            place = int(answer) if answer.isascii() and answer.isdigit() else 0
            if 0 < place <= len(labels) > 1:
                return Correction(wanted=True, place=place - 1)
            self.show(f"  {answer!r} is none of these: type y, n or a number.")

    def secret(self, question: str, known: str = "") -> str:
        """Return a secret. The terminal does not echo it.

        Args:
            question: The question, without a colon.
            known: The default, for Enter alone; it is not shown either.
        """
        asked = f"  {question} [as before]: " if known else f"  {question}: "
        while True:
            answer = getpass.getpass(asked) or known
            if not answer:
                self.show("  This needs an answer.")
            elif self._is_storable(answer):
                return answer

    def _is_storable(self, answer: str) -> bool:
        if not answer.isprintable():
            self.show("  It contains control characters, which a file cannot hold: type it again.")
        return answer.isprintable()
