"""Several chats at once: tabs, drafts, quick texts, search and late answers."""

from pathlib import Path

import msgspec
from textual import events

from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.client.pbx import PBX
from lampfield.config.settings import ChatTable, Settings
from lampfield.config.settings_text import changed_text, parse_settings, text_of
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, MessageChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import RoomState, Typing
from tests.board.booth import DEVICE, NOON, Booth, booth, person
from tests.waiting import until

ALICE, BOB, CARA = person("Alice", "201"), person("Bob", "202"), person("Cara", "203")
KEYS = {name: ContactKey(f"{name.lower()}@acme.test") for name in ("Alice", "Bob", "Cara")}


def said(name: str, id_: str, text: str, *, minute: float = 0, own: bool = False) -> MessageChange:
    time = int((NOON + 60 * minute) * 1000)
    return MessageChange(key=KEYS[name], id=id_, text=text, time=time, own=own)


def box(standing: Booth) -> str:
    return standing.board.query_one(ChatPane).box.value


def pbx_of(standing: Booth) -> PBX:
    assert standing.board.context.pbx is not None
    return standing.board.context.pbx


async def chatting(standing: Booth, name: str = "Alice") -> None:
    await standing.go_to(name)
    await standing.press("c")
    await standing.sees(f"chat · {name}")
    await standing.asked("open chat", KEYS[name])


async def test_one_steps_through_the_chats_and_what_was_begun_stays() -> None:
    async with booth(ALICE, BOB) as standing:
        await chatting(standing, "Bob")
        await standing.press("escape")
        await chatting(standing)
        await standing.press(*"half a wo")
        await standing.press("alt+right")
        await standing.sees("chat · Bob")
        await standing.sees("✎ Alice", "#chat-tabs")
        assert box(standing) == ""
        await standing.press("alt+left")
        await standing.sees("chat · Alice")
        assert box(standing) == "half a wo"
        await standing.press("escape", "c")
        await standing.sees("half a wo", "#chat-input")


async def test_keys_behind_a_step_are_for_the_other_chat() -> None:
    async with booth(ALICE, BOB) as standing:
        await chatting(standing, "Bob")
        await standing.press("escape")
        await chatting(standing)
        standing.burst("one\r")
        standing.app.post_message(events.Key("alt+right", None))
        standing.burst("two\rthree")
        await standing.asked("post", KEYS["Alice"], "one")
        await standing.asked("post", KEYS["Bob"], "two")
        await standing.sees("three", "#chat-input")
        posts = [words for words in standing.source.asked if words[0] == "post"]
        assert len(posts) == 2


async def test_unread_ones_come_first_and_are_a_key_away() -> None:
    async with booth(ALICE, BOB, CARA) as standing:
        await chatting(standing)
        standing.source.tell(said("Cara", "1", "there?"), RoomChange(key=KEYS["Cara"]))
        await standing.sees("»1 Cara  Alice", "#chat-tabs")
        await standing.press("ctrl+n")
        await standing.sees("chat · Cara")
        await standing.misses("»1 Cara", "#chat-tabs")
        await standing.sees("Cara  Alice", "#chat-tabs")
        await standing.press("ctrl+n")
        await standing.outcome("There are no other unread messages.")


async def test_the_next_unread_one_is_who_waits_longest() -> None:
    """Whatever was read of whom before: Bob's was, Cara's was after it, and now Bob's comes after Alice's."""
    async with booth(ALICE, BOB, CARA) as standing:
        for name in ("Bob", "Cara"):
            standing.source.tell(RoomChange(key=KEYS[name]), said(name, f"{name} 1", "hello"))
            await chatting(standing, name)
            await until(lambda: not any(room.unread for room in pbx_of(standing).rooms), "it is read")
            await standing.press("escape")
        names = ("Cara", "Alice", "Bob")
        for minute, name in enumerate(names, 1):
            standing.source.tell(RoomChange(key=KEYS[name]), said(name, f"{name} 2", "there?", minute=minute))
        await until(lambda: len(standing.operator.chat.unread()) == 3, "three unread")
        people = pbx_of(standing).contacts
        assert [people[cid].name for cid in standing.operator.chat.unread()] == list(names)


async def test_a_chat_is_left_for_good() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        await standing.press("alt+x")
        await standing.asked("leave", KEYS["Alice"])
        await standing.misses("chat · Alice")


async def test_a_quick_text_names_who_is_on_the_line() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(
            CallChange(
                channel="1",
                device=DEVICE.name,
                name="Brown",
                number="0161",
                party=CallParty.CALLEE,
                state=CallState.UP,
            )
        )
        await standing.sees("Brown", "#calls")
        await chatting(standing)
        await standing.press("alt+1")
        await standing.sees("Brown", "#chat-input")
        assert box(standing) == "A call for you: Brown (0161). Take it?"
        await standing.press("enter")
        await standing.asked("post", KEYS["Alice"], "A call for you: Brown (0161). Take it?")
        await standing.press("f2")
        await standing.sees("2 Please call back Brown (0161).")
        await standing.press("2")
        await until(lambda: box(standing) == "Please call back Brown (0161).", "the chosen text")
        await standing.press("alt+9")
        await standing.outcome("There is no quick text 9")


async def test_quick_texts_and_patience_are_settings() -> None:
    values = parse_settings(
        '[chat]\nquick = ["Hi {name}"]\nreply_minutes = 0\n', Path("board.toml"), Settings
    )
    assert values.chat == ChatTable(quick=("Hi {name}",), reply_minutes=0)
    changed = changed_text(text_of(values), "chat", "quick", ["Bye"])
    assert parse_settings(changed, Path("board.toml"), Settings).chat.quick == ("Bye",)


