"""A hub that serves the demo, and the command that knows how to reach it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Lampfield

DEMO = ("--demo", "--rate", "0", "--contacts", "12", "--speed", "50", "--listen", "127.0.0.1:0")
"""A still life: twelve people who do nothing by themselves; an own call goes fast."""


@pytest.fixture
def lampfield(tmp_path: Path) -> Lampfield:
    """The command in an empty home: no hub, no site file."""
    return Lampfield(str(tmp_path))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a hub on the demo."""
    with Lampfield(str(tmp_path_factory.mktemp("hub"))).serving(*DEMO) as url:
        yield url


@pytest.fixture
def client(lampfield: Lampfield, hub: str) -> Lampfield:
    """The command with everything it needs to reach the hub."""
    return lampfield.having(LAMPFIELD_URL=hub, LAMPFIELD_ACCOUNT="reception", LAMPFIELD_SECRET="demo")
