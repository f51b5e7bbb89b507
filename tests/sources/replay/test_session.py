"""A replay as a source: what it emits when, and that it refuses every action."""

import inspect
from collections.abc import Sequence
from pathlib import Path

import pytest

from lampfield.model.account import Account, Right
from lampfield.model.change import Change, ContactChange, ContactGone, LinkChange
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal
from lampfield.protocol.errors import RequestError
from lampfield.sources.port import Session
from lampfield.sources.replay.recording import Recording
from lampfield.sources.replay.session import LINKS
from lampfield.sources.replay.source import ReplaySource, account_for
from tests.cli.recording.taping import watching
from tests.waiting import until

LINES = """\
{"lampfield":"recording","version":1,"began":1000.0}
{"event":"feed.start","at":0.0}
{"event":"me.update","at":0.0,"me":{"account":"front","name":"Front","chatID":"f@a.b","rights":["chat","x"]}}
{"event":"link","at":0.0,"link":{"name":"chat","state":"down","since":940.0,"reason":"It rains."}}
{"event":"link","at":0.0,"link":{"name":"phone","state":"up","since":940.0,"source":"asterisk"}}
{"event":"contact.new","at":0.0,"contact":{"cID":7,"name":"Alice","chatID":"alice@a.b","number":"201","blf":0}}
{"event":"contact.new","at":0.0,"contact":{"cID":8,"name":"Lift","number":"202","blf":0}}
{"event":"device.update","at":0.0,"device":{"name":"PJSIP/9","ownerID":7}}
{"event":"room.update","at":0.0,"room":{"roomID":1,"cID":7,"seen":2}}
{"event":"message.update","at":0.0,"message":{"msgID":2,"roomID":1,"cID":7,"msg":"hi","time":990000}}
{"event":"message.update","at":0.0,"message":{"msgID":3,"roomID":1,"cID":7,"msg":"there?","time":995000}}
{"event":"contact.update","at":0.2,"contact":{"cID":7,"blf":2,"blfSince":1000.2}}
{"event":"contact.gone","at":0.4,"cid":8}
{"event":"end","at":0.4}
"""
ACCOUNT = Account(name="reception", secret="demo")


@pytest.fixture
def tape(tmp_path: Path) -> Recording:
    file = tmp_path / "feed.jsonl"
    file.write_text(LINES)
    return Recording(file)


async def test_it_begins_as_recorded_and_stays_as_it_was_last(tape: Recording) -> None:
    async with watching(ReplaySource(tape, clock=lambda: 5000.0), account_for(tape, ACCOUNT)) as pbx:
        assert {contact.name for contact in pbx.contacts} == {"Alice", "Lift"}
        alice = next(contact for contact in pbx.contacts if contact.name == "Alice")
        await until(lambda: alice.blf == 2, "the ringing")
        await until(lambda: len(pbx.contacts) == 1, "the end")
        assert alice.blf_since == pytest.approx(5000.2)


async def test_links_are_as_they_were_recorded(tape: Recording) -> None:
    async with watching(ReplaySource(tape, clock=lambda: 5000.0), account_for(tape, ACCOUNT)) as pbx:
        chat = pbx.links[LinkName.CHAT]
        assert (chat.state, chat.since, chat.source) == (LinkState.DOWN, 4940.0, "")
        assert chat.reason == "It rains."
        assert pbx.links[LinkName.PHONE].state is LinkState.UP


async def test_chats_are_there_with_what_was_seen(tape: Recording) -> None:
    async with watching(ReplaySource(tape), account_for(tape, ACCOUNT)) as pbx:
        (room,) = pbx.rooms
        assert [message.msg for message in room.log] == ["hi", "there?"]
        assert (room.unread, room.label) == (1, "Alice")


async def test_the_operator_has_the_place_that_was_recorded(tape: Recording) -> None:
    account = account_for(tape, ACCOUNT)
    assert (account.devices, account.jid, account.may) == ((DeviceName("PJSIP/9"),), "f@a.b", (Right.CHAT,))
    assert (account.name, account.secret) == ("reception", "demo")


async def test_nothing_can_be_done_in_it(tape: Recording) -> None:
    async with watching(ReplaySource(tape), account_for(tape, ACCOUNT)) as pbx:
        with pytest.raises(RequestError, match="This is a recording: no action is possible"):
            await next(iter(pbx.rooms)).post("hello")
        alice, lift = sorted(pbx.contacts, key=lambda contact: contact.name)
        assert (await alice.chat()).label == "Alice"
        with pytest.raises(RequestError, match="no chat with this contact was open in it"):
            await lift.chat()


async def test_every_action_of_the_port_is_refused(tape: Recording) -> None:
    session = ReplaySource(tape).open(ACCOUNT, lambda _: None)
    allowed = {
        "start",
        "close",
        "wait_for_snapshot",
        "unsupported",
        "photo",
        "send_typing",
        "mark_seen",
        "open_chat",
        "restore_presence",
    }
    actions = [name for name, _ in inspect.getmembers(Session, inspect.isfunction) if name[0] != "_"]
    for action in set(actions) - allowed:
        arguments = [""] * (len(inspect.signature(getattr(Session, action)).parameters) - 1)
        with pytest.raises(Refusal, match="This is a recording"):
            await getattr(session, action)(*arguments)


async def test_a_loop_begins_anew_in_one_piece(tape: Recording) -> None:
    told: list[Sequence[Change]] = []
    session = ReplaySource(tape, speed=10, loop=True).open(ACCOUNT, told.append)
    await session.start()
    first = told[0]
    await until(lambda: len(told) == 4, "the second round")
    await session.close()
    assert ContactGone(ContactKey("alice@a.b")) in told[3]
    again = [change for change in told[3] if isinstance(change, ContactChange)]
    assert [change.key for change in again] == [it.key for it in first if isinstance(it, ContactChange)]


async def test_a_file_that_is_lost_meanwhile_is_told_by_the_links(tape: Recording) -> None:
    told: list[Change] = []
    source = ReplaySource(tape, loop=True, speed=100, clock=lambda: 5000.0)
    session = source.open(ACCOUNT, told.extend)
    await session.start()
    tape.path.unlink()
    await until(lambda: told and isinstance(told[-1], LinkChange), "the end")
    await session.close()
    lost = [change.link for change in told[-2:] if isinstance(change, LinkChange)]
    assert {link.name for link in lost} == set(LINKS)
    assert {(link.state, link.since, link.source) for link in lost} == {(LinkState.DOWN, 5000.0, "replay")}
    assert all(link.reason.startswith(f"{tape.path}: it cannot be read: No such file") for link in lost)


def test_the_speed_is_above_nothing(tape: Recording) -> None:
    with pytest.raises(ValueError, match="must be above 0, not 0"):
        ReplaySource(tape, speed=0)
