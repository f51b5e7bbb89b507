"""What commands answer, by whole answers."""

from pathlib import Path
from typing import Any

import pytest

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, LinkChange, MessageChange, MessageEdit
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import Revision
from tests.board.booth import DEVICE, NOON, person
from tests.plain.reading import Reading, reading
from tests.waiting import until

ALICE = person("Alice", "201", name="Alice Ames", can_tag=False)
BOB = person("Bob", "202", tags=("Berlin", "VIP"))
ALICE_KEY = ContactKey("alice@acme.test")

BOTH = "1 free, Alice Ames, 201, online\n2 free, Bob, 202, online\n"
CARD = """free, Alice Ames, 201, online
phone: free
number: 201
presence: online
relationship: mutual, you see each other
tags: Sales
chat address: alice@acme.test
"""


async def answer(reader: Reading, line: str) -> str:
    """Type a line, and return all that is written up to the next prompt."""
    begin = len(reader.written)
    await reader.types(line, "> ")
    return reader.written[begin:].removesuffix("> ")


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("asks", "nobody asks for a relationship.\n"),
        ("calls", "no calls.\n"),
        ("unread", "no unread messages.\n"),
        ("who", BOTH),
        ("who is", BOTH),
        ("free bob", "1 free, Bob, 202, online\n"),
        ("who is free bob", "1 free, Bob, 202, online\n"),
        ("who is all bob", "1 free, Bob, 202, online\n"),
        ("WHO IS OFFLINE", "nobody is offline.\n"),
        ("who is offline bob", "nobody matching bob is offline.\n"),
        ("who is watched", "nobody is watched.\n"),
        (
            "who is bob",
            (
                "unclear: 'bob' is no state. Type who is, and one of: "
                "free, on call, ringing, not known, online, away, dnd, offline, watched, all.\n"
            ),
        ),
        ("say 2", "unclear: The last list has no number 2, and nobody has that extension.\n"),
        ("card alice ames", CARD),
        ("card alice", CARD),
        ("tags alice", "tags of Alice Ames: Sales; not yours to change\n"),
        ("tags bob", "tags of Bob: Berlin, VIP\n"),
        ("photo bob", "no photo, but a placeholder, Bob: image/svg+xml, 261 bytes.\n"),
        ("leave bob", "refused: There is no chat with Bob.\n"),
        ("groups", "1 All, 2\n2 Berlin, 1\n3 Sales, 1\n4 VIP, 1\n"),
        ("group 2", "1 free, Bob, 202, online\n"),
        ("group BERLIN", "1 free, Bob, 202, online\n"),
        ("devices", "1 free, up, Desk phone, 1, PJSIP/1\n"),
        ("more", "no more.\n"),
        ("news", "nothing was announced yet.\n"),
        ("show", "you are invisible, reception.\n"),
        ("help dial", "dial WHO [on DEVICE], short d: dial somebody, or a number\n"),
        ("help leave", "leave WHO: leave the chat with somebody\n"),
        (
            "dial bob on 3",
            "unclear: You have no device called '3'. Type dial WHO on, and one of: PJSIP/1.\n",
        ),
        ("dial bob on desk phone", "done: Your phone rings, then Bob's.\n"),
        ("number", "unclear: Which number? Type number, and the digits.\n"),
    ],
)
async def test_a_command_answers(line: str, answered: str) -> None:
    async with reading(ALICE, BOB) as reader:
        assert await answer(reader, line) == answered


async def test_all_of_a_card_is_asked_for_by_any_name() -> None:
    async with reading(ALICE, BOB) as reader:
        for line in ("card alice ames all", "card Alice ALL", "card all"):
            lines = (await answer(reader, line)).splitlines()
            assert (lines[0], lines[-1]) == ("free, Alice Ames, 201, online", "photo: no")


