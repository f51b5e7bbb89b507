"""What is asked of the hub about the own presence and the links."""

import pytest

from lampfield.frontend.operations.presence import OWN_SHOWS, own_word, reset_link, set_show
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
    deed = set_show(pbx, show, status)
    assert (deed.underway, deed.done, deed.question, deed.yes) == ("telling the others…", said, "", "")
    await deed.begin()
    assert pbx.requests == [PresenceSet(show=show, status=status)]


def test_the_shows_that_are_offered_each_have_a_word() -> None:
    assert [own_word(show) for show in OWN_SHOWS] == ["online", "away", "dnd", "invisible"]


async def test_a_link_is_cut_by_its_name() -> None:
    pbx = Asked()
    deed = reset_link(pbx, LinkName.CHAT)
    assert deed.underway == "cutting the chat link…"
    assert (deed.done, deed.question, deed.yes) == ("The chat link is cut; it comes back.", "", "")
    await deed.begin()
    assert pbx.requests == [LinkReset(name=LinkName.CHAT)]
