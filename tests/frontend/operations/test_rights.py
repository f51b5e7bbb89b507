"""What the account may do, as its client knows it."""

import pytest

from lampfield.frontend.operations.presence import reset_link
from lampfield.frontend.operations.rights import can_reset, may
from lampfield.model.account import Right
from lampfield.model.link import Link, LinkName
from lampfield.protocol.notifications import LinkNotice
from tests.frontend.operations.asked import Asked, refusal

PHONE, CHAT = Link(LinkName.PHONE, source="asterisk"), Link(LinkName.CHAT, source="xmpp")
SHARED = Link(LinkName.CHAT, source="asterisk")


@pytest.mark.parametrize(
    ("links", "rights", "resettable"),
    [
        ((PHONE, CHAT), (Right.CHAT,), {LinkName.CHAT}),
        ((PHONE, SHARED), (Right.CHAT,), set()),
        ((CHAT,), (Right.CHAT,), {LinkName.CHAT}),
        ((PHONE, CHAT), (Right.RESET,), {LinkName.PHONE, LinkName.DIRECTORY}),
        ((PHONE, SHARED), (Right.RESET,), {LinkName.PHONE, LinkName.CHAT, LinkName.DIRECTORY}),
        ((PHONE, CHAT), (Right.DIAL,), set()),
    ],
)
def test_a_link_can_be_reset_with_the_right_that_the_hub_asks_for(
    links: tuple[Link, ...], rights: tuple[Right, ...], resettable: set[LinkName]
) -> None:
    pbx = Asked(rights=rights)
    pbx.told(*(LinkNotice(seq=place + 1, link=link) for place, link in enumerate(links)))
    assert {name for name in LinkName if can_reset(pbx, name)} == resettable


def test_who_lacks_the_right_to_reset_reads_how_it_is_given() -> None:
    why = refusal(lambda: reset_link(Asked(rights=(Right.DIAL,)), LinkName.PHONE))
    assert why == (
        "Your account has no right to reset a link that others use. "
        'The administrator can add "reset" in the site file.'
    )


def test_before_the_login_the_hub_decides() -> None:
    assert may(None, Right.RESET)
    assert may(Asked(rights=()), None)
    assert not may(Asked(rights=()), Right.RESET)
