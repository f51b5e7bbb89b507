"""Registering and removing callbacks (the IPCortex API, ``addListener`` and ``removeListener``)."""

import asyncio
from functools import partial

import pytest

import lampfield
from lampfield.client.listeners import Event, Listeners
from lampfield.hub.server import HubServer
from lampfield.model.change import MessageChange
from lampfield.model.identity import ContactKey
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until


class Log:
    """Records what its callbacks get."""

    def __init__(self) -> None:
        self.received: list[object] = []

    def note(self, subject: object) -> None:
        self.received.append(subject)


def test_added_twice_is_called_twice_and_removed_once_is_called_once() -> None:
    listeners, log = Listeners(), Log()
    note = log.note
    listeners.add("update", note)
    listeners.add("update", note)
    listeners.notify(Event.UPDATE, 1)
    assert log.received == [1, 1]
    assert listeners.remove("update", note)
    listeners.notify(Event.UPDATE, 2)
    assert log.received == [1, 1, 2]


def test_only_the_identical_callback_of_the_identical_event_is_removed() -> None:
    listeners, log, other = Listeners(), Log(), Log()
    listeners.add("new", log.note)
    assert not listeners.remove("update", log.note)
    assert not listeners.remove("new", other.note)
    assert not listeners.remove("new", lambda subject: log.note(subject))  # noqa: PLW0108
    assert listeners.remove("new", log.note)
    assert not listeners


def test_an_event_that_nobody_knows_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="'moved'; known are new, update, gone"):
        Listeners().add("moved", print)


def test_one_who_fails_is_logged_and_the_rest_are_called(caplog: pytest.LogCaptureFixture) -> None:
    listeners, log = Listeners(), Log()
    listeners.add("new", lambda _: 1 / 0)
    listeners.add("new", log.note)
    listeners.notify(Event.NEW, "it")
    assert log.received == ["it"]
    assert "ZeroDivisionError" in caplog.text


async def test_a_coroutine_is_awaited_and_its_failure_logged(caplog: pytest.LogCaptureFixture) -> None:
    listeners, done = Listeners(), asyncio.Event()

    async def fails(_: object) -> None:
        done.set()
        raise OSError("no paper")

    listeners.add("gone", fails)
    listeners.notify(Event.GONE, "it")
    await done.wait()
    await until(lambda: "no paper" in caplog.text, "the failure in the log")


def test_one_who_removes_himself_while_called_disturbs_nobody() -> None:
    listeners, log = Listeners(), Log()

    def once(subject: object) -> None:
        log.note(subject)
        listeners.remove("new", once)

    listeners.add("new", once)
    listeners.add("new", log.note)
    listeners.notify(Event.NEW, 1)
    listeners.notify(Event.NEW, 2)
    assert log.received == [1, 1, 2]


async def test_one_who_listens_to_a_room_hears_of_each_message_of_one_s_own_too() -> None:
    source = Scripted(contact("a", name="Alice", chat_id="a"))
    async with (
        HubServer([ACCOUNT], [source]) as hub,
        lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        room = await next(iter(pbx.contacts)).chat()
        heard: list[str] = []
        room.add_listener("update", lambda it: heard.append(it.last_message.msg))
        for text in ("one", "two"):
            source.tell(MessageChange(key=ContactKey("a"), id=text, own=True, text=text))
            await until(partial(heard.__contains__, text), "the message")
        assert heard == ["one", "two"]
