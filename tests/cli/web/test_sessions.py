"""Who is logged in, and until when."""

from lampfield.cli.web import sessions as module
from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.sessions import WebSessions
from tests.screenshots.stage import StoppedClock

ENTRY = Credentials(HubAddress("ws://127.0.0.1:1"), "reception", "open sesame")


def test_a_session_is_known_by_its_token_until_it_expires() -> None:
    clock = StoppedClock(1000.0)
    sessions = WebSessions(last_seconds=60.0, clock=clock)
    token = sessions.begin(ENTRY)
    session = sessions.get(token)
    assert session is not None
    assert session.credentials is ENTRY
    assert sessions.get(token[:-1]) is None
    assert sessions.get("") is None
    clock.now += 59.0
    assert sessions.get(token) is session
    clock.now += 1.0
    assert sessions.get(token) is None


async def test_whoever_logs_out_has_no_board_any_more() -> None:
    sessions = WebSessions()
    token = sessions.begin(ENTRY)
    session = sessions.get(token)
    assert session is not None
    closed: list[str] = []
    with session.board(lambda: closed.append("one"), 60.0), session.board(lambda: closed.append("two"), 60.0):
        assert session.boards == 2
        sessions.end(token)
        assert closed == ["one", "two"]
        assert sessions.get(token) is None
    assert session.boards == 0


def test_above_the_limit_the_oldest_session_ends() -> None:
    sessions = WebSessions()
    tokens = [sessions.begin(ENTRY) for _ in range(module.MAX_SESSIONS + 1)]
    assert sessions.get(tokens[0]) is None
    assert all(sessions.get(token) for token in tokens[1:])


def test_a_secret_is_not_in_what_reaches_a_log() -> None:
    assert "sesame" not in repr(ENTRY)
