"""Drafts outlive the board, by account and hub."""

from pathlib import Path

import pytest

from lampfield.board.widgets.chat.drafts import KeptDrafts
from lampfield.config.memory import Memory
from lampfield.config.memory_file import MemoryFile
from lampfield.model.identity import ContactId
from lampfield.model.refusal import Refusal, RefusalCode
from tests.board.booth import Booth, booth, person
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202")


def kept(memory: MemoryFile) -> list[str]:
    return sorted(text for drafts in memory.values.drafts.values() for text in drafts.values())


async def write(standing: Booth, text: str) -> None:
    standing.burst(f"c{text}")
    await standing.sees("chat ·")
    await standing.sees(text, "#chat-input")
    standing.board.tick()


def test_each_account_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    one, other = KeptDrafts(MemoryFile(path), "a@hub"), KeptDrafts(MemoryFile(path), "b@hub")
    one.keep({ContactId(1): "hello", ContactId(2): "  "})
    memory = MemoryFile.read(path)
    assert KeptDrafts(memory, "a@hub").recall() == {ContactId(1): "hello"}
    assert KeptDrafts(memory, "b@hub").recall() == other.recall() == {}
    KeptDrafts(memory, "b@hub").keep({ContactId(1): "other"})
    KeptDrafts(memory, "a@hub").keep({})
    assert MemoryFile.read(path).values == Memory(drafts={"b@hub": {1: "other"}})


async def test_what_was_begun_is_there_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is another one each time in a test: it goes by the name here."""
    memory = MemoryFile()
    async with booth(ALICE, BOB, memory=memory) as standing:
        await write(standing, "see you at")
        assert kept(memory) == ["see you at"]
        await standing.press("escape")
        await standing.go_to("Bob")
        await write(standing, "hello Bob")
        assert kept(memory) == ["hello Bob", "see you at"]
        name = standing.board.kept_for
    monkeypatch.setattr("lampfield.board.screen.BoardScreen.kept_for", name)
    async with booth(ALICE, BOB, memory=memory) as standing:
        await standing.press("c")
        await standing.sees("see you at", "#chat-input")
        await standing.sees("✎ Bob", "#chat-tabs")
        standing.source.go_on.clear()
        await standing.press(*" 3", "enter")
        standing.board.tick()
        assert kept(memory) == ["hello Bob"]


async def test_what_could_not_be_sent_is_a_draft_when_the_board_is_left() -> None:
    memory = MemoryFile()
    async with booth(ALICE, memory=memory) as standing:
        await write(standing, "one")
        standing.source.refusal = Refusal(RefusalCode.REFUSED, "Not now.")
        standing.burst("\rtwo")
        await until(standing.operator.chat.sender.outbox.unsent, "the first to be refused")
        await standing.sees("two", "#chat-input")
        await standing.press("ctrl+q")
        await standing.sees("it is kept as a")
        await standing.press("y")
        await until(lambda: kept(memory) == ["one two"], "both")


def test_two_boards_of_one_operator_keep_each_other_s_drafts(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    one, two = (KeptDrafts(MemoryFile.read(path), "a@hub") for _ in range(2))
    one.keep({ContactId(1): "to Alice"})
    two.keep({ContactId(2): "to Bob"})
    one.keep({ContactId(1): "to Alice again"})
    assert MemoryFile.read(path).values.drafts == {"a@hub": {1: "to Alice again", 2: "to Bob"}}
    two.keep({})
    assert MemoryFile.read(path).values.drafts == {"a@hub": {1: "to Alice again"}}
