"""The board tells of what happens without being looked at: once, and by the ways of the settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from lampfield.board.notifications.notifier import Notifier
from lampfield.board.notifications.wording import Notification
from lampfield.config.notify import Channel, Notify, NotifyTable
from lampfield.config.settings import Settings
from lampfield.hub.server import HubServer
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, Change, ContactChange, LinkChange, MessageChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import State
from tests.board.booth import DEVICE, NOON, Booth, booth, person
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202", blf=1)
ASKS = person("Mia", "203", relationship=Relationship.ASKING)
KEY, BOB_KEY = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")
RINGS = CallChange(
    channel="c", device=DEVICE.name, name="Brown", number="0161", state=CallState.RING, party=CallParty.CALLEE
)
FREE = ContactChange(BOB_KEY, ContactPatch(blf=0))
BUSY = ContactChange(BOB_KEY, ContactPatch(blf=1))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Notification]:
    """What is told, in the place of telling it."""
    noted: list[Notification] = []
    monkeypatch.setattr(Notifier, "tell", lambda _self, notification, _settings: noted.append(notification))
    return noted


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is UTC."""
    import time

    monkeypatch.setitem(os.environ, "TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Clock:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


async def runs_on(standing: Booth, seconds: float = 10.0) -> None:
    """Let time pass, and the board notice it."""
    clock = standing.app.setup.clock
    assert isinstance(clock, Clock)
    clock.now += seconds
    await until(lambda: standing.grid.now == clock.now, "a tick")
    await standing.pilot.pause()


def wrote(text: str) -> MessageChange:
    return MessageChange(key=KEY, id=text, text=text, time=int(NOON * 1000))


def set_notify(standing: Booth, table: NotifyTable) -> None:
    standing.app.settings.values = Settings(notify=table)


async def watch_bob(standing: Booth) -> None:
    await standing.go_to("Bob")
    await standing.press("W")
    await standing.outcome("The board alerts you once Bob is free.")


async def told_of(standing: Booth, told: list[Notification], *changes: Change) -> list[str]:
    """Return what is told of changes: all that is told before Bob, who is watched, is free."""
    await watch_bob(standing)
    standing.source.tell(*changes)
    standing.source.tell(FREE)
    await until(lambda: told and told[-1].title == "Free: Bob", "Bob")
    titles = [notification.title for notification in told[:-1]]
    told.clear()
    standing.source.tell(BUSY)
    await standing.sees("● ON CALL", "#grid")
    return titles


async def test_each_occasion_is_told_and_none_at_the_start(told: list[Notification]) -> None:
    async with booth(
        ALICE, BOB, person("Zoe", "209", relationship=Relationship.ASKING), clock=Clock()
    ) as standing:
        await standing.sees("1 request", "#header")
        await runs_on(standing)
        assert await told_of(standing, told, wrote("hi")) == ["Message from Alice"]
        assert await told_of(standing, told, ASKS) == ["Contact request"]
        assert await told_of(standing, told, RINGS) == ["Call from Brown"]


async def test_a_watched_contact_has_a_sign_until_it_was_told_to_be_free(told: list[Notification]) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await watch_bob(standing)
        await standing.sees("⚑ Bob", "#grid")
        standing.source.tell(ContactChange(BOB_KEY, ContactPatch(blf=0, states={"desk": State(show="dnd")})))
        await standing.sees("dnd", "#grid")
        assert told == []
        standing.source.tell(ContactChange(BOB_KEY, ContactPatch(states={"desk": State()})))
        await standing.outcome("Free: Bob, 202")
        await standing.misses("⚑", "#grid")
        assert [notification.title for notification in told] == ["Free: Bob"]


async def test_the_key_takes_the_sign_away_and_who_is_free_needs_none() -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await watch_bob(standing)
        await standing.press("W")
        await standing.outcome("Bob is no longer watched.")
        await standing.misses("⚑", "#grid")
        await standing.go_to("Alice")
        await standing.press("W")
        await standing.outcome("Alice is free now.")


async def test_a_chat_that_is_looked_at_is_not_told(told: list[Notification]) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await runs_on(standing)
        await watch_bob(standing)
        await standing.go_to("Alice")
        await standing.press("c")
        await standing.sees("chat · Alice")
        standing.source.tell(wrote("one"))
        await standing.sees("one", "#chat-log")
        assert told == []
        standing.app.post_message(events.AppBlur())
        await until(lambda: not standing.app.app_focus, "a terminal without focus")
        standing.source.tell(wrote("two"))
        await until(lambda: [notification.text for notification in told] == ["two"], "the second message")


async def test_a_burst_is_told_as_one(told: list[Notification]) -> None:
    async with booth(ALICE, clock=Clock()) as standing:
        await runs_on(standing)
        standing.source.tell(wrote("one"))
        await until(lambda: told, "the first message")
        standing.source.tell(wrote("two"), wrote("three"))
        standing.source.tell(wrote("four"))
        await standing.sees("»4 unread", "#header")
        assert len(told) == 1
        await runs_on(standing, 5.0)
        await until(lambda: len(told) == 2, "the others")
        assert (told[1].title, told[1].text) == ("3 messages", "from Alice")


@pytest.mark.parametrize("linger", [0.0, 30.0], ids=["snapshot", "resume"])
async def test_nothing_is_told_twice_by_a_new_connection(told: list[Notification], linger: float) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await runs_on(standing)
        standing.hub.context.accounts._linger = linger
        news: list[Change] = [wrote("hi"), ASKS, RINGS]
        assert len(await told_of(standing, told, *news)) == len(news)
        standing.source.first = [*standing.source.first, *news]
        await runs_on(standing)
        for socket in tuple(standing.hub.context.sessions):
            socket.transport.abort()
        await standing.sees("◌ hub", "#header")
        await standing.sees("● hub", "#header", 10.0)
        await until(lambda: standing.hub.context.sessions, "the new connection")
        await standing.sees("Mia", "#grid")
        await runs_on(standing)
        assert await told_of(standing, told, *news) == []


async def test_nothing_is_told_twice_by_a_new_hub_that_learns_it_late(told: list[Notification]) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await runs_on(standing)
        news: list[Change] = [wrote("hi"), ASKS, RINGS]
        assert len(await told_of(standing, told, *news)) == len(news)
        hub, source = standing.hub, standing.source
        accounts, port = list(hub.context.authenticator._accounts.values()), hub.port
        await hub.__aexit__(None, None, None)
        async with HubServer(accounts, [source], port=port, linger=0.0):
            await standing.sees("● hub", "#header", 15.0)
            await standing.misses("Mia", "#grid")
            await runs_on(standing)
            told.clear()
            assert await told_of(standing, told, *news) == []


async def test_a_lost_link_is_told_and_that_it_is_back(told: list[Notification]) -> None:
    async with booth(ALICE, clock=Clock()) as standing:
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, NOON, reason="No route.")))
        await standing.sees("✗ phone", "#header")
        await runs_on(standing)
        await until(lambda: told, "the loss")
        assert (told[0].title, told[0].text) == ("The phone link is lost", "No route.")
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.UP, NOON)))
        await until(lambda: len(told) == 2, "that it is back")
        assert told[1].title == "The phone link is back"


