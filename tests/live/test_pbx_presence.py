"""Presence at a real Asterisk, where there is not a chat server: read and written."""

import pytest

from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import PBX_RESOURCE, Show
from lampfield.protocol.errors import RequestError
from tests.live.operator import Operator, operator
from tests.live.pbx import Asterisk
from tests.waiting import until


async def shows(sitting: Operator, number: str, show: Show, status: str = "") -> None:
    """Wait until somebody's show and status are as they should be."""

    def so() -> bool:
        contact = sitting.at(number)
        return (contact.show, contact.status) == (show, status)

    await until(so, f"{number} {show!r} {status!r}", 10.0)


async def test_what_others_are_at_the_pbx_is_their_show(asterisk: Asterisk) -> None:
    async with operator(asterisk, reports_chat=True) as sitting:
        await sitting.link(LinkState.UP)
        assert sitting.pbx.links[LinkName.CHAT].state is LinkState.UP
        asterisk.cli('presencestate change CustomPresence:202 "dnd,,in a meeting"')
        await shows(sitting, "202", Show.DND, "in a meeting")
        bob = sitting.at("202")
        assert set(bob.states) == {PBX_RESOURCE}
        assert bob.can_chat is False, "a phone cannot be written to"
        asterisk.cli("presencestate change CustomPresence:202 xa,,")
        await shows(sitting, "202", Show.AWAY)
        asterisk.cli("presencestate change CustomPresence:202 unavailable,,gone")
        await shows(sitting, "202", Show.OFFLINE)


@pytest.mark.parametrize("status", ["", "lunch, back at 1", 'Käse & "Wein" (ja)', "a,b,c ${EVIL}"])
async def test_the_own_show_is_written_whole(asterisk: Asterisk, status: str) -> None:
    async with operator(asterisk, reports_chat=True) as sitting:
        await sitting.link(LinkState.UP)
        await sitting.pbx.set_presence(Show.AWAY, status)
        await shows(sitting, "201", Show.AWAY, status)
        me = sitting.pbx.me
        assert me is not None
        await until(
            lambda: sitting.pbx.me is not None and sitting.pbx.me.show is Show.AWAY, "the own show", 5.0
        )
        await sitting.pbx.set_presence(Show.ONLINE)
        await shows(sitting, "201", Show.ONLINE)


async def test_a_show_outlives_a_hub(asterisk: Asterisk) -> None:
    async with operator(asterisk, reports_chat=True) as sitting:
        await sitting.link(LinkState.UP)
        await sitting.pbx.set_presence(Show.DND, "calls only")
        await shows(sitting, "201", Show.DND, "calls only")
    async with operator(asterisk, reports_chat=True) as sitting:
        await sitting.link(LinkState.UP)
        await shows(sitting, "201", Show.DND, "calls only")
        await sitting.pbx.set_presence(Show.ONLINE)
        await shows(sitting, "201", Show.ONLINE)


async def test_a_status_of_two_lines_is_refused(asterisk: Asterisk) -> None:
    async with operator(asterisk, reports_chat=True) as sitting:
        await sitting.link(LinkState.UP)
        with pytest.raises(RequestError, match="one line"):
            await sitting.pbx.set_presence(Show.AWAY, "one\ntwo")
