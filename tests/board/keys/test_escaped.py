"""Esc and a key that come in one piece, as from a terminal without the Kitty protocol."""

import asyncio

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from lampfield.board.keys import escaped
from lampfield.board.keys.escaped import KeyBehindEscape, apart, split_escapes, with_alt
from lampfield.board.keys.reading import load_map
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
KEY = ContactKey("alice@acme.test")
LONGER_THAN_ESCAPE_WAITS = 0.15


async def parsed(text: str) -> list[tuple[str, str, str | None]]:
    """Return the keys of what a terminal sends in one piece."""
    split_escapes()
    parser = XTermParser(debug=False)
    found = list(parser.feed(text))
    await asyncio.sleep(LONGER_THAN_ESCAPE_WAITS)  # The parser itself waits by the clock.
    found += parser.tick()
    return [(type(it).__name__, it.key, it.character) for it in found if isinstance(it, events.Key)]


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b1", [("KeyBehindEscape", "1", "1")]),
        ("\x1b-", [("KeyBehindEscape", "minus", "-")]),
        ("\x1bx", [("KeyBehindEscape", "x", "x")]),
        ("\x1b/", [("KeyBehindEscape", "slash", "/")]),
        ("\x1b\r", [("KeyBehindEscape", "enter", "\r")]),
        ("\x1bxa", [("KeyBehindEscape", "x", "x"), ("Key", "a", "a")]),
        ("\x1b", [("Key", "escape", "\x1b")]),
        ("\x1b[120;3u", [("Key", "alt+x", None)]),
        ("\x1b[1;3C", [("Key", "alt+right", None)]),
        ("\x1bOP", [("Key", "f1", None)]),
        ("¡", [("Key", "inverted_exclamation_mark", "¡")]),
    ],
)
async def test_what_a_terminal_sends(sent: str, keys: list[tuple[str, str, str | None]]) -> None:
    assert await parsed(sent) == keys


@pytest.mark.parametrize(("key", "alt"), [("x", "alt+x"), ("X", "alt+shift+x"), ("slash", "alt+slash")])
def test_it_is_the_key_with_alt_or_both(key: str, alt: str) -> None:
    event = KeyBehindEscape(key, "x")
    assert (with_alt(event).key, with_alt(event).character) == (alt, None)
    assert [(it.key, it.character) for it in apart(event)] == [("escape", "\x1b"), (key, "x")]


@pytest.mark.parametrize("key", ["1", "9", "x", "l", "q"])
async def test_in_a_chat_it_is_never_alt_and_types_nothing(key: str) -> None:
    async with booth(ALICE) as standing:
        standing.burst("chello")
        await standing.sees("chat · Alice")
        await until(lambda: not standing.operator.chat.sender.opening, "it to be open")
        standing.app.post_message(KeyBehindEscape(key, key))
        await standing.outcome("This terminal sends Alt as Esc: F1 shows the other keys of the chat.")
        assert [line.strip() for line in standing.lines("#chat-input")] == ["hello"]
        assert not [words for words in standing.source.asked if words[0] in ("leave", "post")]


async def test_in_a_chat_it_is_esc_and_the_key_where_alt_means_nothing() -> None:
    async with booth(ALICE) as standing:
        standing.burst("chello")
        await standing.sees("chat · Alice")
        standing.app.post_message(KeyBehindEscape("d", "d"))
        await standing.asked("dial", DEVICE.name, "201", "Alice")
        await standing.misses("chat · Alice")


async def test_enter_behind_esc_sends_nothing() -> None:
    async with booth(person("Alice", "201", can_call=False)) as standing:
        standing.burst("chello")
        await standing.sees("chat · Alice")
        standing.app.post_message(KeyBehindEscape("enter", "\r"))
        await standing.pilot.pause()
        assert not [words for words in standing.source.asked if words[0] == "post"]


async def test_on_the_grid_it_is_alt_where_that_means_something() -> None:
    async with booth(ALICE, keys=load_map("find-first", None)) as standing:
        standing.app.post_message(KeyBehindEscape("o", "o"))
        await standing.sees("Dial a number")
        standing.app.post_message(KeyBehindEscape("d", "d"))
        await standing.misses("Dial a number")


async def test_other_keys_of_the_chat_do_without_alt() -> None:
    async with booth(ALICE) as standing:
        standing.burst("c")
        await standing.sees("chat · Alice")
        await until(lambda: not standing.operator.chat.sender.opening, "it to be open")
        await standing.press("ctrl+l")
        await standing.outcome("There is no link in this chat.")
        await standing.press("ctrl+o")
        await standing.asked("leave", KEY)


def test_a_parser_without_the_method_keeps_its_keys_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(escaped, "_has_key_events", False)
    monkeypatch.setattr(XTermParser, escaped.PARSE_KEYS, "as it was")
    split_escapes()
    assert getattr(XTermParser, escaped.PARSE_KEYS) == "as it was"
    assert escaped.PARSE_KEYS in caplog.text
