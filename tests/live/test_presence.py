"""Presence of several resources, and the operator's own."""

from collections.abc import Callable

import pytest

from lampfield.model.show import Show
from lampfield.model.state import VolatileState
from lampfield.protocol.errors import RequestError
from tests.live.chat_server import ChatServer
from tests.live.desk import befriend, desk_up
from tests.live.friend import friend
from tests.waiting import until

Newcomer = Callable[[str], str]


async def test_every_resource_counts_and_the_most_online_shows(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as laptop, desk_up(chat_server, alice) as standing:
        await befriend(standing, laptop)
        laptop.show("xa", "lunch till 1", priority=5)
        contact = await standing.sees(laptop.address, lambda it: it.show is Show.AWAY, "away")
        assert (contact.status, contact.states["laptop"].show) == ("lunch till 1", "xa")
        assert contact.states["laptop"].priority == 5
        async with friend(chat_server, bob, "mobile") as mobile:
            mobile.show("dnd")
            await standing.sees(laptop.address, lambda it: "mobile" in it.states, "a second resource")
            await standing.sees(laptop.address, lambda it: it.states["mobile"].show == "dnd", "dnd there")
            assert contact.show is Show.AWAY
            mobile.show("chat")
            await standing.sees(laptop.address, lambda it: it.show is Show.ONLINE, "online there")
        await standing.sees(laptop.address, lambda it: set(it.states) == {"laptop"}, "one resource again")
        assert contact.show is Show.AWAY
    assert contact.can_chat


async def test_who_logs_out_is_offline(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with desk_up(chat_server, alice) as standing:
        async with friend(chat_server, bob) as other:
            await befriend(standing, other)
            await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
        await standing.sees(other.address, lambda it: it.show is Show.OFFLINE and not it.can_chat, "offline")


async def test_the_operator_s_own_show_is_seen_by_others(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await befriend(standing, other)
        await standing.pbx.set_presence(Show.DND, "in a meeting")
        await until(lambda: standing.pbx.me is not None and standing.pbx.me.show is Show.DND, "own show")
        await until(
            lambda: resource_words(other.client, standing.address) == [("dnd", "in a meeting")], "dnd"
        )
        await standing.pbx.set_presence(Show.OFFLINE)
        await other.hears(standing.address, "unavailable")
        await standing.sees(other.address, lambda it: not it.states, "nothing is told to who is invisible")
        await standing.pbx.set_presence(Show.ONLINE)
        await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "seen again")


@pytest.mark.parametrize(("show", "status"), [(Show.AWAY, "lunch till 1"), (Show.OFFLINE, "")])
async def test_the_own_show_outlives_the_hub(
    chat_server: ChatServer, newcomer: Newcomer, show: Show, status: str
) -> None:
    alice, bob, state = newcomer("alice"), newcomer("bob"), VolatileState()
    async with friend(chat_server, bob) as other:
        async with desk_up(chat_server, alice, state=state) as standing:
            await befriend(standing, other)
            await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
            await standing.pbx.set_presence(show, status)
        await other.hears(standing.address, "unavailable")
        other.presences.clear()
        async with desk_up(chat_server, alice, state=state) as again:
            await until(lambda: again.pbx.me is not None and again.pbx.me.show is show, "own show")
            other.show("dnd")
            if show is Show.OFFLINE:
                # Whatever the server was to tell the friend comes before this answer.
                other.tell(other.address, "probe")
                await until(lambda: (other.address, "") in other.presences, "the own presence of the friend")
                assert resource_words(other.client, again.address) == []
            else:
                await until(
                    lambda: resource_words(other.client, again.address) == [(show.value, status)], "as before"
                )
                await again.sees(other.address, lambda it: it.show is Show.DND, "dnd: others are seen")


async def test_who_sets_a_show_goes_on_seeing_the_others(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await befriend(standing, other)
        await standing.sees(other.address, lambda it: it.show is Show.ONLINE, "online")
        await standing.pbx.set_presence(Show.AWAY, "lunch")
        contact = standing.find(other.address)
        assert contact is not None
        assert contact.show is Show.ONLINE


async def test_a_status_of_two_lines_is_refused(chat_server: ChatServer, newcomer: Newcomer) -> None:
    async with desk_up(chat_server, newcomer("alice")) as standing:
        with pytest.raises(RequestError, match="one line"):
            await standing.pbx.set_presence(Show.AWAY, "one\ntwo")


def resource_words(client: object, address: str) -> list[tuple[str, str]]:
    resources = client.client_roster.presence(address)  # type: ignore[attr-defined]
    return [(it["show"], it["status"]) for it in resources.values()]
