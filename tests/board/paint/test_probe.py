"""Which painter draws, by what Textual has and not by its version."""

from collections.abc import Iterator

import pytest
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from lampfield.board.paint import direct, probe


@pytest.fixture(autouse=True)
def probed_again() -> Iterator[None]:
    """Let each test probe for itself."""
    probe.painter.cache_clear()
    yield
    probe.painter.cache_clear()


def test_the_installed_textual_has_all_that_the_fast_painter_needs() -> None:
    assert list(probe.missing()) == []
    assert probe.painter().is_fast
    assert direct.driver_for(LinuxDriver) is direct.MeteredDriver


def test_a_function_that_is_gone_is_named_and_textual_paints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(linux_driver, "WriterThread")
    monkeypatch.setattr(probe, "WriterThread", None)
    assert list(probe.missing()) == ["WriterThread.run"]
    assert not probe.painter().is_fast
    assert "needs WriterThread.run" in probe.painter().reason
    assert direct.driver_for(LinuxDriver) is LinuxDriver


def test_a_name_that_a_function_no_longer_uses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LinuxDriver, "write", print)
    assert list(probe.missing()) == ["_writer_thread, write in LinuxDriver.write"]


def test_a_method_that_only_a_base_class_still_has_is_named_by_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(Screen, "_on_idle")
    assert list(probe.missing()) == ["_repaint_required in Screen._on_idle"]


def test_names_inside_nested_functions_count() -> None:
    def outer() -> object:
        def inner(screen: Screen[None]) -> object:
            return screen._compositor

        return inner

    assert "_compositor" in probe._names_used(outer)


@pytest.mark.parametrize(("value", "is_fast"), [("textual", False), ("", True), ("fast", True)])
def test_the_environment_can_leave_painting_to_textual(
    monkeypatch: pytest.MonkeyPatch, value: str, is_fast: bool
) -> None:
    monkeypatch.setenv(probe.SWITCH, value)
    assert probe.painter().is_fast is is_fast
    assert (probe.SWITCH in probe.painter().reason) is not is_fast
