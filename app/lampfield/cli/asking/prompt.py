"""Questions at the terminal."""

import contextlib
import getpass
import sys
from collections.abc import Sequence
from typing import NamedTuple

from lampfield.cli.asking.checked import Check, anything

NOTHING = frozenset({"", "-", "none"})
"""Answers that leave out what may be left out; the last is how the brackets show it."""


class Correction(NamedTuple):
    """What is to be corrected."""

    wanted: bool
    """Anything is."""
    place: int | None = None
    """One answer alone, from 0; None: what seems to be wrong."""


class Prompt:
    """Asks a person, line by line.

    Every method raises EOFError when the person ends the input, as ctrl+d does.
    """

    def __init__(self) -> None:
        # Lines can be edited with it.
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401

    def tell(self, sentence: str = "") -> None:
        """Say something."""
        print(sentence, file=sys.stderr, flush=True)

    def line(self, question: str, usual: str = "", *, may_lack: bool = False, check: Check = anything) -> str:
        """Return one line of text, without spaces around it.

        Args:
            question: Its colon is added.
            usual: What Enter alone means.
            may_lack: Nothing is an answer too; ``-`` and ``none`` mean nothing.
            check: Says why an answer cannot be; then it is asked again.
        """
        taken = usual or ("none" if may_lack else "")
        less = ", - for none" if usual and may_lack else ""
        asked = f"  {question}{less} [{taken}]: " if taken else f"  {question}: "
        while True:
            answer = input(asked).strip() or usual
            if may_lack and answer.lower() in NOTHING:
                return ""
            if not answer:
                self.tell("  This needs an answer.")
            elif self._can_be_kept(answer):
                if not (wrong := check(answer)):
                    return answer
                self.tell(f"  {wrong}")

    def yes(self, question: str, *, usual: bool) -> bool:
        """Return whether a person says yes."""
        while True:
            answer = input(f"  {question} [{'Y/n' if usual else 'y/N'}]: ").strip().lower()
            if not answer:
                return usual
            if answer in {"y", "yes", "n", "no"}:
                return answer.startswith("y")
            self.tell(f"  {answer!r} is neither: type y for yes or n for no.")

    def which(self, question: str, labels: Sequence[str]) -> Correction:
        """Return what a person wants to correct.

        Args:
            question: Its mark is added.
            labels: What can be corrected by itself, by its number from 1.
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
            self.tell(f"  {answer!r} is none of these: type y, n or a number.")

    def secret(self, question: str, known: str = "") -> str:
        """Return a secret, which is not shown while it is typed.

        Args:
            question: Its colon is added.
            known: What Enter alone means; it is not shown either.
        """
        asked = f"  {question} [as before]: " if known else f"  {question}: "
        while True:
            answer = getpass.getpass(asked) or known
            if not answer:
                self.tell("  This needs an answer.")
            elif self._can_be_kept(answer):
                return answer

    def _can_be_kept(self, answer: str) -> bool:
        if not answer.isprintable():
            self.tell("  There are signs in it that no file may hold: type it again.")
        return answer.isprintable()
