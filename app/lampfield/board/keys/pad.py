"""The keypad: its keys are the characters that they type, whatever the terminal calls them."""

from textual import events

from lampfield.board.keys.names import KEYPAD, named


def as_typed(event: events.Key) -> events.Key:
    """Return a key event in which a key of the keypad is its character.

    Under the Kitty protocol a terminal reports it by a separate name and without a character; Textual maps
    only the digits (its ``_keyboard_protocol``). Other terminals send the character.
    """
    character = KEYPAD.get(event.key)
    if character is None or event.character is not None:
        return event
    return events.Key(named(character) or character, character)
