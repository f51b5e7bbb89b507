"""Questions at the terminal."""

import contextlib
import getpass
import sys


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

    def line(self, question: str, usual: str = "", *, may_lack: bool = False) -> str:
        """Return one line of text, without spaces around it.

        Args:
            question: Its colon is added.
            usual: What Enter alone means.
            may_lack: Nothing is an answer too; where there is a usual one, ``-`` means nothing.
        """
        taken = usual or ("none" if may_lack else "")
        less = ", - for none" if usual and may_lack else ""
        asked = f"  {question}{less} [{taken}]: " if taken else f"  {question}: "
        while True:
            answer = input(asked).strip() or usual
            if may_lack and answer in {"", "-"}:
                return ""
            if answer and self._can_be_kept(answer):
                return answer

    def yes(self, question: str, *, usual: bool) -> bool:
        """Return whether a person says yes."""
        while True:
            answer = input(f"  {question} [{'Y/n' if usual else 'y/N'}]: ").strip().lower()
            if not answer:
                return usual
            if answer in {"y", "yes", "n", "no"}:
                return answer.startswith("y")

    def secret(self, question: str, known: str = "") -> str:
        """Return a secret, which is not shown while it is typed.

        Args:
            question: Its colon is added.
            known: What Enter alone means; it is not shown either.
        """
        asked = f"  {question} [as before]: " if known else f"  {question}: "
        while True:
            answer = getpass.getpass(asked) or known
            if answer and self._can_be_kept(answer):
                return answer

    def _can_be_kept(self, answer: str) -> bool:
        if not answer.isprintable():
            self.tell("  There are signs in it that no file may hold: type it again.")
        return answer.isprintable()
