"""What a widget shows when its own painting fails."""

import pytest

from lampfield.board.canvas.frame import Frame
from lampfield.model.change import ContactChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from tests.board.booth import booth, person
from tests.waiting import until


async def test_what_changed_is_shown_though_its_painting_failed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with booth(person("Alice", "201")) as standing:
        failed = []

        def fail(frame: Frame | None) -> bool:
            monkeypatch.undo()
            failed.append(frame)
            raise ZeroDivisionError

        monkeypatch.setattr(standing.grid, "paint_changes", fail)
        standing.source.tell(ContactChange(ContactKey("alice@acme.test"), ContactPatch(blf=1)))
        await until(lambda: bool(failed), "a failure")
        await standing.sees("ON CALL", "#grid")
        assert "could not paint" in caplog.text
