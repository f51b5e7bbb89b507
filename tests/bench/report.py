"""What the bench tells: tables in Markdown for people, JSON for programs. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from tests.bench.figures import Book, Figure, Spread, spread
from tests.bench.goals import Goal, Measured, Outcome
from tests.bench.machine import Machine
from tests.bench.programs import Who

NOT_MEASURED = "not measured"


def text(machine: Machine, outcomes: Sequence[Outcome], book: Book) -> str:
    """Return everything as Markdown."""
    parts = [facts(machine), goals(outcomes, book), everything(book)]
    if book.absent:
        parts.append("\n".join(f"{who}: {why}." for who, why in book.absent.items()))
    return "\n\n".join(parts)


def facts(machine: Machine) -> str:
    """Return the machine in a sentence or two."""
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages.items())
    return (
        f"{machine.date}, revision {machine.revision}: {machine.processor}, {machine.cores} cores,"
        f" {machine.memory_mb} MB, {machine.system}. Python {machine.python}, {packages}."
        f" Chromium: {machine.chromium}. Load before: {machine.load:.2f}."
    )


def goals(outcomes: Iterable[Outcome], book: Book) -> str:
    """Return a line for each goal: what was got, beside what, and whether that is enough."""
    head = ("figure", "Lampfield", "beside", "got (least to most)", "goal", "")
    return table(head, [_goal(outcome, book) for outcome in outcomes])


def everything(book: Book) -> str:
    """Return a line for each figure of each program."""
    rows = [
        (figure.name, who.value, f"{_value(figure, spread(values))} {figure.unit}", str(len(values)))
        for figure, who, values in sorted(book, key=lambda one: one[0].name)
    ]
    return table(("figure", "program", "median (least to most)", "runs"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns are aligned as text too."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    return "\n".join([padded[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *padded[1:]])


def as_json(machine: Machine, outcomes: Iterable[Outcome], book: Book) -> bytes:
    """Return everything as JSON text."""
    whole: dict[str, Any] = {
        "machine": machine,
        "goals": [_goal_object(outcome) for outcome in outcomes],
        "figures": [
            {"figure": figure.name, "unit": figure.unit, "program": who.value, "runs": values}
            for figure, who, values in book
        ],
        "absent": {who.value: why for who, why in book.absent.items()},
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def _goal(outcome: Outcome, book: Book) -> tuple[str, ...]:
    goal = outcome.goal
    beside = ""
    if goal.beside is not None:
        what = goal.beside.who.value if goal.beside.who is not Who.BOARD else goal.beside.figure.name
        beside = f"{what}: {_median(goal.beside, book)}"
    return (
        goal.row,
        _median(goal.mine, book),
        beside,
        _got(goal, outcome.got),
        goal.wanted,
        {True: "met", False: "**missed**", None: ""}[outcome.met],
    )


def _got(goal: Goal, got: Spread | None) -> str:
    if got is None:
        return NOT_MEASURED
    digits = goal.mine.figure.digits if goal.beside is None else 2
    unit = f"{goal.unit} less" if goal.less else goal.unit
    return f"{got.median:.{digits}f} {unit} ({got.least:.{digits}f} to {got.most:.{digits}f})"


def _median(measured: Measured, book: Book) -> str:
    figure, who = measured
    values = book.values(figure, who)
    if not values:
        return book.absent.get(who, NOT_MEASURED)
    return f"{spread(values).median:.{figure.digits}f} {figure.unit}"


def _value(figure: Figure, got: Spread) -> str:
    digits = figure.digits
    return f"{got.median:.{digits}f} ({got.least:.{digits}f} to {got.most:.{digits}f})"


def _goal_object(outcome: Outcome) -> dict[str, Any]:
    goal, got = outcome.goal, outcome.got
    return {
        "row": goal.row,
        "figure": goal.mine.figure.name,
        "beside": None if goal.beside is None else [goal.beside.figure.name, goal.beside.who.value],
        "goal": goal.wanted,
        "got": None if got is None else got._asdict(),
        "met": outcome.met,
    }
