"""``lampfield config init`` in a terminal, with a person before it."""

from pathlib import Path

from tests.cli.commands import LAMPFIELD, Lampfield
from tests.terminal import Terminal


def init(lampfield: Lampfield, target: Path, *words: str) -> Terminal:
    """Return the terminal in which the command runs."""
    argv = [*LAMPFIELD, "config", "init", "--config", str(target), *words]
    return Terminal(argv, columns=160, rows=80, env=lampfield.environ)


async def answer(terminal: Terminal, *pairs: tuple[str, str]) -> None:
    """Wait for each question, then answer it."""
    for question, said in pairs:
        await _asked(terminal, question)
        terminal.send(f"{said}\r")


async def _asked(terminal: Terminal, question: str) -> None:
    """Wait until a question waits for its answer: nothing stands behind it."""

    def waits() -> bool:
        last = next((line for line in reversed(terminal.lines) if line.strip()), "")
        return question in last and last.rstrip().endswith(":")

    await terminal.is_so(waits, f"the question {question!r}", 30.0)
