"""A terminal that says its size again."""

from typing import Any

import pytest
from textual import events
from textual.geometry import Size

from tests.board.booth import booth, person


async def test_a_size_that_comes_again_paints_everything_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual may have missed another size between the two, which has spoilt the picture."""
    async with booth(person("Alice", "201")) as standing:
        board = standing.board
        painted: list[Any] = []
        monkeypatch.setattr(board, "refresh", lambda *_, **__: painted.append(board.size))
        for size, count in ((Size(90, 30), 0), (Size(90, 30), 1), (Size(90, 30), 2), (Size(80, 24), 2)):
            board.on_resize(events.Resize(size, size))
            assert len(painted) == count
