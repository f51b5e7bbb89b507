"""The board's signs: one cell wide everywhere, and none an emoji."""

import ast
import re

from rich.cells import cell_len
from wcwidth.table_vs16 import VS16_NARROW_TO_WIDE

from tests.repository import APP

BOARD = APP / "lampfield" / "board"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")


def drawn() -> dict[str, str]:
    """Return every sign beyond ASCII in the board's code, docstrings left out, and the file that has it."""
    signs: dict[str, str] = {}
    for path in BOARD.rglob("*.py"):
        tree = ast.parse(path.read_text())
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                signs.update({sign: path.name for sign in node.value if not sign.isascii()})
    return signs


def test_none_of_them_is_an_emoji_to_any_terminal() -> None:
    """Unicode lists what is an emoji by itself (two cells wide), and what may be drawn as one."""
    assert len(drawn()) > 40
    (ranges,) = VS16_NARROW_TO_WIDE.values()
    may_be = {chr(code) for first, last in ranges for code in range(first, last + 1)}
    assert {sign: name for sign, name in drawn().items() if sign in may_be or cell_len(sign) != 1} == {}


def test_colours_stand_in_the_themes_alone() -> None:
    paths = [path for path in BOARD.rglob("*.py") if path.parent.name != "themes"]
    assert len(paths) > 50
    texts = [
        f"{path.name}: {node.value}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value)
    ]
    assert texts == []
