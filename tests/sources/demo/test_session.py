"""What a session does at its seat: each action with what it was given, over the link that it needs."""

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
from lampfield.sources.demo.own_call import Phase
from lampfield.sources.demo.session import DemoSession
from tests.sources.demo.desk import ACCOUNT, Desk

DEVICE = ACCOUNT.devices[1]
GUEST = "guest@elsewhere.example"
NOBODY = ContactKey("nobody@acme.example")


class Clock:
    """Stands for the ticker: counts how often the office was made of now, and was listened to."""

    wall = 77.0

    def __init__(self) -> None:
        self.caught_up = self.flushed = self.waited = 0
        self.joined: list[DemoSession] = []

    def catch_up(self) -> None:
        self.caught_up += 1

    def flush(self) -> None:
        self.flushed += 1

    def join(self, session: DemoSession) -> None:
        self.joined.append(session)

    async def leave(self, session: DemoSession) -> None:
        self.joined.remove(session)

    async def whole(self) -> None:
        self.waited += 1


class Sitting:
    """A session at the seat of a desk."""

    def __init__(self) -> None:
        self.desk, self.clock = Desk(), Clock()
        self.told: list[Any] = []
        self.session = DemoSession(self.desk.seat, self.clock, self.told.extend, 1)  # type: ignore[arg-type]

    @property
    def friend(self) -> ContactKey:
        return self.desk.people[2]


async def test_it_begins_connecting_and_hears_until_it_is_closed() -> None:
    here = Sitting()
    await here.session.start()
    assert [(it.link.name, it.link.state, it.link.since) for it in here.told] == [
        (LinkName.PHONE, LinkState.CONNECTING, 77.0),
        (LinkName.CHAT, LinkState.CONNECTING, 77.0),
    ]
    await here.session.wait_for_snapshot()
    assert (here.clock.joined, here.clock.waited) == ([here.session], 1)
    before = len(here.told)
    changes = here.desk.seat.links.snapshot()
    here.session.hear(changes)
    assert here.told[before:] == changes
    await here.session.close()
    here.session.hear(changes)
    assert (here.clock.joined, len(here.told)) == ([], before + len(changes))


async def test_what_is_done_with_calls() -> None:
    here = Sitting()
    session, line = here.session, here.desk.seat.line
    contact = Contact(cid=ContactId(1), name="Ann")
    first = await session.dial(DEVICE, "0161 496 0000", contact)
    second = await session.dial(ACCOUNT.devices[0], "0161 496 0001", None)
    assert [(call.device, call.name, call.number) for call in line.calls.values()] == [
        (DEVICE, "Ann", "01614960000"),
        (ACCOUNT.devices[0], "", "01614960001"),
    ]
    line._talk(line.calls[first])
    await session.hold(first)
    assert line.calls[first].held
    await session.talk(first)
    await session.talk(second)
    assert (line.calls[first].held, line.calls[second].phase) == (False, Phase.CALLING)
    await session.hang_up(first)
    assert list(line.calls) == [second]
    assert here.clock.caught_up == here.clock.flushed == 6


async def test_the_call_of_somebody_is_ended() -> None:
    here = Sitting()
    exchange = here.desk.office.floor.exchange
    phone = next(it for it in exchange.phones if it.leading is not None)
    call = phone.leading
    await here.session.hang_up_contact(phone.person.key)
    assert phone.leading is not call
    with pytest.raises(Refusal, match=r"nobody@acme\.example is not on a call") as refused:
        await here.session.hang_up_contact(NOBODY)
    assert refused.value.word is RefusalCode.UNKNOWN_CALL


async def test_what_is_done_with_relationships() -> None:
    here = Sitting()
    session, relations = here.session, here.desk.seat.relations
    asking = relations.with_word(Relationship.ASKING)[0]
    await session.authorize(asking)
    assert relations.of(asking).word in (Relationship.ASKED, Relationship.MUTUAL)
    await session.remove(here.friend)
    assert relations.of(here.friend).word is Relationship.NONE
    await session.request(here.friend)
    assert relations.of(here.friend).word is Relationship.ASKED
    key = await session.add(f" {GUEST} ", " Gail ", [" a ", "b"])
    guest = here.desk.hear().picture.contacts[key]
    assert (key, guest["name"], guest["tags"], guest["can_call"]) == (GUEST, "Gail", ("a", "b"), False)
    assert guest["relationship"] is Relationship.ASKED
    await session.set_tags(key, ["c"])
    assert here.desk.hear().picture.contacts[key]["tags"] == ("c",)
    with pytest.raises(Refusal, match="A tag is one line"):
        await session.add("other@elsewhere.example", "x", ["a\nb"])
    await session.remove(key)
    assert key not in here.desk.hear().picture.contacts


async def test_who_is_a_contact_already_is_asked_and_not_added() -> None:
    here = Sitting()
    stranger = here.desk.seat.relations.with_word(Relationship.NONE)[0]
    assert await here.session.add(stranger, "Another name", ["tag"]) == stranger
    assert here.desk.seat.roster.guests == {}
    assert here.desk.seat.relations.of(stranger).word is Relationship.ASKED


