"""What an account has no right to do is not offered; its key says which right is missing."""

import pytest

from lampfield.board.keys.action import OF_BOXES
from lampfield.board.keys.actions import ACTIONS
from lampfield.board.keys.default import default_map
from lampfield.board.kit.outcome import Kind
from lampfield.model.account import Right, no_right_sentence
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.relationship import Relationship, Subscription
from tests.board.booth import DEVICE, booth, person

ALICE = person("Alice", "201")
ASKER = person("Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE)
NEEDING = [it for it in ACTIONS if it.right and it.scope not in OF_BOXES and default_map().by_id[it.id].keys]


async def test_the_key_of_an_action_without_its_right_says_which_right_is_missing() -> None:
    async with booth(ALICE, ASKER, may=()) as standing:
        for action in NEEDING:
            standing.board.context.say(Kind.DONE, "")
            assert action.right is not None
            await standing.misses("Your account", "#footer")
            key = default_map().by_id[action.id].keys
            await standing.press(key[0])
            await standing.outcome(no_right_sentence(action.right)[:40])
            assert standing.app.screen is standing.board, action.id
        assert standing.source.asked == []


@pytest.mark.parametrize("missing", [Right.DIAL, Right.CHAT, Right.HANGUP])
async def test_the_palette_the_help_and_the_footer_offer_what_the_account_may_do(missing: Right) -> None:
    given = [right for right in (Right.DIAL, Right.CHAT, Right.HANGUP) if right is not missing]
    async with booth(ALICE, may=given) as standing:
        shown = {key.id for key in standing.board.context.offered.keys if key.keys}
        for action in NEEDING:
            assert (action.id in shown) is (action.right is not missing), action.id
        await (standing.misses if missing is Right.CHAT else standing.sees)("c chat", "#footer")
        for key in ("question_mark", "colon"):
            await standing.press(key, *"hang up the contact")
            await standing.sees("Hang up the call that" if missing is not Right.HANGUP else "nothing matches")
            await standing.press("escape")


async def test_enter_neither_answers_nor_accepts_without_the_right() -> None:
    call = CallChange(
        channel="channel-1",
        device=DEVICE.name,
        state=CallState.RING,
        party=CallParty.CALLEE,
        number="0161",
        features="answer",
    )
    async with booth(ASKER, may=()) as standing:
        standing.source.tell(call)
        await standing.sees("RINGING", "#calls")
        assert "answer" not in standing.text("#calls")
        assert "⏎ card" in standing.text("#footer")
    async with booth(ASKER) as standing:
        assert "⏎ accept" in standing.text("#footer")


async def test_a_link_can_be_reset_only_where_the_account_may_reset_it() -> None:
    async with booth(ALICE, may=(Right.DIAL, Right.CHAT)) as standing:
        await standing.press("l")
        await standing.sees("Esc closes")
        assert "r cuts" not in standing.text()
        await standing.press("r", "enter")
        assert standing.app.screen is not standing.board
        assert standing.source.asked == []
