"""Who is meant, and where a text begins after it."""

import pytest

from tests.board.booth import person
from tests.plain.reading import reading

ALICE, BOB = person("Alice", "201"), person("Bob", "202", tags=("Berlin",))
PEOPLE = (
    person("Ann Ames", "201", uname="ann.ames", chat_id="ann.ames@acme.test"),
    person("Ann de la Berg", "202", uname="adlb", chat_id="b@acme.test", tags=("hello", "ames")),
    person("José", "203"),
    person("HR", "204", uname="hr"),
    person("Kim Ng", "0161 496", uname="kim"),
)


@pytest.mark.parametrize(
    ("line", "who", "text"),
    [
        ("ann.ames hello", "Ann Ames", "hello"),
        ("ann.ames@acme.test hello", "Ann Ames", "hello"),
        ("ann ames hello", "Ann Ames", "hello"),
        ("ann  ames hello  you", "Ann Ames", "hello  you"),
        ("Ann AMES: hello: you", "Ann Ames", "hello: you"),
        ("ames hello", "Ann Ames", "hello"),
        ("am hello", "Ann Ames", "hello"),
        ("mes hello", "Ann Ames", "hello"),
        ("es hello", "Ann Ames", "hello"),
        ("ames am I late", "Ann Ames", "am I late"),
        ("ann ames", "Ann Ames", ""),
        ("ann am", "Ann Ames", ""),
        ("'ann ames' ann", "Ann Ames", "ann"),
        ('"ames": ann', "Ann Ames", "ann"),
        ("“ames” ann", "Ann Ames", "ann"),
        ("201 202", "Ann Ames", "202"),
        ("201: at 10:30", "Ann Ames", "at 10:30"),
        ("201", "Ann Ames", ""),
        ("berg: hello", "Ann de la Berg", "hello"),
        ("de la berg hello", "Ann de la Berg", "hello"),
        ("ann berg hello", "Ann de la Berg", "hello"),
        ("adlb ann ames", "Ann de la Berg", "ann ames"),
        ("jose berg", "José", "berg"),
        ("jose ann: x", "José", "ann: x"),
        ("hr hello", "HR", "hello"),
        ("0161 496 0000", "Kim Ng", "0000"),
        ("berlin", "Bob", ""),
        ("berlin: hello", "Bob", "hello"),
    ],
)
async def test_who_and_text_are_told_apart(line: str, who: str, text: str) -> None:
    async with reading(*PEOPLE, BOB) as reader:
        contact, rest = reader.session.resolver.split(line)
        assert (contact.name, rest) == (who, text)


@pytest.mark.parametrize("line", ["ann hello", "ann: hello", "'ann' hello", "ann", "kim ng hello"])
async def test_a_text_goes_to_nobody_where_more_than_one_is_meant(line: str) -> None:
    async with reading(*PEOPLE, person("Kim2", "206", name="Kim Ng")) as reader:
        await reader.types(f"chat {line}", "unclear: more than one. Say which by its number:\n1 ", "2 ")
        assert not reader.source.asked
        await reader.types("chat 2 hello", "done: sent to ")


async def test_a_text_goes_to_nobody_by_a_tag() -> None:
    async with reading(BOB) as reader:
        await reader.types("chat berlin how are you", "unclear: No one matches 'berlin how are you'.")
        await reader.reads("To send a text, put a colon after the name.\n")
        assert not reader.source.asked


async def test_a_place_in_the_last_list_takes_a_text() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types("chat 2 hello", "unclear: The last list has no number 2, and nobody has that")
        await reader.types("who is all", "2 free, Bob")
        await reader.types("chat 2 hello", "done: sent to Bob.\n")
        await reader.types("chat 2", "chat with Bob.")


async def test_a_tag_that_somebody_has_already_can_be_set() -> None:
    async with reading(person("Alice Ames", "201", tags=("VIP",))) as reader:
        await reader.types("tags alice VIP", "done: Tags of Alice Ames: VIP.\n")
        await reader.types("tags alice am", "tags of Alice Ames: VIP\n")


async def test_a_device_that_there_is_not_is_what_is_told() -> None:
    async with reading(ALICE, person("Kim on Call", "203")) as reader:
        await reader.types("dial alice on MOBILE", "unclear: You have no device called 'MOBILE'.")
        await reader.reads("Type dial WHO on, and one of: PJSIP/1.\n")
        assert not reader.source.asked
        await reader.types("dial kim on call", "done: Your phone rings, then Kim on Call's.\n")
        await reader.types("dial 0161 496 on 1", "done: Your phone rings, then 0161 496.\n")


async def test_who_was_named_last_need_not_be_named_again() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types("y", "unclear: Who? Type a number of the last list")
        await reader.types("find bob", "1 free, Bob")
        await reader.types("y", "free, Bob, 202, online\n")
        await reader.types("say 'alice'", "free, Alice")
        await reader.types("who is free", "2 free, Bob")
        await reader.types("card", "free, Alice, 201, online\nphone: free\nnumber: 201\n")
        await reader.types("dial", "unclear: Who?")


async def test_a_short_number_is_a_place_before_it_is_an_extension() -> None:
    async with reading(person("Ann", "2"), person("Bob", "1")) as reader:
        await reader.types("say 2", "free, Ann, 2, online\n")
        await reader.types("who is all", "1 free, Ann, 2, online\n2 free, Bob, 1, online\n")
        await reader.types("say 2", "free, Bob, 1, online\n")
        await reader.types("say 1", "free, Ann, 2, online\n")
