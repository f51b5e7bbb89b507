"""Answers in full: what is said where nobody is found, where a link is lost, and at the end."""

from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from tests.plain.reading import reading
from tests.plain.test_answers import ALICE, BOB, answer
from tests.waiting import until


async def test_where_nobody_is_found_it_is_said_whole() -> None:
    async with reading(ALICE, BOB) as reader:
        assert await answer(reader, "find zzz") == "nobody matches.\n"


async def test_a_list_over_a_lost_link_says_that_it_is_old() -> None:
    async with reading(ALICE, BOB) as reader:
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0, "scripted", "cut")))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        lines = (await answer(reader, "free")).splitlines()
        assert "not known now: a link is lost. What follows was known last." in lines


async def test_quit_ends_the_session() -> None:
    async with reading(ALICE) as reader:
        assert not reader.session.ended
        await reader.types("quit")
        await until(lambda: reader.session.ended, "the end")
