"""Going on where one was cut off."""

from typing import Any

import pytest

from lampfield.hub import changelog
from lampfield.model.call import CallState
from lampfield.model.change import CallChange, ContactGone, MessageChange
from lampfield.model.identity import ContactKey, DeviceName
from tests.hub.caller import Caller, Json, calling, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ALICE = ContactKey("alice@acme.test")
BOB = ContactKey("bob@acme.test")


def place(started: Json, **changed: Any) -> Json:
    """Return where a client goes on."""
    return {"epoch": started["epoch"], "seq": started["seq"]} | changed


async def resumed(caller: Caller, since: Json) -> tuple[Json, list[Json]]:
    """Return the answer to a start, and what came with it."""
    started = await caller.start(since=since)
    return started, [part for part in caller.frames[-1] if "method" in part]


async def test_what_was_missed_follows_the_answer() -> None:
    source = Scripted(contact(ALICE, name="Alice"), contact(BOB, name="Bob", blf=0))
    async with serving(source, linger=30.0) as hub:
        async with calling(hub) as caller:
            before = await caller.start()
        source.tell(contact(BOB, blf=1), contact(BOB, blf=2), ContactGone(ALICE))
        source.tell(MessageChange(key=BOB, id="1"))
        async with calling(hub) as caller:
            started, missed = await resumed(caller, place(before))
    assert started["resumed"] is True
    assert started["contacts"] == []
    assert [part["method"] for part in missed] == [
        "contact.update",
        "contact.gone",
        "room.new",
        "message.new",
    ]
    assert missed[0]["params"]["contact"]["blf"] == 2
    assert "id" in caller.frames[-1][0]


async def test_nothing_missed_is_nothing_told() -> None:
    source = Scripted(contact(ALICE, name="Alice"))
    async with serving(source, linger=30.0) as hub:
        async with calling(hub) as caller:
            before = await caller.start()
        async with calling(hub) as caller:
            assert (await resumed(caller, place(before)))[1] == []
            source.tell(contact(ALICE, blf=1))
            assert (await caller.notice("contact.update"))["contact"]["blf"] == 1


@pytest.mark.parametrize("changed", [{"epoch": "another"}, {"seq": 10_000}, {"seq": 0}, {"seq": -1}])
async def test_an_unknown_place_gives_a_snapshot(changed: Json) -> None:
    source = Scripted(contact(ALICE, name="Alice"))
    async with serving(source, linger=30.0) as hub, calling(hub) as caller:
        before = await caller.start()
        started = await caller.ask("feed.start", since=place(before, **changed))
        assert started["resumed"] is False
        assert len(started["contacts"]) == 1


async def test_a_place_that_is_not_held_any_more_gives_a_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "MAX_KEPT_CHARS", 100)
    source = Scripted(contact(ALICE, name="Alice"))
    async with serving(source, linger=30.0) as hub:
        async with calling(hub) as caller:
            before = await caller.start()
        source.tell(*(MessageChange(key=ALICE, id=str(number), text="x" * 60) for number in range(3)))
        async with calling(hub) as caller:
            started, _ = await resumed(caller, place(before))
    assert started["resumed"] is False
    assert len(started["messages"]) == 3


async def test_a_desk_opened_anew_gives_a_snapshot() -> None:
    source = Scripted(contact(ALICE, name="Alice"))
    async with serving(source, linger=0.0) as hub:
        async with calling(hub) as caller:
            before = await caller.start()
        await until(lambda: not source.sessions[0].open, "the desk's end")
        source.first = source.first[:2]
        async with calling(hub) as caller:
            started, _ = await resumed(caller, place(before))
    assert started["resumed"] is False
    assert started["contacts"] == []
    assert started["seq"] > before["seq"]


async def test_each_call_that_ended_meanwhile_is_told() -> None:
    source = Scripted()
    device = DeviceName("PJSIP/1")
    async with serving(source, linger=30.0) as hub:
        async with calling(hub) as caller:
            before = await caller.start()
        for state in ("ring", "up", "dead"):
            source.tell(CallChange(channel="1", device=device, state=CallState(state)))
        async with calling(hub) as caller:
            _, missed = await resumed(caller, place(before))
    assert [part["method"] for part in missed] == ["call.new", "call.update", "call.gone"]