async def test_own_calls_are_listed_with_their_ages() -> None:
    began = int(NOON * 1000)
    ringing = CallChange(
        channel="1",
        device=DEVICE.name,
        name="Brown",
        state=CallState.RING,
        party=CallParty.CALLEE,
        stamp=began - 60_000,
    )
    talk = CallChange(
        channel="2",
        device=DEVICE.name,
        name="Green",
        state=CallState.UP,
        stamp=began - 500_000,
        start=began - 180_000,
    )
    async with reading(ALICE) as reader:
        reader.source.tell(ringing, talk)
        await until(lambda: len(reader.pbx.calls) == 2, "two calls")
        await reader.reads("Green\n> ")
        lines = (await answer(reader, "calls")).splitlines()
        assert sorted(lines) == ["rings, Brown, 1 min", "talking, Green, 3 min"]
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("lost, phone link\n> ")
        first = "not known now: a link is lost. What follows was known last."
        assert (await answer(reader, "calls")).splitlines() == [first, *lines]


async def test_the_links_say_how_they_are_and_why() -> None:
    async with reading(ALICE) as reader:
        down = Link(LinkName.PHONE, LinkState.DOWN, NOON - 120, "asterisk", "no answer")
        reader.source.tell(LinkChange(down), LinkChange(Link(LinkName.CHAT, LinkState.ABSENT, NOON - 120)))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("lost, phone link: no answer\n> ")
        await until(lambda: reader.pbx.links[LinkName.CHAT].state is LinkState.ABSENT, "no chat link")
        lines = (await answer(reader, "links")).splitlines()
        assert lines[1:] == [
            "down for 2 min, phone link, asterisk: no answer",
            "none is configured, chat link",
        ]


def of_alice(name: str, text: str, **more: Any) -> MessageChange:
    return MessageChange(key=ALICE_KEY, id=name, text=text, time=int(NOON * 1000), **more)


async def test_an_open_chat_says_what_comes_and_what_changes_in_it() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types(
            "chat alice", "chat with Alice Ames. A dot ends it; /older says what was before.\nto Alice Ames> "
        )
        reader.source.tell(of_alice("1", "at 3"))
        await reader.reads("\nAlice Ames: at 3\nto Alice Ames> ")
        reader.source.tell(MessageEdit(key=ALICE_KEY, id="1", text="at 5", revision=Revision.CORRECTED))
        await reader.reads("\nAlice Ames: at 5 (changed)\nto Alice Ames> ")
        await reader.types(".", "out of the chat.\n> ")
        reader.source.tell(MessageEdit(key=ALICE_KEY, id="1", text="at 6", revision=Revision.CORRECTED))
        await reader.reads("\nmessage, Alice Ames: at 6 (changed)\n> ")
        assert reader.written.count("at 6") == reader.written.count("at 5") == 1


async def test_older_messages_are_those_that_were_not_there_before() -> None:
    async with reading(ALICE) as reader:
        reader.source.tell(of_alice("1", "new"))
        await reader.reads("message, Alice Ames: new\n> ")
        await reader.types("chat alice", "Alice Ames: new\n", "to Alice Ames> ")
        reader.source.go_on.clear()
        await reader.types("/older")
        await reader.asked("history", ALICE_KEY, 50)
        reader.source.tell(of_alice("0", "old", archived=True))
        [room] = reader.pbx.rooms
        await until(lambda: len(room.log) == 2, "an older message")
        reader.source.go_on.set()
        await reader.reads("older messages:\n", "Alice Ames: old\n", "to Alice Ames> ")
        assert reader.written.count("Alice Ames: old") == 1
        assert reader.written.count("Alice Ames: new") == 2
        await reader.types("/older", "older messages:\nthere is nothing older.\nto Alice Ames> ")


@pytest.mark.parametrize(("name", "shown"), [("n" * 24, "n" * 24), ("n" * 25, "n" * 23 + "…")])
async def test_the_prompt_of_a_chat_stays_short(name: str, shown: str) -> None:
    async with reading(person("Alice", "201", name=name)) as reader:
        await reader.types("chat 201", f"\nto {shown}> ")


async def test_a_photo_is_not_written_over_another_file_without_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_text("mine")
    async with reading(BOB) as reader:
        await reader.types(f"photo bob {path}", f"{path} is there already.", "leave it> ")
        assert await answer(reader, "no") == "nothing changed.\n"
        assert path.read_text() == "mine"
        await reader.types(f"photo bob {path}", "leave it> ")
        assert await answer(reader, "yes") == f"done: {path} holds the photo, image/svg+xml.\n"
        assert path.read_text().startswith("<svg")
