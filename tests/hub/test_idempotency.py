"""A message or an action that is asked for again, because its answer was lost, is sent or done once."""

import pytest

from lampfield.hub import connection
from lampfield.hub.accounts import ACTION_OUTCOME_UNKNOWN
from lampfield.hub.idempotency import IdempotentRequests
from lampfield.hub.server import HubServer
from lampfield.model.call import CallState
from lampfield.model.change import CallChange, DeviceChange
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from tests.hub.caller import Caller, calling, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ALICE = ContactKey("alice@acme.test")
HELLO = ("post", ALICE, "hello")


async def room_of(caller: Caller) -> int:
    snapshot = await caller.start()
    room: int = (await caller.ask("contact.chat", cID=snapshot["contacts"][0]["cID"]))["roomID"]
    return room


async def lose_the_answer(hub: HubServer, source: Scripted) -> None:
    """Post a message, and be gone before its answer."""
    async with calling(hub) as first:
        room = await room_of(first)
        source.go_on.clear()
        await first.say("room.post", roomID=room, text="hello", postID="a1")
        await until(lambda: HELLO in source.asked, "the message at the source")
        first.socket.transport.abort()


def office() -> Scripted:
    return Scripted(contact(ALICE, name="Alice", chat_id=ALICE))


async def test_the_next_connection_gets_the_answer_that_was_lost() -> None:
    source = office()
    async with serving(source, linger=60.0) as hub:
        await lose_the_answer(hub, source)
        async with calling(hub) as second:
            source.go_on.set()
            room = await room_of(second)
            answers = [
                await second.ask("room.post", roomID=room, text="hello", postID="a1") for _ in range(2)
            ]
            assert answers[0] == answers[1]
            assert source.asked.count(HELLO) == 1


async def test_it_is_known_when_nobody_looked_for_a_while() -> None:
    source = office()
    async with serving(source) as hub:
        async with calling(hub) as first:
            room = await room_of(first)
            sent = await first.ask("room.post", roomID=room, text="hello", postID="a1")
        await until(lambda: not source.sessions[0].open, "the desk closed")
        async with calling(hub) as second:
            room = await room_of(second)
            assert await second.ask("room.post", roomID=room, text="hello", postID="a1") == sent
            assert source.asked.count(HELLO) == 1


async def test_what_was_cut_at_the_source_is_not_tried_again() -> None:
    source = office()
    async with serving(source) as hub:
        await lose_the_answer(hub, source)
        await until(lambda: not source.sessions[0].open, "the desk closed")
        source.go_on.set()
        async with calling(hub) as second:
            room = await room_of(second)
            error = await second.refused("room.post", roomID=room, text="hello", postID="a1")
            assert error["data"] == RefusalCode.TIMED_OUT
            assert source.asked.count(HELLO) == 1


@pytest.mark.parametrize(("word", "times"), [(RefusalCode.LINK_DOWN, 2), (RefusalCode.TIMED_OUT, 1)])
async def test_what_was_not_sent_may_be_asked_for_again(word: RefusalCode, times: int) -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        source.refusal = Refusal(word, "No.")
        await caller.refused("room.post", roomID=room, text="hello", postID="a1")
        source.refusal = None
        await caller.answer(await caller.say("room.post", roomID=room, text="hello", postID="a1"))
        assert source.asked.count(HELLO) == times


async def test_two_who_ask_at_once_have_one_answer() -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        source.go_on.clear()
        asked = [await caller.say("room.post", roomID=room, text="hello", postID="a1") for _ in range(2)]
        await until(lambda: HELLO in source.asked, "the message at the source")
        source.go_on.set()
        first = await caller.answer(asked[0])
        parts = [part for frame in caller.frames for part in frame if part.get("id") == asked[1]]
        second = parts[0] if parts else await caller.answer(asked[1])
        assert second["result"] == first["result"]
        assert source.asked.count(HELLO) == 1


async def test_a_name_that_could_harm_a_foreign_protocol_is_refused() -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        error = await caller.refused("room.post", roomID=room, text="hello", postID="a'b")
        assert error["data"] == RefusalCode.BAD_TEXT
        assert HELLO not in source.asked


DIAL = ("dial", "PJSIP/1", "201", None)
DEVICE = DeviceChange(Device(name=DeviceName("PJSIP/1")))
CALL = CallChange(channel="channel-1", device=DeviceName("PJSIP/1"), state=CallState.UP)


async def dial(caller: Caller, action_id: str = "a-1") -> int:
    return await caller.say("device.dial", device="PJSIP/1", number="201", actionID=action_id)


