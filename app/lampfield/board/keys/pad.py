"""The keypad: the signs on it are the characters that they type, whatever the terminal calls them."""

from textual import events

from lampfield.board.keys.names import KEYPAD, named


def as_typed(event: events.Key) -> events.Key:
    """Return a key event in which a sign of the keypad is its character.

    Under the Kitty protocol a terminal tells it by a name of its own, and without a character; Textual folds
    the digits alone (its ``_keyboard_protocol``). In old terminals it is the character.
    """
    character = KEYPAD.get(event.key)
    if character is None or event.character is not None:
        return event
    return events.Key(named(character) or character, character)
