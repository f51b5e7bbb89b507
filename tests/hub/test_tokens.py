"""Bearer tokens end, however many there are."""

from lampfield.hub import auth as module
from lampfield.hub.auth import TOKEN_SECONDS, Tokens, bearer
from lampfield.model.account import Account
from tests.hub.caller import ACCOUNT, calling, serving
from tests.hub.scripted import Scripted
from tests.hub.stores import Clock
from tests.waiting import until

OTHER = Account(name="other", secret="s")


def test_a_token_ends_some_time_after_it_was_given() -> None:
    clock = Clock(0.0)
    tokens = Tokens(clock)
    text = tokens.new(ACCOUNT)
    assert tokens.account(text) is ACCOUNT
    clock.now = TOKEN_SECONDS - 1
    assert tokens.account(text) is ACCOUNT
    clock.now = TOKEN_SECONDS
    assert tokens.account(text) is None
    tokens.hold(text)
    assert tokens.account(text) is None
    assert len(tokens) == 0


def test_a_token_lasts_as_long_as_any_session_and_a_while_longer() -> None:
    """Twice: what is held again lasts again."""
    clock = Clock(0.0)
    tokens = Tokens(clock)
    text = tokens.new(ACCOUNT)
    for _ in range(2):
        tokens.hold(text)
        tokens.hold(text)
        clock.now += 10 * TOKEN_SECONDS
        assert tokens.account(text) is ACCOUNT
        tokens.release(text)
        clock.now += 10 * TOKEN_SECONDS
        assert tokens.account(text) is ACCOUNT
        tokens.release(text)
        clock.now += TOKEN_SECONDS - 1
        assert tokens.account(text) is ACCOUNT
    clock.now += 1
    assert tokens.account(text) is None
    tokens.release(text)
    assert len(tokens) == 0


def test_those_end_first_that_were_let_go_first() -> None:
    clock = Clock(0.0)
    tokens = Tokens(clock)
    held, early, late = (tokens.new(ACCOUNT) for _ in range(3))
    tokens.hold(held)
    clock.now = 10.0
    tokens.hold(early)
    tokens.release(early)
    clock.now = TOKEN_SECONDS
    assert [tokens.account(text) for text in (held, early, late)] == [ACCOUNT, ACCOUNT, None]
    clock.now = TOKEN_SECONDS + 10.0
    assert [tokens.account(text) for text in (held, early)] == [ACCOUNT, None]


def test_the_tokens_of_an_account_can_be_ended() -> None:
    tokens = Tokens()
    mine, held, other = tokens.new(ACCOUNT), tokens.new(ACCOUNT), tokens.new(OTHER)
    tokens.hold(held)
    tokens.revoke({ACCOUNT.name})
    assert [tokens.account(text) for text in (mine, held, other)] == [None, None, OTHER]
    tokens.release(held)
    assert tokens.account(held) is None


def test_only_so_many_tokens_without_a_session_are_kept() -> None:
    tokens = Tokens(Clock(0.0))
    first, *_ = [tokens.new(ACCOUNT) for _ in range(module.MAX_UNHELD)]
    assert tokens.account(first) is ACCOUNT
    tokens.new(ACCOUNT)
    assert tokens.account(first) is None
    assert len(tokens) == module.MAX_UNHELD


def test_the_token_of_a_header() -> None:
    assert bearer("Bearer abc") == "abc"
    assert bearer("  bearer   abc ") == "abc"
    assert bearer("Basic abc") == ""
    assert bearer("") == ""


async def test_a_token_of_an_ended_session_still_shows_photos_for_a_while() -> None:
    async with serving(Scripted(), linger=0.0) as hub:
        async with calling(hub) as caller:
            token = (await caller.login())["token"]
            assert hub.context.tokens.account(token) is ACCOUNT
        await until(lambda: not hub.context.tokens._held, "the end of the session")
        assert hub.context.tokens.account(token) is ACCOUNT
