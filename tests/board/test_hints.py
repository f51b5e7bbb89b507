"""Hints of keys are never cut within a word, whatever the width."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.board.kit.hint import BETWEEN, shortened
from lampfield.board.widgets.chat.pane import HINT
from lampfield.config.settings_file import SettingsFile
from tests.board.booth import booth, person

ALICE = person("Alice", "201")
OPENED = (("g", "Esc leaves"), ("S", ""), ("l", "Esc closes"), ("s", "Esc closes"), ("colon", "Esc closes"))
"""Keys that open something, and how the last part of its hint reads."""
PART = st.text("abc ⏎é", min_size=1, max_size=9).map(str.strip).filter(lambda it: it and "  " not in it)


@given(st.lists(PART, min_size=1, max_size=5).map("   ".join), st.integers(0, 60))
@example(HINT, 38)
@example(HINT, 9)
def test_a_hint_has_whole_parts_alone_and_fits(hint: str, width: int) -> None:
    shown, parts = shortened(hint, width), BETWEEN.split(hint)
    assert cell_len(shown) <= width
    assert not shown or all(part in parts for part in BETWEEN.split(shown))
    if cell_len(parts[-1]) <= width:
        assert shown.endswith(parts[-1])
    if cell_len(hint) <= width:
        assert shown == hint


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 35), (200, 50)])
async def test_no_hint_on_the_screen_is_cut(size: tuple[int, int], glyphs: str, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "board.toml")
    settings.change("look", "glyphs", glyphs)
    async with booth(ALICE, size=size, settings=settings) as standing:
        await standing.press("c")
        await standing.sees("Esc closes")
        text = standing.text()
        await standing.press("ctrl+f")
        await standing.sees("Esc ends")
        await standing.press("escape", "escape")
        for keys, end in OPENED:
            await standing.press(keys)
            if end:
                await standing.sees(end)
            text += standing.text()
            await standing.press("escape")
    for line in re.split(r"\n", text):
        assert not re.search(r"Esc (close|leave|end)[^s]", f"{line} "), line
