"""The texts of the tour, by the key map in force. Pure."""

from typing import NamedTuple

from lampfield.board.keys.keymap import FindBy, KeyMap


class Step(NamedTuple):
    """One step: a title and a few sentences."""

    title: str
    text: str


def tour_steps(keys: KeyMap) -> tuple[Step, ...]:
    """Return the steps in order."""
    return (
        Step(
            "Everybody at a glance",
            "Each tile is a contact. The word at its left is the phone: FREE, ON CALL, RINGING; the bar and"
            " the word at its right are the chat: online, away, dnd."
            " What is not known is never shown as free.",
        ),
        Step("Find", _finding(keys)),
        Step(
            "The default action",
            f"{_key(keys, 'primary')} answers, accepts, chats or dials; the footer shows which."
            f" {_key(keys, 'dial')} dials and {_key(keys, 'chat')} chats with the contact under the cursor.",
        ),
        Step(
            "Calls, wherever you are",
            f"{_key(keys, 'answer')} answers, {_key(keys, 'hold')} holds and takes back,"
            f" {_key(keys, 'hang-up')} hangs up: also while you type, also now.",
        ),
        Step(
            "Everything else",
            f"{_key(keys, 'palette')} finds every action and everybody; {_key(keys, 'jump')} puts two letters"
            f" on each tile to jump there; {_key(keys, 'help')} shows the keys. This tour is among them.",
        ),
    )


def _key(keys: KeyMap, action_id: str) -> str:
    return keys.shown(action_id) or f"(the key you give to {action_id})"


def _finding(keys: KeyMap) -> str:
    how = {
        FindBy.KEY: f"{_key(keys, 'find')}, then any part of a name, number, company or tag.",
        FindBy.DIGITS: f"Type a number, or {_key(keys, 'find')} and any part of a name, company or tag.",
        FindBy.ALL: "Just type: any part of a name, number, company or tag.",
    }[keys.find_by]
    return (
        f"{how} {_key(keys, 'do-found')} calls, answers or chats with the first match right away,"
        f" {_key(keys, 'take-found')} goes there, {_key(keys, 'leave-search')} shows everybody again."
    )
