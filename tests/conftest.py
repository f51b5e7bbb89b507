"""What holds for all tests."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.parsed_once import share_parsed_rules
from tests.virtual_time import VirtualTimeLoop

MAX_NAME = 40
"""Of an input within the name of a test, in characters."""

# A run says the same tomorrow, and on a busy machine: examples are fixed and have no time of their own.
# `pytest --hypothesis-profile=default` looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

OBJECTS = 50_000, 20, 50
"""Thresholds of Python's garbage collection. A board that starts makes some 100,000 objects and frees few of
them: with Python's own thresholds, garbage collection takes a fifth of a test's processor time."""


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no board read, or change, what whoever runs the tests has set up for themselves."""
    folder = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("LAMPFIELD_SETTINGS", str(folder / "no-settings.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every board find the same terminal, whatever the tests run in: one that can show all colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


def pytest_configure() -> None:
    """Let what the tests start be interrupted, also where their own process may not be: behind nohup or &."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Handled is what a started process begins with as its default; ignored it would stay ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionstart() -> None:
    """Collect garbage seldom, and parse style sheets once."""
    gc.set_threshold(*OBJECTS)
    share_parsed_rules()


def pytest_collection_finish() -> None:
    """Exclude the modules and the collected tests from every later garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse rows that can be read only once: `make mutants` collects the tests several times."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if any(isinstance(value, Iterator) for value in (*mark.args, *mark.kwargs.values())):
            name = metafunc.definition.nodeid
            raise pytest.UsageError(f"{name}: its rows are an iterator. Make a list of them.")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name long inputs by their beginning: a test's name goes over command lines."""
    if isinstance(val, str | bytes) and len(val) > MAX_NAME:
        return f"{val[:MAX_NAME]!a} of {len(val)}"
    return None


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run what is marked ``virtual_time`` on a loop whose time jumps instead of being waited for."""
    if item.get_closest_marker("virtual_time"):
        return {"virtual": VirtualTimeLoop}
    return {"real": asyncio.new_event_loop}
