"""Help for what has the focus, labels to jump to, and the tour."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.board.dialogs.help_lines import board_sections, help_lines, sign_sections
from lampfield.board.keys.action import OF_BOXES
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.tour.steps import tour_steps
from lampfield.board.widgets.grid.jumping import jump_to
from lampfield.config.memory import Memory
from lampfield.config.memory_file import MemoryFile
from lampfield.model.call import CallState
from lampfield.model.identity import ContactId
from tests.board.booth import booth, person
from tests.board.keys.shipped import FIND_FIRST, MAPS, MNEMONIC, each_map
from tests.board.keys.test_in_force import told
from tests.board.palette.test_palette import on
from tests.board.test_contract import call
from tests.waiting import until

EVERYBODY = (person("Alice", "201"), person("Bob", "202"), person("Dan", "204"))


@given(st.integers(40, 90), st.sampled_from(MAPS), st.sampled_from(["", "dial", "phone", "zz"]))
def test_no_line_of_the_help_is_longer_than_it_may_be(width: int, keys: KeyMap, query: str) -> None:
    for line in help_lines([*board_sections(keys), *sign_sections()], width, query):
        assert sum(cell_len(text) for text, _ in line) <= width


@each_map
def test_the_help_names_every_key_of_the_board(keys: KeyMap) -> None:
    lines = ["".join(text for text, _ in line) for line in help_lines(board_sections(keys), 120)]
    for key in keys.keys:
        if key.keys and key.action.scope not in OF_BOXES:
            assert any(key.action.tooltip in line and key.shown in line for line in lines), key.id


async def test_the_help_is_about_what_has_the_focus() -> None:
    async with booth(*EVERYBODY) as standing:
        await standing.press("question_mark")
        await standing.sees("Keys, by the map mnemonic")
        await standing.sees("Dial the contact on your first device")
        await standing.press("question_mark")
        await standing.misses("Keys, by the map")
        await standing.press("slash", "f1")
        await standing.sees("Keys in the search")
        await standing.misses("Dial the contact on your first device")
        await standing.press("f1")
        await standing.misses("Keys in the search")
        await standing.press("escape", "c")
        await standing.sees("chat · Alice")
        await standing.press("f1")
        await standing.sees("Keys in the chat")
        await standing.press("escape", "escape", "n")
        await standing.sees("Add a contact")
        await standing.press("f1")
        await standing.sees("Keys in this dialog")
        await standing.press("escape")
        await standing.sees("Add a contact")


async def test_the_keys_are_searched() -> None:
    async with booth(*EVERYBODY) as standing:
        await standing.press("question_mark", *"hang")
        await standing.sees("Hang up the call")
        await standing.misses("Chat with the contact")


async def test_the_help_fits_a_small_screen() -> None:
    async with booth(*EVERYBODY, size=(80, 24)) as standing:
        await standing.press("question_mark")
        await standing.sees("Keys, by the map mnemonic")
        await standing.sees("Esc closes")
        await standing.press("pagedown", "pagedown", "pagedown", "pagedown")
        await standing.misses("Dial the contact on your first device")


@given(st.integers(0, 1_500))
def test_every_tile_has_a_label_of_two_letters_and_no_other_has_it(count: int) -> None:
    labels = jump_to([ContactId(number) for number in range(count)]).labels
    assert len(labels) == min(count, 36 * 36)
    assert len(set(labels.values())) == len(labels)
    assert {len(label) for label in labels.values()} <= {2}


async def test_two_letters_put_the_cursor_on_a_tile() -> None:
    async with booth(*EVERYBODY) as standing:
        await standing.press("f")
        labels = standing.grid._labels.items()
        dan = next(label for cid, label in labels if standing.grid.contacts[cid].name == "Dan")
        await standing.sees(f" {dan} ", "#grid")
        standing.burst(f"{dan}c")
        await standing.sees("chat · Dan")
        assert not standing.grid._labels
        assert "204" in standing.text("#grid")


async def test_a_jump_is_left_by_escape_and_by_what_is_on_no_label() -> None:
    async with booth(*EVERYBODY) as standing:
        for key in ("escape", "down", "0"):
            await standing.press("f")
            await standing.misses("201", "#grid")
            await standing.press(key)
            await standing.sees("201", "#grid")
        assert on(standing) == "Alice"
        assert not standing.source.asked


async def test_a_call_is_answered_in_the_middle_of_a_jump() -> None:
    async with booth(*EVERYBODY) as standing:
        standing.source.tell(call(CallState.RING))
        await standing.sees("RINGING", "#calls")
        await standing.press("f", "f3")
        await standing.asked("talk", "channel-1")


@each_map
def test_the_tour_names_keys_of_the_map(keys: KeyMap) -> None:
    text = " ".join(step.text for step in tour_steps(keys))
    for action_id in ("primary", "chat", "answer", "hang-up", "do-found", "palette", "jump", "help"):
        assert keys.shown(action_id) in text
    assert "the key you give" not in text
    assert ("Just type" in text) == (keys is FIND_FIRST)


async def test_the_tour_comes_once_and_no_more(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path / "board.json")
    async with booth(*EVERYBODY, memory=memory) as standing:
        await standing.sees("Everybody at a glance")
        standing.source.tell(call(CallState.RING))
        await told(standing, CallState.RING)
        await standing.press("f3")
        await standing.asked("talk", "channel-1")
        await standing.press("enter", "left", "enter", "enter")
        await standing.sees("3 of 5")
        await standing.press("escape")
        await standing.misses("3 of 5")
    assert MemoryFile.read(tmp_path / "board.json").values.toured
    async with booth(*EVERYBODY, memory=MemoryFile.read(tmp_path / "board.json")) as standing:
        await standing.pilot.pause()
        assert len(standing.app.screen_stack) == 1


async def test_the_tour_is_called_again_and_ends_behind_its_last_step() -> None:
    async with booth(*EVERYBODY, memory=MemoryFile(None, Memory(toured=True))) as standing:
        standing.burst(":tour\r")
        await standing.sees("Everybody at a glance")
        await standing.press(*["enter"] * len(tour_steps(MNEMONIC)))
        await until(lambda: len(standing.app.screen_stack) == 1, "the end of the tour")
