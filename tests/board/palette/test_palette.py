"""The palette: every action and every contact by typing."""

from textual.widgets import OptionList

from lampfield.board.keys.default import default_map
from lampfield.board.palette import palette
from lampfield.board.palette.matching import found_actions
from lampfield.board.palette.palette import Palette
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, Booth, booth, person
from tests.board.test_bursts import did
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob [red]", "202", chat_id="bob@acme.test")
DAN = person("Dan", "204", blf=1)
EVERYBODY = (ALICE, BOB, DAN)


def named(query: str) -> list[str]:
    return [key.id for key in found_actions(query, default_map().keys)[0]]


def test_an_action_is_found_by_its_name_its_sentence_and_what_it_is_about() -> None:
    assert named("dial")[:3] == ["dial", "dial-on", "dial-number"]
    assert named("hang")[0] == "hang-up"
    assert named("presence") == ["own-presence"]
    assert "tags" in named("relationship")
    assert named("") == [key.id for key in default_map().keys]


def test_an_action_may_be_meant_by_some_letters_of_its_name() -> None:
    by_name, maybe = found_actions("nxgrp", default_map().keys)
    assert not by_name
    assert [key.id for key in maybe] == ["next-group"]


async def test_each_action_is_shown_with_its_key() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.burst(":answer")
        await standing.sees("Answer the call that rings longest")
        (line,) = (line for line in standing.lines() if "Answer the call" in line)
        assert " F3 " in line


async def test_an_action_is_done() -> None:
    async with booth(*EVERYBODY) as standing:
        await standing.press("ctrl+p")
        standing.burst("tags\r")
        await standing.sees("Tags of Alice")


async def test_a_contact_is_shown_with_lamp_and_show_and_gone_to() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.burst(":dan")
        await until(lambda: any("204" in line for line in rows(standing)), "Dan in the palette")
        (line,) = (line for line in rows(standing) if "204" in line)
        assert "● ON CALL" in line
        assert "online" in line
        standing.burst("\r")
        await until(lambda: on(standing) == "Dan", "the cursor on Dan")
        assert not standing.source.asked


async def test_the_lamp_in_a_row_stays_true() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.burst(":alice")
        await standing.sees("Alice ", "Screen")
        standing.source.tell(person("Alice", "201", blf=2))
        await until(lambda: any("201" in line and "RINGING" in line for line in rows(standing)), "it to ring")


async def test_whom_one_finds_one_can_dial_and_chat_with_at_once() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.burst(":bob")
        standing.key("f2")
        await did(standing, "dial", DEVICE.name, "202", "Bob [red]")
        standing.burst(":alice")
        await until(lambda: any("201" in line for line in rows(standing)), "Alice in the palette")
        await standing.press("f4")
        await standing.asked("open chat", ContactKey("alice@acme.test"))


async def test_keys_that_come_at_once_go_to_whom_they_name() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.burst(":dan\r")
        await until(lambda: on(standing) == "Dan", "the cursor on Dan")
        assert not standing.source.asked


async def test_however_many_match_few_rows_are_made() -> None:
    people = [person(f"Ann{number}", f"{number}") for number in range(100, 200)]
    async with booth(*people) as standing:
        standing.burst(":ann")
        await standing.sees("80 more")
        keys = [key for key in default_map().keys if standing.board.context.may(key.action.right)]
        assert len(rows(standing)) == palette.MOST_CONTACTS + sum(map(len, found_actions("ann", keys)))


def on(standing: Booth) -> str:
    """Return whom the cursor is on, when no dialog is open."""
    cid = standing.grid.cursor
    return standing.grid.contacts[cid].name if cid is not None and len(standing.app.screen_stack) == 1 else ""


def rows(standing: Booth) -> list[str]:
    if not isinstance(standing.app.screen, Palette):
        return []
    options = standing.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
