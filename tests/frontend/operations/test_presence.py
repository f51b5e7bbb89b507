"""What is asked of the hub about the own presence and the links."""

import pytest

from lampfield.frontend.operations.presence import OWN_PRESENCES, own_presence_word, reset_link, set_presence
from lampfield.model.link import LinkName
from lampfield.model.show import Show
from lampfield.protocol.requests import LinkReset, PresenceSet
from tests.frontend.operations.asked import Asked


@pytest.mark.parametrize(
    ("show", "status", "said"),
    [
        (Show.DND, "", "You are dnd."),
        (Show.AWAY, "at lunch", "You are away: at lunch."),
        (Show.OFFLINE, "", "You are invisible."),
    ],
)
async def test_the_own_presence_is_set_and_said(show: Show, status: str, said: str) -> None:
    pbx = Asked()
    operation = set_presence(pbx, show, status)
    assert (operation.underway, operation.done, operation.question, operation.yes) == (
        "setting your status…",
        said,
        "",
        "",
    )
    await operation.begin()
    assert pbx.requests == [PresenceSet(show=show, status=status)]


def test_the_shows_that_are_offered_each_have_a_word() -> None:
    assert [own_presence_word(show) for show in OWN_PRESENCES] == ["online", "away", "dnd", "invisible"]


async def test_a_link_is_cut_by_its_name() -> None:
    pbx = Asked()
    operation = reset_link(pbx, LinkName.CHAT)
    assert operation.underway == "resetting the chat link…"
    assert (operation.done, operation.question, operation.yes) == (
        "The chat link is reset; it reconnects by itself.",
        "",
        "",
    )
    await operation.begin()
    assert pbx.requests == [LinkReset(name=LinkName.CHAT)]
