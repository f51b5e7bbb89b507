"""The walk of one event in the architecture page: every function that it names exists."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.repository import APP, ROOT

PAGE = ROOT / "docs" / "architecture.md"
STEP = re.compile(r"^\| (\d+) \| `([\w.]+)` \| `([\w./]+)` \|", re.MULTILINE)


def steps() -> list[tuple[int, str, str]]:
    """Return number, function and file of each step on the page."""
    return [(int(number), name, file) for number, name, file in STEP.findall(PAGE.read_text("utf-8"))]


def functions(node: ast.AST, prefix: str = "") -> Iterator[str]:
    """Yield the functions and methods that a module or class defines, as on the page."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, f"{child.name}.")


@pytest.mark.parametrize(("number", "name", "file"), steps(), ids=str)
def test_a_step_names_a_function_that_exists(number: int, name: str, file: str) -> None:
    path = APP / "lampfield" / file
    assert name in {*functions(ast.parse(path.read_text("utf-8")))}, f"step {number} of docs/architecture.md"


def test_the_steps_are_numbered_and_counted() -> None:
    walk = steps()
    files = {file for _, _, file in walk}
    assert [number for number, *_ in walk] == [*range(1, len(walk) + 1)]
    assert f"{len(walk)} functions in {len(files)} files" in PAGE.read_text("utf-8")


HOW_TO = ("add-an-action.md", "add-a-source.md", "architecture.md")
EXAMPLES = {"CallSilence"}
"""What a how-to makes up."""


@pytest.mark.parametrize("page", HOW_TO)
def test_a_class_that_a_how_to_names_exists(page: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in APP.rglob("*.py"))
    text = (ROOT / "docs" / page).read_text("utf-8")
    spans = re.findall(r"```py\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
    words = {word for pair in spans for word in re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", "".join(pair))}
    assert words
    assert {word for word in words - EXAMPLES if not re.search(rf"\b{word}\b", code)} == set()
