"""Who is logged in, and until when."""

from lampfield.cli.web import sessions as module
from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.sessions import WebSessions
from tests.screenshots.stage import StoppedClock

ENTRY = Credentials(HubAddress("ws://127.0.0.1:1"), "reception", "open sesame")


def test_a_visit_is_known_by_its_token_until_it_is_over() -> None:
    clock = StoppedClock(1000.0)
    visits = WebSessions(last_seconds=60.0, clock=clock)
    token = visits.begin(ENTRY)
    visit = visits.get(token)
    assert visit is not None
    assert visit.entry is ENTRY
    assert visits.get(token[:-1]) is None
    assert visits.get("") is None
    clock.now += 59.0
    assert visits.get(token) is visit
    clock.now += 1.0
    assert visits.get(token) is None


async def test_whoever_logs_out_has_no_board_any_more() -> None:
    visits = WebSessions()
    token = visits.begin(ENTRY)
    visit = visits.get(token)
    assert visit is not None
    closed: list[str] = []
    with visit.board(lambda: closed.append("one"), 60.0), visit.board(lambda: closed.append("two"), 60.0):
        assert visit.boards == 2
        visits.end(token)
        assert closed == ["one", "two"]
        assert visits.get(token) is None
    assert visit.boards == 0


def test_of_too_many_visits_the_oldest_is_over() -> None:
    visits = WebSessions()
    tokens = [visits.begin(ENTRY) for _ in range(module.MAX_VISITS + 1)]
    assert visits.get(tokens[0]) is None
    assert all(visits.get(token) for token in tokens[1:])


def test_a_secret_is_not_in_what_reaches_a_log() -> None:
    assert "sesame" not in repr(ENTRY)
