"""The names of keys: as people write them, as Textual names them, as the board shows them. Pure."""

import string
import unicodedata
from functools import cache

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key, key_to_character

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""In the order in which Textual writes them."""

KEYPAD = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "decimal": ".", "equal": "="}
"""The Kitty protocol's names for keys of the keypad; other terminals send their characters."""

_SHORT = {"enter": "⏎", "escape": "Esc", "tab": "Tab", "space": "Space", "pageup": "PgUp", "pagedown": "PgDn"}
_SHORT |= {"home": "Home", "end": "End", "delete": "Del", "insert": "Ins"}


def named(text: str) -> str | None:
    """Return Textual's name of a key that a person wrote, such as ``?``, ``ctrl+p``, ``F3``; None if unknown.

    Keys of the keypad are named by the characters that they type, because most terminals send those.
    """
    modifiers, base = _parts(text)
    base = KEYPAD.get(base, base)
    if len(base) != 1:
        base = base.lower()
    if "alt" in modifiers and len(base) == 1 and base.isupper():
        modifiers, base = [*modifiers, "shift"], base.lower()
    key = _name_of(base) if len(base) == 1 else base
    if len(base) != 1 and key not in known_names():
        return None
    return "+".join([*sorted(set(modifiers)), key])


@cache
def known_names() -> frozenset[str]:
    """Return the names of all keys other than letters and digits, without modifiers."""
    plain = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")}
    return frozenset({name for name in plain if len(name) > 1} | _signs().keys() | {"space"})


def types(key: str) -> bool:
    """Return whether a key types a character, and so never acts in a text box."""
    character = _signs().get(key) or key_to_character(key)
    return character is not None and character.isprintable()


def shown(key: str) -> str:
    """Return a key as written for a person, such as ``⏎``, ``^q`` or ``F3``."""
    modifiers, base = _parts(key)
    is_function = base[0] == "f" and base[1:].isdigit()
    text = _SHORT.get(base) or _signs().get(base) or (base.upper() if is_function else format_key(base))
    if modifiers == ["ctrl"] and len(base) == 1:
        return f"^{text}"
    return "".join([*(f"{modifier.capitalize()}+" for modifier in modifiers), text])


@cache
def _signs() -> dict[str, str]:
    """Return the character of each punctuation key. Textual cannot convert its own name for ``+`` back."""
    return {_name_of(sign): sign for sign in string.punctuation}


def _parts(text: str) -> tuple[list[str], str]:
    """Split a key into its modifiers and the rest."""
    modifiers = []
    while len(parts := text.split("+", 1)) == 2 and parts[0].lower() in MODIFIERS and parts[1]:
        modifiers.append(parts[0].lower())
        text = parts[1]
    return modifiers, text


def _name_of(character: str) -> str:
    """Return Textual's name for the key of a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
