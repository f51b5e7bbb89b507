"""Each key map in force on a real board: what acts where, and that no key of a burst is taken for another."""

import pytest
from textual import events
from textual.widgets import Input

from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.names import types
from lampfield.model.call import CallState
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, Booth, booth, person
from tests.board.keys.shipped import FIND_FIRST, NUMPAD, each_map
from tests.board.test_bursts import did
from tests.board.test_contract import call
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
DAN = person("Dan", "204")
EVERYBODY = (ALICE, BOB, DAN)


def key_of(keys: KeyMap, action_id: str) -> str:
    """Return a key of an action that types nothing, else its first."""
    names = keys.by_id[action_id].keys
    return next((name for name in names if not types(name)), names[0])


async def told(standing: Booth, state: CallState) -> None:
    """Wait until the board knows of a call, whatever lies before it."""
    pbx = standing.board.context.pbx
    assert pbx is not None
    await until(lambda: state in [it.state for it in pbx.calls], f"a call {state}")


@each_map
async def test_letters_are_text_while_one_types(keys: KeyMap) -> None:
    """Every letter, digit and sign that means something on the grid."""
    bound = {name for key in keys.keys for name in key.keys if types(name)}
    async with booth(*EVERYBODY, keys=keys) as standing:
        await standing.press(key_of(keys, "find"), *sorted(bound))
        box = standing.board.query_one("#find-input", Input)
        assert len(box.value) == len(bound)
        assert standing.app.focused is box
        await standing.press("escape")
        await standing.go_to("Bob")
        await standing.press(key_of(keys, "chat"))
        await standing.sees("chat · Bob")
        await standing.press(*sorted(bound))
        assert len(standing.board.query_one("#chat-input", Input).value) == len(bound)
        assert {it[0] for it in standing.source.asked} <= {"open chat", "typing", "seen"}
        assert len(standing.app.screen_stack) == 1


@each_map
@pytest.mark.parametrize("place", ["grid", "find", "chat", "dial-number", "help"])
async def test_answer_hold_and_hang_up_act_wherever_one_is(keys: KeyMap, place: str) -> None:
    async with booth(*EVERYBODY, keys=keys) as standing:
        if place != "grid":
            await standing.press(key_of(keys, place))
        standing.source.tell(call(CallState.RING))
        await told(standing, CallState.RING)
        await standing.press(key_of(keys, "answer"))
        await standing.asked("talk", "channel-1")
        standing.source.tell(call(CallState.UP))
        await told(standing, CallState.UP)
        await standing.press(key_of(keys, "hold"))
        await standing.asked("hold", "channel-1")
        await standing.press(key_of(keys, "hang-up"))
        await standing.asked("hang up", "channel-1")


async def test_in_find_first_who_is_typed_and_enter_is_dialled() -> None:
    """In one packet: the letters find, though d dials in another map, and Enter acts on who is found."""
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("dan\r")
        await did(standing, "dial", DEVICE.name, "204", "Dan")
        await standing.sees("Alice", "#grid")
        assert standing.names()[standing.grid._cursor] == "Dan"


async def test_in_find_first_enter_means_who_is_found_though_a_call_rings() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.source.tell(call(CallState.RING))
        await told(standing, CallState.RING)
        standing.burst("dan\r")
        await did(standing, "dial", DEVICE.name, "204", "Dan")


async def test_in_find_first_enter_does_nothing_when_nobody_is_found() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("qqq\r")
        await standing.outcome("Nobody matches")
        assert not standing.source.asked


async def test_in_find_first_who_is_only_taken_to_be_meant_is_not_dialled_at_once() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("dax\r")
        await standing.outcome("No “dax”. Press again for Dan.")
        assert not standing.source.asked
        standing.burst("\r")
        await standing.asked("dial", DEVICE.name, "204", "Dan")


async def test_in_find_first_a_key_that_types_nothing_acts_on_who_is_found() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("bob")
        standing.key("f4")
        standing.burst("for you\r")
        await did(standing, "post", ContactKey("bob@acme.test"), "for you")


async def test_in_find_first_a_search_begins_anew() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("bob\tdan\r")
        await did(standing, "dial", DEVICE.name, "204", "Dan")


async def test_the_footer_shows_the_keys_of_what_has_the_focus() -> None:
    async with booth(*EVERYBODY) as standing:
        await standing.press("slash")
        await standing.sees("⏎ go there  F2 dial  Esc everybody", "#footer")
        await standing.press("escape")
        await standing.sees("⏎ dial  d dial", "#footer")


async def test_what_is_pasted_is_whole_before_the_key_behind_it() -> None:
    async with booth(*EVERYBODY, keys=FIND_FIRST) as standing:
        standing.burst("d")
        standing.app.post_message(events.Paste("an"))
        standing.burst("\r")
        await did(standing, "dial", DEVICE.name, "204", "Dan")


async def test_in_numpad_digits_and_enter_dial() -> None:
    async with booth(*EVERYBODY, keys=NUMPAD) as standing:
        standing.burst("204\r")
        await did(standing, "dial", DEVICE.name, "204", "Dan")


async def test_in_numpad_digits_that_are_nobodys_are_dialled() -> None:
    async with booth(*EVERYBODY, keys=NUMPAD) as standing:
        standing.burst("0161496\r")
        await did(standing, "dial", DEVICE.name, "0161496", None)


@pytest.mark.parametrize("name", ["plus", "add"])
async def test_in_numpad_plus_answers_by_either_name(name: str) -> None:
    async with booth(*EVERYBODY, keys=NUMPAD) as standing:
        standing.source.tell(call(CallState.RING))
        await told(standing, CallState.RING)
        standing.key(name)
        await standing.asked("talk", "channel-1")


async def test_a_sign_of_the_keypad_is_typed_into_a_box() -> None:
    async with booth(*EVERYBODY, keys=NUMPAD) as standing:
        standing.burst("0")
        standing.key("subtract")
        standing.key("multiply")
        await standing.sees("0-*", "#find-input")