async def test_what_is_done_in_a_chat() -> None:
    here = Sitting()
    session, chats = here.session, here.desk.seat.chats
    await session.open_chat(here.friend)
    shown = len(chats.with_(here.friend).told())
    await session.history(here.friend, 5)
    assert len(chats.with_(here.friend).told()) == shown + 5
    message = await session.post(here.friend, "Hello", "a name")
    await session.send_typing(here.friend, Typing.COMPOSING)
    posted = here.desk.hear().picture.messages[here.friend, message]
    assert (posted.text, posted.own, posted.post_id) == ("Hello", True, "a name")
    heard = chats.hear(here.friend, "Hi")
    await session.mark_seen(here.friend, heard.id)
    assert chats.with_(here.friend).told()[-1].archived
    await session.mark_seen(NOBODY, "x")
    await session.leave_chat(here.friend)
    assert here.friend not in here.desk.hear().picture.rooms
    assert isinstance(here.desk.told[-1], RoomChange)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is nothing to send."),
        ("x" * 20_001, "A message has up to 20000 characters. Send it in parts."),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused_in_words(text: str, why: str) -> None:
    here = Sitting()
    with pytest.raises(Refusal) as refused:
        await here.session.post(here.friend, text)
    assert (refused.value.word, refused.value.sentence) == (RefusalCode.BAD_TEXT, why)
    await here.session.post(here.friend, "x" * 20_000)


@pytest.mark.parametrize("status", ["x" * 501, "a\nb"])
async def test_own_presence_is_told_unless_its_status_is_no_line(status: str) -> None:
    here = Sitting()
    await here.session.set_presence(Show.DND, "x" * 500)
    me = here.desk.hear().picture.me
    assert me is not None
    assert (me.show, me.status) == (Show.DND, "x" * 500)
    with pytest.raises(Refusal, match="A status is one line of up to 500 characters") as refused:
        await here.session.set_presence(Show.AWAY, status)
    assert refused.value.word is RefusalCode.BAD_TEXT
    here.session.restore_presence(Show.AWAY, "back")
    assert (here.desk.seat.show, here.desk.seat.status) == (Show.AWAY, "back")


async def test_half_of_the_people_have_a_photo_which_is_their_own() -> None:
    here = Sitting()
    person = next(it for it in here.desk.office.floor.people if it.photo_id)
    faceless = next(it for it in here.desk.office.floor.people if not it.photo_id)
    photo = await here.session.photo(person.key)
    assert photo is not None
    assert (photo.data[:4], photo.photo_id) == (b"\x89PNG", person.photo_id)
    assert await here.session.photo(faceless.key) is None


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
    "add": lambda it: it.add(GUEST, "", ()),
    "set_tags": lambda it: it.set_tags(NOBODY, ()),
    "open_chat": lambda it: it.open_chat(NOBODY),
    "post": lambda it: it.post(NOBODY, "x"),
    "history": lambda it: it.history(NOBODY, 1),
    "leave_chat": lambda it: it.leave_chat(NOBODY),
    "set_presence": lambda it: it.set_presence(Show.AWAY, ""),
    "photo": lambda it: it.photo(NOBODY),
}


@pytest.mark.parametrize("name", [*OVER_PHONE, *OVER_CHAT])
async def test_an_action_needs_its_own_link_and_no_other(name: str) -> None:
    here = Sitting()
    links = {LinkName.PHONE, LinkName.CHAT}
    needed = LinkName.PHONE if name in OVER_PHONE else LinkName.CHAT
    do = {**OVER_PHONE, **OVER_CHAT}[name]
    (other,) = links - {needed}
    await here.session.reset(other)
    words: list[RefusalCode] = []
    for _ in range(2):
        try:
            await do(here.session)
        except Refusal as refused:
            words.append(refused.word)
        if needed in here.desk.seat.links.up:
            assert RefusalCode.LINK_DOWN not in words
            await here.session.reset(needed)
    assert words[-1] is RefusalCode.LINK_DOWN


@pytest.mark.parametrize("name", [it for it in OVER_CHAT if it not in ("add", "set_presence", "photo")])
async def test_a_stranger_is_refused_in_every_chat_action(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        await OVER_CHAT[name](Sitting().session)
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
async def test_a_friend_online_writes_to_one_who_may_be_disturbed(
    show: Show, online: bool, friend: bool, reached: bool
) -> None:
    here = Sitting()
    floor = here.desk.office.floor
    floor.presence.states[2] = {"desk": State()} if online else {}
    if not friend:
        await here.session.remove(here.friend)
    await here.session.set_presence(show, "")
    assert here.desk.seat.reachable_for(floor.people[2]) is reached


async def test_only_the_end_of_a_call_is_told_after_an_outage() -> None:
    here = Sitting()
    channel = await here.session.dial(DeviceName(DEVICE), "0161 496 0000", None)
    here.desk.hear()
    await here.session.reset(LinkName.PHONE)
    here.desk.seat.line.talk(channel)
    here.desk.seat.line.hang_up(channel)
    assert [call.state for call in here.desk.seat._missed] == ["dead"]
    here.desk.wait(21)
    assert here.desk.seat._missed == []
    assert [call.channel for call in here.desk.picture.ended] == [channel]
