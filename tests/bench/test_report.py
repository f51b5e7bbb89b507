"""What the bench tells."""

import xml.etree.ElementTree as ET

import msgspec

from tests.bench import rows
from tests.bench.figures import Book
from tests.bench.goals import GOALS, outcomes
from tests.bench.machine import Machine
from tests.bench.plot import plot
from tests.bench.programs import Who
from tests.bench.report import as_json, table, text

MACHINE = Machine("2026-01-01", "abc", "a processor", 2, 4096, "Linux", "3.11", {"textual": "8"}, "none", 0.1)
SVG = "{http://www.w3.org/2000/svg}"


def book() -> Book:
    """Return a book in which one goal is met, one missed and the rest not measured."""
    made = Book()
    made.absent[Who.PAGE] = "not installed"
    for mine, others in ((2.0, 1.0), (3.0, 2.0), (2.5, 1.0)):
        made.note(rows.CPU, Who.BOARD, mine)
        made.note(rows.CPU, Who.RECEIVE, others)
        made.note(rows.CPU, Who.LINES, mine)
    return made


def test_every_goal_has_a_line_that_says_what_became_of_it() -> None:
    told = text(MACHINE, outcomes(GOALS, book()), book())
    lines = [line for line in told.splitlines() if "x less" in line or "2 x" in line]
    assert any("2.00 x (1.50 to 2.50)" in line and "| met" in line for line in lines)
    assert any("1.00 x less (1.00 to 1.00)" in line and "**missed**" in line for line in lines)
    assert any("Chromium, a tile a DOM element: not installed" in line for line in lines)
    assert "start" not in told
    assert f"{Who.PAGE}: not installed." in told


def test_the_columns_of_a_table_are_aligned() -> None:
    lines = table(("a", "figure"), [("longer", "1"), ("b", "2 %")]).splitlines()
    assert {len(line) for line in lines} == {len("| longer | figure |")}


def test_the_json_has_machine_goals_and_every_run() -> None:
    told = msgspec.json.decode(as_json(MACHINE, outcomes(GOALS, book()), book()))
    assert told["machine"]["cores"] == 2
    assert [goal["met"] for goal in told["goals"]] == [None, False, True]
    board = {"figure": rows.CPU.name, "unit": "% of a core", "program": "Lampfield", "runs": [2.0, 3.0, 2.5]}
    assert board in told["figures"]
    assert told["absent"] == {Who.PAGE.value: "not installed"}


def test_the_plot_has_a_bar_for_each_program_as_long_as_its_median() -> None:
    picture = ET.fromstring(plot(book(), "a <machine> & more"))
    bars = {bar.get("class"): float(bar.get("width", "0")) for bar in picture.iter(f"{SVG}rect")}
    bar_count = len(list(picture.iter(f"{SVG}rect")))
    assert bar_count == 3
    assert bars["bar mine"] > 0
    words = [shape.text for shape in picture.iter(f"{SVG}text")]
    assert "a <machine> & more" in words
    assert words.count(Who.RECEIVE.value) == 1
