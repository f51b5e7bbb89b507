"""What a widget shows when its own painting fails."""

import pytest
from textual.geometry import Region
from textual.widgets import Static

from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.widgets.card.pane import CardName
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

        def fail(frame: TerminalFrame | None) -> bool:
            monkeypatch.undo()
            failed.append(frame)
            raise ZeroDivisionError

        monkeypatch.setattr(standing.grid, "paint_changes", fail)
        standing.source.tell(ContactChange(ContactKey("alice@acme.test"), ContactPatch(blf=1)))
        await until(lambda: bool(failed), "a failure")
        await standing.sees("ON CALL", "#grid")
        assert "could not paint" in caplog.text


async def test_one_that_was_removed_may_be_painted_until_the_next_layout() -> None:
    async with booth(person("Alice", "201")) as standing:
        # One of the test's own: nothing else looks for it when it is gone.
        text = CardName()
        await standing.board.mount(text)
        await until(lambda: text.region.width, "its layout")
        width = text.region.width
        await text.remove()
        (line,) = text.render_lines(Region(0, 0, width, 1))
        assert line.cell_length == text.region.width


async def test_a_change_behind_a_dialog_keeps_nothing_of_the_dialog_from_being_painted() -> None:
    async with booth(person("Alice", "201")) as standing:
        await standing.press("question_mark")
        await standing.sees("Keys, by the map")
        dialog = standing.app.screen
        title = dialog.query(Static).first()
        dialog._dirty_widgets.add(title)
        standing.grid._leave_to_textual(Region(0, 0, 9, 1))
        # Textual drops what else is to be painted where a whole screen is.
        assert {title, dialog} <= dialog._dirty_widgets
        assert not dialog._repaint_required


async def test_a_tile_behind_a_dialog_still_tells_what_changed() -> None:
    async with booth(person("Alice", "201")) as standing:
        await standing.press("question_mark")
        await standing.sees("Keys, by the map")
        source, key = standing.source, ContactKey("alice@acme.test")
        for blf, word in ((1, "ON CALL"), (2, "RINGING")):
            source.tell(ContactChange(key, ContactPatch(blf=blf)))
            await standing.sees(word)
