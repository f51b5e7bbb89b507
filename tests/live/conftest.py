"""Real servers, one of each kind for all tests of a run."""

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.live.chat_server import ChatServer
from tests.live.ejabberd import Ejabberd
from tests.live.needed import needed
from tests.live.pbx import NEWEST, SUITES, Asterisk
from tests.live.prosody import Prosody

KINDS: tuple[type[Prosody] | type[Ejabberd], ...] = (Prosody, Ejabberd)


@pytest.fixture(scope="session", params=KINDS, ids=lambda kind: kind.name)
def chat_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChatServer]:
    """A server that runs for all tests; who stops it starts it again."""
    kind = request.param
    needed(kind.name, kind.there(), "install it")
    server: ChatServer = kind(tmp_path_factory.mktemp(kind.name))
    server.start()
    yield server
    server.stop()


PBX_VERSIONS = [version for version in SUITES if version == NEWEST or Asterisk.there(version)]
"""The newest one is needed; an older one is tried where it can be had."""


@pytest.fixture(scope="session", params=PBX_VERSIONS)
def asterisk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """A PBX that runs for all tests; who stops it starts it again."""
    yield from _running(request.param, tmp_path_factory)


@pytest.fixture(scope="session")
def newest_asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """A PBX for tests in which its version makes no difference."""
    yield from _running(NEWEST, tmp_path_factory)


def _running(version: str, folders: pytest.TempPathFactory) -> Iterator[Asterisk]:
    needed(version, Asterisk.there(version), f"run tests/live/fetch_asterisk.sh {SUITES[version]}")
    server = Asterisk(folders.mktemp(version), version)
    server.start()
    yield server
    server.stop()


_numbers = itertools.count(1)


@pytest.fixture
def newcomer(chat_server: ChatServer) -> Callable[[str], str]:
    """Make an account that no other test has. Returns its name."""

    def register(name: str) -> str:
        fresh = f"{name}{next(_numbers)}"
        chat_server.register(fresh)
        return fresh

    return register
