"""Messages for unknown words and wrong types in a TOML file, naming the known ones. Pure."""

import difflib
import re
from collections.abc import Sequence
from enum import Enum

import msgspec
from msgspec import inspect

from lampfield.config.lines import KeyPath

ALSO_CALLED = {
    "asterisk": (
        *("freepbx", "pbxact", "issabel", "elastix", "vitalpbx", "asterisknow"),
        *("pbx", "pjsip", "sip", "ami", "ari"),
    ),
    "xmpp": ("jabber", "prosody", "ejabberd", "openfire", "xep"),
}
"""Product names that users may write for a source."""

_TYPES = {
    "`object`": "a table",
    "`array`": "a list",
    "`str`": "text in quotes",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`null`": "nothing",
}
"""The names of msgspec's types in messages."""


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return the end of a sentence about an unknown word: the closest known word, or all of them."""
    close = difflib.get_close_matches(word.lower(), [it.lower() for it in known], n=1)
    meant = next((it for it in known if close and it.lower() == close[0]), "")
    return f": did you mean {meant}?" if meant else f"; known are {', '.join(known)}"


def type_sentence(what: str, kind: type[msgspec.Struct], key: KeyPath) -> str:
    """Return what is wrong with a value that does not fit its field.

    Args:
        what: msgspec's own message.
        kind: The type of the whole file.
        key: The path of the value.
    """
    if "missing required field" in what:
        return "this key is required"
    if match := re.search(r"[Ii]nvalid enum value '?(?P<word>.*?)'?$", what):
        return _unknown_word(match["word"], [str(it.value) for it in _words_at(kind, key)])
    if wrong_brackets := _brackets(what, key):
        return wrong_brackets
    for name, said in _TYPES.items():
        what = what.replace(name, said)
    return what[:1].lower() + what[1:]


def _unknown_word(word: str, known: Sequence[str]) -> str:
    meant = next((name for name in known if word.lower() in ALSO_CALLED.get(name, ())), "")
    if meant:
        return f'{word!r} is unknown: write "{meant}", which it is built on or speaks'
    return f"{word!r} is unknown{suggestion(word, known)}"


def _brackets(what: str, key: KeyPath) -> str:
    """Return what to write if a table has too few or too many brackets; empty for other mistakes."""
    if what == "Expected `array`, got `object`" and len(key) == 1:
        return f"write [[{key[0]}]] in double brackets: there can be several"
    if re.fullmatch(r"Expected `object( \| null)?`, got `array`", what) and len(key) == 1:
        return f"write [{key[0]}] in single brackets: there is only one"
    if what == "Expected `array`, got `str`":
        return 'expected a list: write it in brackets, such as ["..."]'
    return ""


def _words_at(kind: type[msgspec.Struct], key: KeyPath) -> list[Enum]:
    """Return the words that are allowed at a key; empty if its value is not one of some words."""
    known: inspect.Type = inspect.type_info(kind)
    for part in key:
        known = _inside(known, part)
    known = _inside(known, None)
    return list(known.cls) if isinstance(known, inspect.EnumType) else []


def _inside(known: inspect.Type, part: str | int | None) -> inspect.Type:
    """Return the type of a part of a type; for the part None, the type without its optionality."""
    if isinstance(known, inspect.UnionType):
        known = next(it for it in known.types if not isinstance(it, inspect.NoneType))
    if isinstance(known, inspect.Metadata):
        known = _inside(known.type, None)
    if part is None:
        return known
    if isinstance(known, inspect.StructType):
        return next((it.type for it in known.fields if it.encode_name == part), known)
    return getattr(known, "item_type", known)