async def test_who_waits_too_long_is_counted_until_one_answers() -> None:
    now = [NOON]
    async with booth(ALICE, clock=lambda: now[0]) as standing:
        standing.source.tell(RoomChange(key=KEYS["Alice"]), said("Alice", "1", "hello?"))
        await standing.sees("»1 unread", "#header")
        assert "late" not in standing.text("#header")
        now[0] += 301
        await standing.sees("1 overdue", "#header")
        await chatting(standing)
        await standing.press(*"yes", "enter")
        await standing.sees("you: yes")
        standing.source.tell(said("Alice", "2", "so", own=True, minute=6))
        await standing.misses("late", "#header")


async def test_one_searches_in_a_chat() -> None:
    async with booth(ALICE, size=(120, 24)) as standing:
        words = ["the blue car", *["nothing"] * 30, "a Blue bike", *["nothing"] * 30]
        standing.source.tell(
            RoomChange(key=KEYS["Alice"]),
            *(said("Alice", str(place), text, minute=place) for place, text in enumerate(words)),
        )
        await chatting(standing)
        await standing.press("ctrl+f", *"blue")
        await standing.sees("2 of 2", "#chat-search")
        await standing.sees("a Blue bike", "#chat-scroll")
        await standing.press("up")
        await standing.sees("the blue car", "#chat-scroll")
        await standing.press("escape", *"hello")
        await standing.sees("hello", "#chat-input")
        await standing.misses("2 of 2")


async def test_a_link_is_copied_as_it_stands() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(RoomChange(key=KEYS["Alice"]), said("Alice", "1", "see https://a.test/b?c=[d]."))
        await chatting(standing)
        await standing.press("alt+l")
        await standing.outcome("Copied: https://a.test/b?c=[d]")
        assert standing.app.clipboard == "https://a.test/b?c=[d]"


async def test_older_messages_come_above_and_what_is_read_stays_in_sight() -> None:
    async with booth(ALICE, size=(120, 24)) as standing:
        standing.source.tell(
            RoomChange(key=KEYS["Alice"]),
            *(said("Alice", f"n{n}", f"now {n:02}", minute=n) for n in range(20)),
        )
        await chatting(standing)
        await standing.sees("now 19")
        await standing.press(*["pageup"] * 6)
        await standing.sees("now 00")
        top = standing.lines("#chat-scroll")[2]
        standing.source.tell(
            *(
                msgspec.structs.replace(said("Alice", f"o{n}", f"old {n:02}", minute=n - 60), archived=True)
                for n in range(20)
            )
        )
        await until(lambda: standing.board.query_one(ChatPane).log_view.scroll_y > 0, "another place")
        await until(lambda: top in standing.lines("#chat-scroll"), "what was in sight")
        await standing.press("pageup")
        await standing.sees("old ")


async def test_the_typing_of_others_shows_on_their_tabs() -> None:
    async with booth(ALICE, BOB) as standing:
        await chatting(standing, "Bob")
        await standing.press("escape")
        await chatting(standing)
        standing.source.tell(RoomChange(key=KEYS["Bob"], typing=Typing.COMPOSING))
        await standing.sees("… Bob", "#chat-tabs")


async def test_a_text_of_several_lines_is_pasted_whole() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        standing.board.query_one(ChatPane).box.post_message(events.Paste("one\ntwo\r\n three"))
        await until(lambda: box(standing) == "one two three", "all of it")


def test_settings_as_they_come_have_six_quick_texts() -> None:
    assert len(Settings().chat.quick) == 6


async def test_the_mouse_reaches_the_archive_too() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        log = standing.board.query_one(ChatPane).log_view
        log.post_message(events.MouseScrollUp(log, 1, 1, 0, -1, 0, shift=False, meta=False, ctrl=False))
        await standing.asked("history", KEYS["Alice"], 50)


async def test_notices_are_read_in_a_chat_where_nobody_can_be_answered() -> None:
    server = ContactKey("acme.test")
    notices = RoomChange(key=server, state=RoomState.CLOSED, label="Notices")
    text = MessageChange(key=server, id="n1", sender="acme.test", text="down at 17:00", time=int(NOON * 1000))
    async with booth(ALICE) as standing:
        standing.source.tell(text, notices)
        await standing.press("u")
        await standing.sees("chat · Notices")
        await standing.sees("acme.test: down at 17:00")
        await until(lambda: not any(room.unread for room in pbx_of(standing).rooms), "it is read")
        await standing.press(*"thanks", "enter")
        await standing.outcome("Messages here cannot be answered.")
        assert box(standing) == "thanks"
        assert not any(words[0] in ("post", "open chat") for words in standing.source.asked)
        await standing.press("ctrl+n")
        await standing.outcome("There are no other unread messages.")


async def test_who_has_waited_longest_is_answered_first() -> None:
    async with booth(ALICE, BOB, CARA) as standing:
        for name in ("Cara", "Bob"):
            standing.source.tell(RoomChange(key=KEYS[name]), said(name, name, "hello"))
            await until(lambda: list(standing.operator.chat.unread()), f"{name} to be unread")
        await until(lambda: len(standing.operator.chat.unread()) == 2, "both to be unread")
        await standing.press("u")
        await standing.sees("chat · Cara")
        await until(lambda: len(standing.operator.chat.unread()) == 1, "Cara to be read")
        await standing.press("ctrl+n")
        await standing.sees("chat · Bob")
