"""What plain mode says, when, and what it makes of what is typed."""

import re

import pytest

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, LinkChange, MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.plain.commands import GRAMMAR
from lampfield.plain.loop import HANDLERS
from tests.board.booth import DEVICE, person
from tests.hub.scripted import contact
from tests.plain.reading import reading
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202", tags=("Berlin",), company_name="Bauer & Co")
ALICE_KEY, BOB_KEY = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")
TEAM = [person(f"Kim{place:02}", f"3{place:02}") for place in range(25)]
RINGING = CallChange(
    channel="c", device=DEVICE.name, name="Brown", state=CallState.RING, party=CallParty.CALLEE, stamp=1
)


def test_every_command_is_carried_out_by_something() -> None:
    assert set(HANDLERS) == {command.id for command in GRAMMAR.commands}


def test_no_two_commands_are_typed_alike() -> None:
    said = [words for command in GRAMMAR.commands for words in (command.words, *command.also, command.short)]
    assert len([words for words in said if words]) == len({words for words in said if words})


async def test_what_happens_is_told_at_once_while_nothing_is_typed() -> None:
    async with reading(ALICE) as reader:
        reader.source.tell(MessageChange(key=ALICE_KEY, id="m", text="are you\nthere?", time=1))
        await reader.reads("\nmessage, Alice: are you there?\n> ")
        await reader.types("unread", "1 free, Alice, 201, online, 1 unread\n")


async def test_one_who_wants_no_news_hears_them_when_asking() -> None:
    async with reading(ALICE) as reader:
        await reader.types("news off", "done: announcements are off.\n> ")
        reader.source.tell(RINGING)
        await until(lambda: reader.session.output.remembered, "a call that rings")
        await reader.types("news", "rings, Brown\n> ")
        assert reader.written.count("rings") == 1


async def test_a_long_list_comes_in_parts() -> None:
    async with reading(*TEAM) as reader:
        await reader.types("who is free", "10 free, Kim09", "15 more: type more.\n> ")
        await reader.types("more", "11 free, Kim10", "5 more: type more.\n> ")
        await reader.types("m", "25 free, Kim24, 324, online\n> ")
        await reader.types("more", "no more.\n")
        await reader.types("dial 12", "done: Your phone rings, then Kim11's.\n")


async def test_only_a_number_that_was_heard_is_a_place() -> None:
    async with reading(*TEAM) as reader:
        await reader.types("find kim", "15 more")
        await reader.types("say 11", "unclear: The last list has no number 11, and nobody has that")
        assert not reader.source.asked


async def test_an_extension_goes_before_a_place_in_a_long_list() -> None:
    async with reading(*TEAM) as reader:
        await reader.types("say 305", "free, Kim05, 305, online\n")


async def test_a_number_alone_dials_its_person_and_a_group_s_opens_it() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types("find ali", "1 free, Alice")
        await reader.types("1", "done: Your phone rings, then Alice's.\n")
        await reader.types("groups", "1 All, 2\n", "2 Berlin, 1\n")
        await reader.types("2", "1 free, Bob, 202, online\n")
        await reader.types("devices", "1 free, up, Desk phone, 1, PJSIP/1\n")
        await reader.types("1", "unclear: The numbers of the last list are devices.")
        await reader.types("dial bob on 1", "done: Your phone rings, then Bob's.\n")


async def test_digits_that_are_nobody_s_are_dialled() -> None:
    async with reading(ALICE) as reader:
        await reader.types("find 0161 496", "nobody has it; number 0161 496 dials it.\n")
        await reader.types("0161 496", "done: Your phone rings, then 0161 496.\n")
        await reader.asked("dial", DEVICE.name, "0161496", None)


async def test_what_is_no_number_is_refused_with_the_reason_and_tones_are_told() -> None:
    fax = person("Fay", "0161 99 (Fax)", chat_id="")
    async with reading(ALICE, fax) as reader:
        await reader.types("dial 30 / 1 / 2", "refused: '30 / 1 / 2' is no number: '1 / 2' stands beside it.")
        await reader.types("number 12ab", "refused: '12ab' is no number: it contains characters")
        await reader.types("dial fay", "refused: Fay's number '0161 99 (Fax)' is not dialled: it is a fax")
        await reader.types("dial *0*", "done: Your phone rings, then *0*.\n")
        await reader.types(
            "dial 0161 496 x12", "done: Your phone rings, then 0161 496 x12. Key 12 when it answers.\n"
        )
        dialled = [words for words in reader.source.asked if words[0] == "dial"]
        assert dialled == [("dial", DEVICE.name, number, None) for number in ("*0*", "0161496")]


