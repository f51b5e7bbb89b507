"""Whether the fast painter can run: a check of the Textual internals that it relies on.

``direct.py`` and ``compositor.py`` use private names of Textual. A version number says nothing about them, so
each is looked up, together with the code that must use it. The names that a function uses are part of its
code object, so the probe calls nothing, draws nothing and takes a tenth of a millisecond.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from typing import Any, NamedTuple

import textual
from textual._compositor import Compositor
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.widget import Widget

SWITCH = "LAMPFIELD_PAINT"
"""The environment variable that leaves all painting to Textual when its value is ``textual``."""

WriterThread: Any = getattr(linux_driver, "WriterThread", None)


class Needed(NamedTuple):
    """Names that a function of Textual must use."""

    where: str
    """The function's name in messages."""
    find: Callable[[], Any]
    """Returns the function; raises `AttributeError` if there is none."""
    names: frozenset[str]


def _needed(where: str, find: Callable[[], Any], *names: str) -> Needed:
    return Needed(where, find, frozenset(names))


NEEDED = (
    # The driver hands its file to a thread, which writes and flushes; the metered output counts both.
    _needed("LinuxDriver.__init__", lambda: LinuxDriver.__init__, "_file", "_writer_thread"),
    _needed(
        "LinuxDriver.start_application_mode",
        lambda: LinuxDriver.start_application_mode,
        "WriterThread",
        "_file",
    ),
    _needed("LinuxDriver.write", lambda: LinuxDriver.write, "_writer_thread", "write"),
    _needed("LinuxDriver.close", lambda: LinuxDriver.close, "_writer_thread"),
    _needed("WriterThread.run", lambda: WriterThread.run, "_file", "write", "flush"),
    # During a batch update a frame is left to Textual, and it is marked if the terminal supports that.
    _needed("App.__init__", lambda: App.__init__, "_driver", "_batch_count", "_sync_available"),
    _needed("App._begin_batch", lambda: App._begin_batch, "_batch_count"),
    # What a screen has to paint, and where its widgets are.
    _needed("Screen.__init__", lambda: Screen.__init__, "_compositor", "_dirty_widgets"),
    _needed("Screen._on_timer_update", lambda: Screen._on_timer_update, "_dirty_widgets", "_compositor"),
    _needed("Screen._on_idle", lambda: Screen._on_idle, "_repaint_required"),
    _needed("Widget._set_dirty", lambda: Widget._set_dirty),
    _needed("Screen.selections", lambda: Screen.selections),
    _needed("Compositor.visible_widgets", lambda: _getter(Compositor.visible_widgets), "_visible_widgets"),
    _needed(
        "Compositor.__init__",
        lambda: Compositor.__init__,
        "_full_map",
        "_full_map_invalidated",
        "_visible_map",
    ),
    _needed(
        "Compositor.full_map", lambda: _getter(Compositor.full_map), "_full_map", "_full_map_invalidated"
    ),
    _needed("Compositor.reflow", lambda: Compositor.reflow, "_full_map"),
    _needed("Compositor.reflow_visible", lambda: Compositor.reflow_visible, "_visible_map"),
    _needed("Compositor.clear", lambda: Compositor.clear, "_full_map"),
)
"""Everything private that the fast painter relies on."""


class Painter(NamedTuple):
    """Which painter draws the board."""

    is_fast: bool
    reason: str
    """The reason, as a sentence for the log and for ``lampfield check``."""


@cache
def painter() -> Painter:
    """Return which painter draws the board with the installed Textual."""
    version = f"Textual {textual.__version__}"
    if os.environ.get(SWITCH) == "textual":
        return Painter(is_fast=False, reason=f"Textual paints, because {SWITCH} says so.")
    if lacks := next(missing(), ""):
        return Painter(
            is_fast=False,
            reason=f"{version} paints, at three times the processor time: the fast painter needs {lacks}.",
        )
    return Painter(is_fast=True, reason=f"The fast painter draws; {version} has all that it needs.")


def missing() -> Iterator[str]:
    """Yield what the installed Textual lacks."""
    for needed in NEEDED:
        try:
            found = needed.find()
        except AttributeError:
            yield needed.where
            continue
        if lacks := needed.names - _names_used(found):
            yield f"{', '.join(sorted(lacks))} in {needed.where}"


def _getter(attribute: Any) -> Any:
    return attribute.fget


def _names_used(function: Any) -> frozenset[str]:
    """Return the names in a function's code, functions inside it included."""
    code = getattr(function, "__code__", None)
    return frozenset(_names_in(code)) if code is not None else frozenset()


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
