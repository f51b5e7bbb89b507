"""What is announced, in which words, and what is not."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec
import pytest

from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.config.settings import USUALLY_ANNOUNCED
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.announcing.announcer import Announcer, to_lines
from lampfield.frontend.announcing.lines import link_line
from lampfield.frontend.announcing.news import News
from lampfield.frontend.announcing.watched import Watched
from lampfield.frontend.events.event import State
from lampfield.frontend.events.links import GRACE_SECONDS
from lampfield.frontend.wording import LAMP_WORDS
from lampfield.hub.server import HubServer
from lampfield.model.announcement import AnnouncementTopic
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import (
    CallChange,
    ContactChange,
    ContactGone,
    DeviceChange,
    LinkChange,
    MessageChange,
)
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, ContactKey, MessageId, RoomId
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.room import Message, Receipt
from lampfield.model.show import Show
from tests.board.booth import DEVICE, person
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.timing import HandMoved
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202")
ALICE_KEY, BOB_KEY = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")


class Office:
    """A source, and what is announced of it."""

    def __init__(self, source: Scripted, pbx: PBX) -> None:
        self.source = source
        self.lines: list[str] = []
        self.timing = HandMoved()
        self._pbx = pbx

    async def loses(self, link: Link) -> None:
        """Lose a link, for long enough that it is reported."""
        self.source.tell(LinkChange(link))
        await until(lambda: self._pbx.links[link.name].state is link.state, f"{link}")
        self.timing.move(GRACE_SECONDS)

    async def announces(self, *lines: str) -> None:
        """Wait until as much was announced, and see that it was just that."""
        await until(lambda: len(self.lines) >= len(lines), f"{lines} among {self.lines}")
        assert self.lines == list(lines)
        self.lines.clear()


@asynccontextmanager
async def office(
    *people: ContactChange,
    topics: Iterable[AnnouncementTopic] = USUALLY_ANNOUNCED,
    watched: Iterable[str] = (),
    first: str = "raise",
) -> AsyncIterator[Office]:
    source = Scripted(DeviceChange(DEVICE), *people)
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret, first=first) as pbx,  # type: ignore[arg-type]
    ):
        standing = Office(source, pbx)
        announcer = Announcer(to_lines(standing.lines.append), tuple(topics), watched, timing=standing.timing)
        announcer.follow(pbx)
        await until(lambda: len(pbx.contacts) == len(people), "everybody")
        yield standing


def call(state: CallState, party: CallParty = CallParty.CALLEE, **more: object) -> CallChange:
    known: dict[str, object] = {"name": "Brown", "number": "0161", "queue": "sales", "stamp": 1}
    return CallChange(channel="c", device=DEVICE.name, state=state, party=party, **known | more)  # type: ignore[arg-type]


async def test_the_lamps_and_shows_of_the_watched_are_announced_and_no_others() -> None:
    async with office(ALICE, BOB, watched=["202"]) as standing:
        standing.source.tell(contact(ALICE_KEY, blf=1), contact(BOB_KEY, blf=1))
        await standing.announces("on call, Bob, 202")
        standing.source.tell(contact(BOB_KEY, blf=0), contact(ALICE_KEY, blf=0, states={}))
        await standing.announces("free, Bob, 202")
        standing.source.tell(contact(BOB_KEY, states={}))
        await standing.announces("offline, Bob, 202")


async def test_all_lamps_are_announced_where_they_are_wanted() -> None:
    async with office(ALICE, BOB, topics=[AnnouncementTopic.ALL_LAMPS]) as standing:
        standing.source.tell(contact(ALICE_KEY, blf=3))
        await standing.announces("on call and ringing, Alice, 201")
        standing.source.tell(contact(BOB_KEY, blf=None))
        await standing.announces("not known, Bob, 202")


async def test_what_is_so_at_the_beginning_did_not_happen_now() -> None:
    asker = person("Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE)
    async with office(ALICE, asker, topics=list(AnnouncementTopic), first="retry") as standing:
        standing.source.tell(contact(ALICE_KEY, blf=1))
        await standing.announces("on call, Alice, 201")


async def test_a_call_is_announced_at_each_turn() -> None:
    async with office(ALICE) as standing:
        standing.source.tell(call(CallState.RING))
        await standing.announces("rings, Brown, 0161, via sales")
        standing.source.tell(call(CallState.UP, start=2))
        await standing.announces("talking, Brown, 0161, via sales")
        standing.source.tell(call(CallState.UP, start=2, features="hold"))
        standing.source.tell(call(CallState.DEAD, start=2))
        await standing.announces("ended, Brown, 0161, via sales")


async def test_why_a_call_came_to_nothing_is_announced() -> None:
    async with office(ALICE) as standing:
        standing.source.tell(call(CallState.RING, queue=""))
        await standing.announces("rings, Brown, 0161")
        standing.source.tell(call(CallState.DEAD, queue="", cause="the caller hung up"))
        await standing.announces("missed, Brown, 0161, the caller hung up")


async def test_messages_of_others_are_announced_and_old_ones_are_not() -> None:
    async with office(ALICE) as standing:
        standing.source.tell(
            MessageChange(key=ALICE_KEY, id="1", text="last year", time=1, archived=True),
            MessageChange(key=ALICE_KEY, id="2", text="mine", time=2, own=True),
            MessageChange(key=ALICE_KEY, id="3", text="are you\nthere?", time=3),
        )
        await standing.announces("message, Alice: are you there?")


async def test_people_who_come_and_go_are_announced_where_it_is_wanted() -> None:
    async with office(ALICE, topics=[AnnouncementTopic.PEOPLE]) as standing:
        standing.source.tell(BOB)
        await standing.announces("new, Bob, 202")
        standing.source.tell(ContactGone(BOB_KEY))
        await standing.announces("gone, Bob, 202")


async def test_a_link_that_is_lost_and_back_is_announced_before_what_it_brings() -> None:
    async with office(ALICE) as standing:
        await standing.loses(Link(LinkName.PHONE, LinkState.DOWN, 1.0, reason="the PBX is gone"))
        await standing.announces("lost, phone link: the PBX is gone")
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.CONNECTING, 1.0)))
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.UP)), call(CallState.RING))
        await standing.announces("back, phone link", "rings, Brown, 0161, via sales")


async def test_a_hub_that_starts_anew_is_announced_as_back_first() -> None:
    source = Scripted(DeviceChange(DEVICE), ALICE)
    lines: list[str] = []
    async with HubServer([ACCOUNT], [source], linger=0.0) as hub:
        port = urlsplit(hub.url).port or 0
        opening = connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret)
        pbx = await opening.__aenter__()
        timing = HandMoved()
        Announcer(to_lines(lines.append), USUALLY_ANNOUNCED, ["201"], timing=timing).follow(pbx)
    await until(lambda: pbx.links[LinkName.HUB].state is not LinkState.UP, "a link that is lost")
    timing.move(GRACE_SECONDS)
    source.first = (*source.first, contact(ALICE_KEY, blf=1))
    async with HubServer([ACCOUNT], [source], port=port, linger=0.0):
        await until(lambda: len(lines) == 3, f"three of {lines}")
        await opening.__aexit__(None, None, None)
    assert lines[0].startswith("lost, hub link: The hub closed the connection")
    assert lines == [lines[0], "back, hub link", "on call, Alice, 201"]


def own_call(state: CallState, **more: object) -> CallChange:
    return call(state, CallParty.CALLER, name="Bob", number="202", queue="", **more)


async def test_what_an_own_call_says_is_not_said_of_the_other_s_phone_too() -> None:
    async with office(ALICE, BOB, topics=[AnnouncementTopic.ALL_LAMPS, AnnouncementTopic.CALLS]) as standing:
        for state, blf, line in (
            (CallState.RING, 2, "calling, Bob, 202"),
            (CallState.UP, 1, "talking, Bob, 202"),
            (CallState.DEAD, 0, "ended, Bob, 202"),
        ):
            standing.source.tell(own_call(state, start=2 if state is not CallState.RING else 0))
            await standing.announces(line)
            standing.source.tell(contact(BOB_KEY, blf=blf), contact(ALICE_KEY, blf=blf or 3))
            await standing.announces(f"{LAMP_WORDS[Lamp(blf or 3)]}, Alice, 201")
        standing.source.tell(contact(BOB_KEY, blf=1))
        await standing.announces("on call, Bob, 202")
        standing.source.tell(contact(BOB_KEY, blf=0))
        await standing.announces("free, Bob, 202")


async def test_somebody_else_s_call_at_the_other_s_phone_is_told() -> None:
    async with office(BOB, topics=[AnnouncementTopic.ALL_LAMPS, AnnouncementTopic.CALLS]) as standing:
        standing.source.tell(own_call(CallState.UP, start=2))
        await standing.announces("talking, Bob, 202")
        standing.source.tell(contact(BOB_KEY, blf=3))
        await standing.announces("on call and ringing, Bob, 202")
        standing.source.tell(own_call(CallState.DEAD, start=2))
        await standing.announces("ended, Bob, 202")
        standing.source.tell(contact(BOB_KEY, blf=1))
        await standing.announces("on call, Bob, 202")
        standing.source.tell(contact(BOB_KEY, blf=0))
        await standing.announces("free, Bob, 202")


async def test_the_other_s_phone_is_told_where_own_calls_are_not() -> None:
    async with office(BOB, topics=[AnnouncementTopic.ALL_LAMPS]) as standing:
        standing.source.tell(own_call(CallState.UP, start=2), contact(BOB_KEY, blf=1))
        await standing.announces("on call, Bob, 202")


async def test_calls_that_are_there_at_the_beginning_explain_lamps_too() -> None:
    source = Scripted(DeviceChange(DEVICE), BOB, ALICE, own_call(CallState.UP, start=2))
    lines: list[str] = []
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: len(pbx.contacts) == 2 and len(pbx.calls) == 1, "everything")
        Announcer(to_lines(lines.append), [AnnouncementTopic.ALL_LAMPS, AnnouncementTopic.CALLS]).follow(pbx)
        source.tell(contact(BOB_KEY, blf=1), contact(ALICE_KEY, blf=1))
        await until(lambda: lines, "a line")
        assert lines == ["on call, Alice, 201"]


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("", "lost, chat link"),
        ("The connection to the chat server was lost.", "lost, chat link"),
        ("the connection to the chat server was lost", "lost, chat link"),
        ("The connection to the chat server was lost. Next try in 4 s.", "lost, chat link: Next try in 4 s."),
        ("The chat server does not answer.", "lost, chat link: The chat server does not answer."),
    ],
)
def test_that_a_link_is_lost_is_said_once(reason: str, line: str) -> None:
    assert link_line(Link(LinkName.CHAT, LinkState.DOWN, 1.0, reason=reason)) == line


async def test_after_an_outage_only_what_came_meanwhile_is_new() -> None:
    """What stood there before it is counted as unread, and not told as if it came now."""
    now = int(time.time() * 1000)
    old = [
        MessageChange(key=ALICE_KEY, id=f"o{age}", text="old", time=now - age) for age in (900_000, 90_000)
    ]
    source = Scripted(DeviceChange(DEVICE), ALICE)
    told: list[Announcement] = []
    async with HubServer([ACCOUNT], [source], linger=0.0) as hub:
        port = urlsplit(hub.url).port or 0
        opening = connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret)
        pbx = await opening.__aenter__()
        timing = HandMoved()
        Announcer(told.append, USUALLY_ANNOUNCED, timing=timing).follow(pbx)
        source.tell(own_call(CallState.UP, start=2))
        await until(lambda: told, "a call")
    await until(lambda: pbx.links[LinkName.HUB].state is not LinkState.UP, "a link that is lost")
    timing.move(GRACE_SECONDS)
    assert [announcement.is_urgent for announcement in told] == [False, True]
    missed = MessageChange(key=ALICE_KEY, id="m", text="are you there?", time=now + 1)
    source.first = (*source.first, *old, missed)
    async with HubServer([ACCOUNT], [source], port=port, linger=0.0):
        await until(lambda: len(told) == 5, f"five of {told}")
        # What comes live is new, however old the clock of a server says that it is.
        source.tell(MessageChange(key=ALICE_KEY, id="late", text="late", time=now - 900_000))
        await until(lambda: len(told) == 6, f"six of {told}")
        await opening.__aexit__(None, None, None)
    assert [announcement.line() for announcement in told][2:] == [
        "back, hub link",
        "ended, Bob, 202",
        "message, Alice: are you there?",
        "message, Alice: late",
    ]


async def test_of_many_contacts_each_that_asks_is_announced() -> None:
    async with office(ALICE, BOB, topics=[AnnouncementTopic.REQUESTS]) as standing:
        asking = {"relationship": Relationship.ASKING, "subscription": Subscription.NONE}
        standing.source.tell(
            ContactGone(ALICE_KEY), contact(BOB_KEY, **asking), person("Mia", "203", **asking)
        )
        await until(lambda: len(standing.lines) == 2, "two requests")
        assert sorted(standing.lines) == ["asks, Bob, 202, bob@acme.test", "asks, Mia, 203, mia@acme.test"]


async def test_those_who_come_while_a_first_picture_settles_are_not_new() -> None:
    source = Scripted(DeviceChange(DEVICE), ALICE)
    lines: list[str] = []
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: len(pbx.contacts) == 1, "Alice")
        Announcer(to_lines(lines.append), list(AnnouncementTopic), settling_seconds=60.0).follow(pbx)
        source.tell(BOB, contact(ALICE_KEY, blf=1))
        await until(lambda: len(pbx.contacts) == 2, "Bob")
        source.tell(contact(BOB_KEY, blf=1))
        await until(lambda: "on call, Bob, 202" in lines, "Bob")
        assert lines == ["on call, Alice, 201", "on call, Bob, 202"]


async def test_messages_of_the_chat_that_is_open_are_not_announced() -> None:
    source = Scripted(DeviceChange(DEVICE), ALICE, BOB)
    lines: list[str] = []
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        announcer = Announcer(to_lines(lines.append), USUALLY_ANNOUNCED)
        announcer.follow(pbx)
        source.tell(MessageChange(key=ALICE_KEY, id="1", text="one", time=1))
        await until(lambda: lines, "a message")
        announcer.open_room = next(iter(pbx.rooms)).room_id
        source.tell(MessageChange(key=ALICE_KEY, id="2", text="two", time=2))
        source.tell(MessageChange(key=BOB_KEY, id="3", text="three", time=3))
        await until(lambda: len(lines) == 2, "a message of somebody else")
        assert lines == ["message, Alice: one", "message, Bob: three"]
        announcer.say("free, Alice, 201")
        assert lines[2:] == ["free, Alice, 201"]


async def test_a_link_that_nobody_knows_of_is_neither_lost_nor_back() -> None:
    source = Scripted(DeviceChange(DEVICE), ALICE)
    lines: list[str] = []
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        timing = HandMoved()
        Announcer(to_lines(lines.append), USUALLY_ANNOUNCED, timing=timing).follow(pbx)
        source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        await until(lambda: pbx.links[LinkName.PHONE].state is LinkState.DOWN, "a link that is lost")
        timing.move(GRACE_SECONDS)
        pbx.feed._set_link(LinkState.DOWN, "")
        timing.move(GRACE_SECONDS)
        assert pbx.links[LinkName.PHONE].state is LinkState.UNKNOWN
        pbx.feed._set_link(LinkState.UP, "")
        assert lines == ["lost, phone link", "lost, hub link", "back, hub link"]


@pytest.mark.parametrize(
    ("topics", "lines"),
    [
        ([AnnouncementTopic.SHOWS], ["offline, Bob, 202"]),
        ([AnnouncementTopic.LAMPS], ["on call, Bob, 202"]),
        ([AnnouncementTopic.ALL_LAMPS], ["on call, Bob, 202"]),
        ([AnnouncementTopic.LAMPS, AnnouncementTopic.SHOWS], ["on call, Bob, 202", "offline, Bob, 202"]),
    ],
)
async def test_of_the_watched_only_what_is_wanted_is_announced(
    topics: list[AnnouncementTopic], lines: list[str]
) -> None:
    async with office(BOB, topics=topics, watched=["202"]) as standing:
        standing.source.tell(contact(BOB_KEY, blf=1, states={}))
        await standing.announces(*lines)


def test_lamp_show_and_request_of_each_contact_are_news_of_their_own() -> None:
    """A later announcement replaces an earlier one of the same subject, and no other one."""
    asks = {"relationship": Relationship.ASKING, "subscription": Subscription.NONE}
    gone, one, two = ContactId(1), ContactId(2), ContactId(3)
    people = {cid: Contact(cid=cid, name=f"No {cid}", chat_id="x") for cid in (one, two)}
    news = News(State(people, {}, {}, {}), list(AnnouncementTopic), Watched(["no 2", "no 3"]))
    news.begin(0.0)
    people |= {
        cid: msgspec.structs.replace(one_of_them, blf=1, show=Show.DND, **asks)
        for cid, one_of_them in people.items()
    }
    cids = {gone, one, two}
    batch = Batch(contacts_described=cids, contacts_updated=cids)
    found = [it for _, it in news.events_of(batch, 0.0) if it is not None]
    assert {it.subject: it.line() for it in found} == {
        ("request", one): "asks, No 2, x",
        ("request", two): "asks, No 3, x",
        ("lamp", one): "on call, No 2",
        ("lamp", two): "on call, No 3",
        ("show", one): "dnd, No 2",
        ("show", two): "dnd, No 3",
    }
    assert list(news.events_of(batch, 0.0)) == []


def test_an_own_message_that_was_not_delivered_is_an_event_without_an_announcement() -> None:
    """Plain mode says it in words of its own."""
    news = News(State({}, {}, {}, {}), list(AnnouncementTopic), Watched())
    news.begin(0.0)
    failed = Message(room_id=RoomId(1), msg_id=MessageId(1), own=True, receipt=Receipt.FAILED)
    [(event, announcement)] = news.events_of(Batch(messages_updated=[failed]), 0.0)
    assert (event.message, announcement) == (failed, None)


async def test_one_timer_waits_for_a_lost_link_however_much_happens() -> None:
    async with office(ALICE, topics=[AnnouncementTopic.ALL_LAMPS]) as standing:
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        for blf, line in ((1, "not known, was on call"), (0, "not known, was free")):
            standing.source.tell(contact(ALICE_KEY, blf=blf))
            await standing.announces(f"{line}, Alice, 201")
        assert standing.timing.waiting == 1