async def test_whom_a_word_means_is_asked_where_it_is_more_than_one() -> None:
    async with reading(person("Ann Ames", "201"), person("Ann Berg", "202")) as reader:
        await reader.types("dial ann", "Say which by its number:\n1 free, Ann Ames", "2 free")
        assert not reader.source.asked
        await reader.types("dial 2", "done: Your phone rings, then Ann Berg's.\n")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("fnd x", "unclear: fnd is no command: did you mean find? help lists the commands."),
        ("dial", "unclear: Who? Type a number of the last list, an extension or a name."),
        ("dial zz", "unclear: No one matches 'zz'. Type a number"),
        ("who is tired", "unclear: 'tired' is no state. Type who is, and one of: free, on call"),
        ("show tired", "unclear: 'tired' is no presence. Type one of: online, away, dnd, invisible."),
        ("reset", "unclear: Which link? phone, chat, directory."),
        ("add zed", "unclear: Add which address? Type add, a chat address such as alice@example.com"),
        ("find", "unclear: Find what? Type find, and any part of a name"),
        ("answer", "refused: No call is ringing or on hold."),
        ("accept alice", "refused: Alice has sent no contact request."),
        ("end call alice", "refused: Your account has no right to end other people's calls."),
    ],
)
async def test_an_error_says_what_was_wrong_and_what_to_type(line: str, answer: str) -> None:
    async with reading(ALICE) as reader:
        await reader.types(line, answer)
        assert reader.session.failures == 1


async def test_what_came_over_a_lost_link_is_not_said_as_what_is() -> None:
    async with reading(ALICE) as reader:
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0, reason="the PBX is gone")))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("\nlost, phone link: the PBX is gone\n> ")
        await reader.types("say alice", "not known, was free, Alice, 201, online\n")
        await reader.types("who is free", "not known now: a link is lost.", "1 not known, was free, Alice")
        await reader.types("card alice", "phone: not known, was free; no news for")
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.UP)))
        await reader.reads("\nback, phone link\n> ")
        await reader.types("say alice", "free, Alice, 201, online\n")


async def test_who_begins_to_ask_is_told_and_what_became_of_a_request() -> None:
    waiting = {"relationship": Relationship.ASKED, "subscription": Subscription.NONE}
    async with reading(person("Alice", "201", **waiting), BOB) as reader:
        reader.source.tell(contact(BOB_KEY, relationship=Relationship.ASKING))
        await reader.reads("\nasks, Bob, 202, bob@acme.test\n> ")
        reader.source.tell(contact(ALICE_KEY, relationship=Relationship.MUTUAL))
        await reader.reads("\naccepted you, Alice, 201\n> ")


async def test_what_somebody_wrote_who_asks_is_told_with_it() -> None:
    async with reading(ALICE, BOB) as reader:
        asks = contact(BOB_KEY, relationship=Relationship.ASKING, request_text="Bob of\x1b[2J Acme")
        reader.source.tell(asks)
        await reader.reads("\nasks, Bob, 202, bob@acme.test, Bob of [2J Acme\n> ")
        await reader.types("card bob", "relationship: asks you", "\nrequest: Bob of [2J Acme\n")


async def test_foreign_text_is_one_plain_line() -> None:
    async with reading(person("Eve\x1b[2J\nfree, Alice", "666")) as reader:
        await reader.types("find 666", "1 free, Eve [2J free, Alice, 666, online\n")
        reader.source.tell(
            MessageChange(
                key=ContactKey("eve\x1b[2j\nfree, alice@acme.test"), id="m", text="a\x07\rb", time=1
            )
        )
        await reader.reads(": a b\n")
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", reader.written)


async def test_the_end_of_input_leaves_also_in_the_middle_of_a_question() -> None:
    async with reading(ALICE) as reader:
        await reader.types("remove alice", "End the chat relationship with Alice?", "leave it> ")
        reader.input.lines.put_nowait(None)
        await reader.reads("nothing changed.\n")
        assert not reader.source.asked