async def test_muted_only_the_screen_tells(told: list[Notification]) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        await standing.press("M")
        await standing.sees("muted", "#header")
        await watch_bob(standing)
        standing.source.tell(RINGS, FREE)
        await standing.outcome("Free: Bob")
        assert told == []
        await standing.press("M")
        await standing.outcome("Alerts are on again")
        await standing.misses("muted", "#header")
        standing.source.tell(BUSY)
        await standing.sees("● ON CALL", "#grid")
        assert await told_of(standing, told) == []


@pytest.mark.usefixtures("zone")
async def test_in_quiet_hours_only_the_screen_tells(told: list[Notification]) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        set_notify(standing, NotifyTable(quiet="11:30-12:30"))
        await standing.sees("quiet", "#header")
        await watch_bob(standing)
        standing.source.tell(FREE)
        await standing.outcome("Free: Bob")
        assert told == []
        await runs_on(standing, 1800.0)
        await standing.misses("quiet", "#header")


async def test_bell_and_command_are_as_the_settings_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, out = tmp_path / "note", tmp_path / "out"
    script.write_text(f'#!/bin/sh\necho "$LAMPFIELD_EVENT $1" >> {out}\n')
    script.chmod(0o755)
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        strokes: list[str] = []
        monkeypatch.setattr(standing.app, "bell", lambda: strokes.append("bell"))
        table = NotifyTable(
            command=(str(script), "{name}"),
            desktop=Notify.OSC9,
            rings=(Channel.BELL, Channel.BELL_THRICE, Channel.NOTIFY),
            free=(Channel.COMMAND,),
        )
        set_notify(standing, table)
        await watch_bob(standing)
        standing.source.tell(RINGS, FREE)
        await until(lambda: len(strokes) == 3, "three strokes")
        await until(lambda: out.exists() and out.read_text() == "free Bob\n", "the command's note")
        assert standing.app.is_running


async def test_a_command_that_fails_is_said() -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        set_notify(standing, NotifyTable(command=("/nowhere/at-all",), rings=(Channel.COMMAND,)))
        standing.source.tell(RINGS)
        await standing.outcome("The command of [notify] cannot be run: /nowhere/at-all")


async def test_with_the_bell_off_nothing_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    async with booth(ALICE, BOB, clock=Clock()) as standing:
        strokes: list[str] = []
        monkeypatch.setattr(standing.app, "bell", lambda: strokes.append("bell"))
        set_notify(
            standing,
            NotifyTable(bell=False, rings=(Channel.BELL,), free=(Channel.COMMAND,), command=("/no",)),
        )
        await watch_bob(standing)
        standing.source.tell(RINGS, FREE)
        await standing.outcome("The command of [notify] cannot be run")
        assert strokes == []
