"""The actions of a session: their arguments, and the link that each needs."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from lampfield.model.change import RoomChange
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, ContactKey, DeviceName
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship
from lampfield.model.room import Typing
from lampfield.model.show import Show, State
from lampfield.sources.demo.own_phones import Phase
from lampfield.sources.demo.session import DemoSession
from tests.sources.demo.harness import ACCOUNT, Harness

DEVICE = ACCOUNT.devices[1]
EXTERNAL = "guest@elsewhere.example"
NOBODY = ContactKey("nobody@acme.example")


class RunnerStub:
    """A stub of the runner that counts the calls and keeps the listeners."""

    wall = 77.0

    def __init__(self) -> None:
        self.caught_up = self.flushed = self.waited = 0
        self.listeners: list[DemoSession] = []

    def catch_up(self) -> None:
        self.caught_up += 1

    def flush(self) -> None:
        self.flushed += 1

    def add_listener(self, session: DemoSession) -> None:
        self.listeners.append(session)

    async def remove_listener(self, session: DemoSession) -> None:
        self.listeners.remove(session)

    async def wait_until_complete(self) -> None:
        self.waited += 1


class SessionHarness:
    """A session on the view of a harness."""

    def __init__(self) -> None:
        self.core, self.runner = Harness(), RunnerStub()
        self.changes: list[Any] = []
        self.session = DemoSession(self.core.view, self.runner, self.changes.extend, 1)  # type: ignore[arg-type]

    @property
    def friend(self) -> ContactKey:
        return self.core.people[2]


async def test_session_starts_connecting_and_forwards_changes_until_closed() -> None:
    harness = SessionHarness()
    await harness.session.start()
    assert [(it.link.name, it.link.state, it.link.since) for it in harness.changes] == [
        (LinkName.PHONE, LinkState.CONNECTING, 77.0),
        (LinkName.CHAT, LinkState.CONNECTING, 77.0),
    ]
    await harness.session.wait_for_snapshot()
    assert (harness.runner.listeners, harness.runner.waited) == ([harness.session], 1)
    before = len(harness.changes)
    changes = harness.core.view.links.snapshot()
    harness.session.receive(changes)
    assert harness.changes[before:] == changes
    await harness.session.close()
    harness.session.receive(changes)
    assert (harness.runner.listeners, len(harness.changes)) == ([], before + len(changes))


async def test_call_actions() -> None:
    harness = SessionHarness()
    session, own_phones = harness.session, harness.core.view.own_phones
    contact = Contact(cid=ContactId(1), name="Ann")
    first = await session.dial(DEVICE, "0161 496 0000", contact)
    second = await session.dial(ACCOUNT.devices[0], "0161 496 0001", None)
    assert [(call.device, call.name, call.number) for call in own_phones.calls.values()] == [
        (DEVICE, "Ann", "01614960000"),
        (ACCOUNT.devices[0], "", "01614960001"),
    ]
    own_phones._talk(own_phones.calls[first])
    await session.hold(first)
    assert own_phones.calls[first].held
    await session.talk(first)
    await session.talk(second)
    assert (own_phones.calls[first].held, own_phones.calls[second].phase) == (False, Phase.CALLING)
    await session.hang_up(first)
    assert list(own_phones.calls) == [second]
    assert harness.runner.caught_up == harness.runner.flushed == 6


async def test_hang_up_contact_ends_the_contact_s_call() -> None:
    harness = SessionHarness()
    phone_system = harness.core.simulation.world.phone_system
    phone = next(it for it in phone_system.phones if it.leading_call is not None)
    call = phone.leading_call
    await harness.session.hang_up_contact(phone.person.key)
    assert phone.leading_call is not call
    with pytest.raises(Refusal, match=r"nobody@acme\.example is not on a call") as refused:
        await harness.session.hang_up_contact(NOBODY)
    assert refused.value.word is RefusalCode.UNKNOWN_CALL


async def test_relationship_actions() -> None:
    harness = SessionHarness()
    session, relations = harness.session, harness.core.view.relations
    asking = relations.with_relationship(Relationship.ASKING)[0]
    await session.authorize(asking)
    assert relations.of(asking).relationship in (Relationship.ASKED, Relationship.MUTUAL)
    await session.remove(harness.friend)
    assert relations.of(harness.friend).relationship is Relationship.NONE
    await session.request(harness.friend)
    assert relations.of(harness.friend).relationship is Relationship.ASKED
    key = await session.add(f" {EXTERNAL} ", " Gail ", [" a ", "b"])
    external = harness.core.collect().replica.contacts[key]
    assert (key, external["name"], external["tags"], external["can_call"]) == (
        EXTERNAL,
        "Gail",
        ("a", "b"),
        False,
    )
    assert external["relationship"] is Relationship.ASKED
    await session.set_tags(key, ["c"])
    assert harness.core.collect().replica.contacts[key]["tags"] == ("c",)
    with pytest.raises(Refusal, match="A name or tag is one line of up to 200"):
        await session.add("other@elsewhere.example", "x", ["a\nb"])
    with pytest.raises(Refusal, match="A name or tag is one line"):
        await session.add("other@elsewhere.example", "x" * 201, [])
    await session.remove(key)
    assert key not in harness.core.collect().replica.contacts


async def test_adding_a_known_contact_sends_a_request() -> None:
    harness = SessionHarness()
    stranger = harness.core.view.relations.with_relationship(Relationship.NONE)[0]
    assert await harness.session.add(stranger, "Another name", ["tag"]) == stranger
    assert harness.core.view.roster.external == {}
    assert harness.core.view.relations.of(stranger).relationship is Relationship.ASKED


async def test_chat_actions() -> None:
    harness = SessionHarness()
    session, chats = harness.session, harness.core.view.chats
    await session.open_chat(harness.friend)
    shown = len(chats.chat_with(harness.friend).shown())
    await session.history(harness.friend, 5)
    assert len(chats.chat_with(harness.friend).shown()) == shown + 5
    message = await session.post(harness.friend, "Hello", "a name")
    await session.send_typing(harness.friend, Typing.COMPOSING)
    posted = harness.core.collect().replica.messages[harness.friend, message]
    assert (posted.text, posted.own, posted.post_id) == ("Hello", True, "a name")
    received = chats.receive(harness.friend, "Hi")
    await session.mark_seen(harness.friend, received.id)
    assert chats.chat_with(harness.friend).shown()[-1].archived
    await session.mark_seen(NOBODY, "x")
    await session.leave_chat(harness.friend)
    assert harness.friend not in harness.core.collect().replica.rooms
    assert isinstance(harness.core.changes[-1], RoomChange)


@pytest.mark.parametrize("status", ["x" * 501, "a\nb"])
async def test_own_presence_is_emitted_unless_its_status_is_invalid(status: str) -> None:
    harness = SessionHarness()
    await harness.session.set_presence(Show.DND, "x" * 500)
    me = harness.core.collect().replica.me
    assert me is not None
    assert (me.show, me.status) == (Show.DND, "x" * 500)
    with pytest.raises(Refusal, match="A status is one line of up to 500 characters") as refused:
        await harness.session.set_presence(Show.AWAY, status)
    assert refused.value.word is RefusalCode.BAD_TEXT
    harness.session.restore_presence(Show.AWAY, "back")
    assert (harness.core.view.show, harness.core.view.status) == (Show.AWAY, "back")


async def test_photo_is_the_person_s_own() -> None:
    harness = SessionHarness()
    person = next(it for it in harness.core.simulation.world.people if it.photo_id)
    faceless = next(it for it in harness.core.simulation.world.people if not it.photo_id)
    photo = await harness.session.photo(person.key)
    assert photo is not None
    assert (photo.data[:4], photo.photo_id) == (b"\x89PNG", person.photo_id)
    assert await harness.session.photo(faceless.key) is None


Do = Callable[[DemoSession], Awaitable[object]]
OVER_PHONE: dict[str, Do] = {
    "dial": lambda it: it.dial(DEVICE, "201", None),
    "hang_up": lambda it: it.hang_up("x"),
    "hang_up_contact": lambda it: it.hang_up_contact(NOBODY),
    "hold": lambda it: it.hold("x"),
    "talk": lambda it: it.talk("x"),
}
OVER_CHAT: dict[str, Do] = {
    "request": lambda it: it.request(NOBODY),
    "authorize": lambda it: it.authorize(NOBODY),
    "remove": lambda it: it.remove(NOBODY),
    "add": lambda it: it.add(EXTERNAL, "", ()),
    "set_tags": lambda it: it.set_tags(NOBODY, ()),
    "open_chat": lambda it: it.open_chat(NOBODY),
    "post": lambda it: it.post(NOBODY, "x"),
    "history": lambda it: it.history(NOBODY, 1),
    "leave_chat": lambda it: it.leave_chat(NOBODY),
    "set_presence": lambda it: it.set_presence(Show.AWAY, ""),
    "photo": lambda it: it.photo(NOBODY),
}


@pytest.mark.parametrize("name", [*OVER_PHONE, *OVER_CHAT])
async def test_action_needs_its_own_link_only(name: str) -> None:
    harness = SessionHarness()
    links = {LinkName.PHONE, LinkName.CHAT}
    needed = LinkName.PHONE if name in OVER_PHONE else LinkName.CHAT
    do = {**OVER_PHONE, **OVER_CHAT}[name]
    (other,) = links - {needed}
    await harness.session.reset(other)
    words: list[RefusalCode] = []
    for _ in range(2):
        try:
            await do(harness.session)
        except Refusal as refused:
            words.append(refused.word)
        if needed in harness.core.view.links.up:
            assert RefusalCode.LINK_DOWN not in words
            await harness.session.reset(needed)
    assert words[-1] is RefusalCode.LINK_DOWN


@pytest.mark.parametrize("name", [it for it in OVER_CHAT if it not in ("add", "set_presence", "photo")])
async def test_every_chat_action_refuses_an_unknown_contact(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        await OVER_CHAT[name](SessionHarness().session)
    assert refused.value.word is RefusalCode.UNKNOWN_CONTACT


@pytest.mark.parametrize(
    ("show", "online", "friend", "reached"),
    [
        (Show.ONLINE, True, True, True),
        (Show.AWAY, True, True, True),
        (Show.DND, True, True, False),
        (Show.OFFLINE, True, True, False),
        (Show.ONLINE, False, True, False),
        (Show.ONLINE, True, False, False),
    ],
)
async def test_mutual_contact_online_writes_unless_the_operator_is_busy(
    show: Show, online: bool, friend: bool, reached: bool
) -> None:
    harness = SessionHarness()
    world = harness.core.simulation.world
    world.presence.states[2] = {"desk": State()} if online else {}
    if not friend:
        await harness.session.remove(harness.friend)
    await harness.session.set_presence(show, "")
    assert harness.core.view.is_reachable_by(world.people[2]) is reached


async def test_only_the_end_of_a_call_is_emitted_after_an_outage() -> None:
    harness = SessionHarness()
    channel = await harness.session.dial(DeviceName(DEVICE), "0161 496 0000", None)
    harness.core.collect()
    await harness.session.reset(LinkName.PHONE)
    harness.core.view.own_phones.talk(channel)
    harness.core.view.own_phones.hang_up(channel)
    assert [call.state for call in harness.core.view._missed_calls] == ["dead"]
    harness.core.advance(21)
    assert harness.core.view._missed_calls == []
    assert [call.channel for call in harness.core.replica.ended] == [channel]
