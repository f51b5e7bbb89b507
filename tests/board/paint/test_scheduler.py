"""Who is painted when: at once, behind a dialog, and when a frame is full."""

import pytest
from textual.app import App

from lampfield.board.paint import scheduler as pen_module
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.scheduler import FrameScheduler
from tests.waiting import until


class Wall:
    """Something to paint.

    Args:
        behind: It lies behind a dialog.
        coats: How many frames it takes.
    """

    def __init__(self, *, behind: bool = False, coats: int = 1) -> None:
        self.is_behind = behind
        self.coats = coats
        self.painted = 0

    def paint(self, frame: TerminalFrame | None) -> bool:  # noqa: ARG002
        """Paint a part."""
        self.painted += 1
        return self.painted % self.coats == 0


async def test_who_wants_twice_is_painted_once() -> None:
    scheduler, wall = FrameScheduler(App()), Wall()
    scheduler.request(wall)
    scheduler.request(wall)
    await until(lambda: not scheduler.is_pending, "the paint")
    assert wall.painted == 1


async def test_who_has_more_to_paint_gets_another_frame() -> None:
    scheduler, wall = FrameScheduler(App()), Wall(coats=3)
    scheduler.request(wall)
    await until(lambda: not scheduler.is_pending, "the paint")
    assert wall.painted == 3


async def test_what_a_key_changed_does_not_wait_for_the_time_between_two_frames(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pen_module, "FRAME_SECONDS", 1e9)
    scheduler, others, cursor = FrameScheduler(App()), Wall(), Wall()
    scheduler.request(others)
    scheduler.request(cursor, for_key=True)
    await until(lambda: cursor.painted == 1, "the paint")
    assert others.painted == 1


async def test_what_lies_behind_a_dialog_holds_up_nothing_in_front() -> None:
    scheduler, behind, front = FrameScheduler(App()), Wall(behind=True), Wall()
    scheduler.request(behind)
    await until(lambda: behind.painted == 1, "the first picture")
    scheduler.request(behind)
    scheduler.request(front)
    await until(lambda: front.painted == 1, "what is in front")
    assert behind.painted == 1
    await until(lambda: behind.painted == 2, "the next picture")