async def test_a_call_that_is_asked_for_again_is_the_same_call() -> None:
    source = Scripted(DEVICE)
    async with serving(source, linger=60.0) as hub:
        async with calling(hub) as first:
            await first.start()
            source.go_on.clear()
            await dial(first)
            await until(lambda: DIAL in source.asked, "the call at the source")
            first.socket.transport.abort()
        async with calling(hub) as second:
            await second.start()
            asked = await dial(second)
            source.go_on.set()
            begun = (await second.answer(asked))["result"]
            assert (await second.answer(await dial(second)))["result"] == begun
            assert source.asked == [DIAL]
            await second.answer(await dial(second, "a-2"))
            for _ in range(2):
                await second.ask("device.dial", device="PJSIP/1", number="201")
            assert source.asked == [DIAL] * 4


async def test_a_call_is_known_when_nobody_looked_for_a_while() -> None:
    source = Scripted(DEVICE)
    async with serving(source) as hub:
        async with calling(hub) as first:
            await first.start()
            begun = (await first.answer(await dial(first)))["result"]
        await until(lambda: not source.sessions[0].open, "the desk closed")
        async with calling(hub) as second:
            await second.start()
            assert (await second.answer(await dial(second)))["result"] == begun
            assert source.asked == [DIAL]


@pytest.mark.parametrize("method", ["call.hangup", "call.hold", "call.talk"])
async def test_each_action_of_the_phone_is_done_once(method: str) -> None:
    source = Scripted(DEVICE, CALL)
    async with serving(source) as hub, calling(hub) as caller:
        (call,) = (await caller.start())["calls"]
        for action_id in ("1", "1", "2"):
            assert await caller.ask(method, uid=call["uid"], actionID=action_id) == {}
        assert len(source.asked) == 2


async def test_the_same_name_of_another_action_is_another_one() -> None:
    source = Scripted(DEVICE, CALL)
    async with serving(source) as hub, calling(hub) as caller:
        (call,) = (await caller.start())["calls"]
        await caller.ask("call.hold", uid=call["uid"], actionID="1")
        await caller.ask("call.talk", uid=call["uid"], actionID="1")
        assert [words[0] for words in source.asked] == ["hold", "talk"]


@pytest.mark.parametrize("word", [RefusalCode.REFUSED, RefusalCode.TIMED_OUT])
async def test_what_became_of_an_action_is_said_again_and_not_tried_again(word: RefusalCode) -> None:
    source = Scripted(DEVICE)
    source.refusal = Refusal(word, "The phone said no.")
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        first = (await caller.answer(await dial(caller)))["error"]
        source.refusal = None
        again = (await caller.answer(await dial(caller)))["error"]
        assert (first["data"], first["message"]) == (word, "The phone said no.")
        assert again == first | ({"message": ACTION_OUTCOME_UNKNOWN} if word is RefusalCode.TIMED_OUT else {})
        assert source.asked == [DIAL]


async def test_an_action_that_takes_too_long_ends_though_its_client_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "ACTION_SECONDS", 0.05)
    source = Scripted(DEVICE)
    source.go_on.clear()
    async with serving(source, linger=60.0) as hub:
        async with calling(hub) as first:
            await first.start()
            await dial(first)
            await until(lambda: DIAL in source.asked, "the call at the source")
            first.socket.transport.abort()
        async with calling(hub) as second:
            await second.start()
            for _ in range(2):
                error = (await second.answer(await dial(second)))["error"]
                assert (error["data"], "unknown" in error["message"]) == (RefusalCode.TIMED_OUT, True)
        (desk,) = hub.context.accounts
        assert not desk.actions._running
        assert source.asked == [DIAL]


async def test_a_fault_of_ours_is_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    source = Scripted(DEVICE)
    source.refusal = KeyError("a fault")
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        assert (await caller.answer(await dial(caller)))["error"]["data"] == "internal-error"
        source.refusal = None
        assert (await caller.answer(await dial(caller)))["error"]["data"] == RefusalCode.TIMED_OUT
        assert source.asked == [DIAL]
    assert "a fault" in caplog.text


async def test_a_name_of_an_action_has_a_form() -> None:
    source = Scripted(DEVICE)
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        for name in ("a b", "x" * 65, "\n"):
            error = (await caller.answer(await dial(caller, name)))["error"]
            assert (error["code"], "actionID" in error["message"]) == (-32602, True)
        assert source.asked == []


async def test_only_so_many_outcomes_are_kept() -> None:
    outcomes: dict[str, int | Refusal | None] = {}
    requests = IdempotentRequests(outcomes, 2, "?", keeps_refusals=True)

    async def number(value: int) -> int:
        return value

    for value, name in enumerate("abc"):
        assert await requests.run(name, number(value)) == value
    assert outcomes == {"b": 1, "c": 2}
    assert await requests.run("b", number(9)) == 1
    assert await requests.run("a", number(9)) == 9


async def test_the_hub_says_that_it_knows_names_of_actions() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        assert caller.frames[0][0]["params"]["features"] == ["action-ids"]
