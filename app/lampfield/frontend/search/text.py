"""The text of a contact as search sees it: folded, by initials and digits, in order. Pure."""

import re
import unicodedata
from typing import NamedTuple

from lampfield.model.contact import Contact
from lampfield.model.number import number_in_query

_SPREAD = "".join(char.lower() if (char := chr(code)).isalnum() else " " for code in range(128))
"""What each character of ASCII becomes: a small letter, a digit or a space."""

_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The letters on the keys of a telephone (ITU-T E.161)."""


def folded(text: str) -> str:
    """Return text without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    combining = unicodedata.combining
    return "".join([char for char in parts if char.isascii() or not combining(char)]).casefold()


def spaced(text: str) -> str:
    """Return folded text with a space in place of every sign."""
    return (text if text.isascii() else _without_signs(folded(text))).translate(_SPREAD)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text: what stands between signs and spaces."""
    return spaced(text).split()


def spread(text: str) -> str:
    """Return folded text with one space for all signs between two words: ``o'brien`` finds ``O. Brien``."""
    return " ".join(words_of(text))


def keyed(word: str) -> str:
    """Return the digits that a folded text is typed with on a telephone (T9)."""
    return word.translate(_KEYPAD)


def _without_signs(text: str) -> str:
    """Return text with a space for each sign of punctuation beyond ASCII, as ``’``."""
    return "".join([char if char.isascii() or unicodedata.category(char)[0] != "P" else " " for char in text])


MARK = "\x02"
"""Stands around the number and before the initials. Folding leaves none of it in what others wrote."""

TAB = "\t"
"""Stands before each word of the rest. Nor is any of it left in what others wrote."""

_TABS = TAB * 2
_NO_DIGITS = re.compile(r"[^0-9]+")
_JOINS = re.compile(r"['’-]")
"""Signs that many leave out: ``obrien`` is O'Brien."""


class Written(NamedTuple):
    """What is searched of a contact."""

    text: str
    """All but status and T9: name, number, company, e-mail and tags."""
    keys: str
    """The digits of the name's words, and of the whole name in one, each after a space (T9)."""
    words: list[str]
    """The words of the name."""


def written(contact: Contact) -> Written:
    """Return what is searched of a contact."""
    name = contact.name or contact.uname
    words = words_of(name)
    spread_name = " ".join(words)
    keys = keyed(spread_name)
    digits = digits_of(contact.number)
    initials = "".join([word[0] for word in words])
    return Written(
        f" {spread_name}{TAB}{_rest(contact, name)}{MARK}{digits}{MARK}{initials}",
        f" {keys} {keys.replace(' ', '')}" if len(words) > 1 else f" {keys}",
        words,
    )


def digits_of(number: str) -> str:
    """Return a number by its digits alone."""
    return number if number.isdecimal() and number.isascii() else _NO_DIGITS.sub("", number)


def _rest(contact: Contact, name: str) -> str:
    """Return what is written beside the name: each of it once, as far as that is told at once."""
    chat = contact.chat_id if contact.chat_id != contact.email else ""
    tags = " ".join(contact.tags) if contact.tags else ""
    joined = _JOINS.sub("", name) if "-" in name or "'" in name or "’" in name else ""
    rest = spaced(
        f"{contact.uname} {contact.number} {contact.company_name} {contact.email} {chat} {tags} {joined}"
    ).replace(" ", TAB)
    while _TABS in rest:
        rest = rest.replace(_TABS, TAB)
    return rest


_SIGNS = re.compile(r"[\W_]+")
"""All that is neither letter nor digit."""

_NAMELESS = "\U0010ffff"
"""After every name."""


def sort_key(contact: Contact) -> str:
    """Return what the contacts are sorted by: name, number, ``cid``. Neither lamp nor show moves a tile.

    One text in place of a tuple: it is compared faster. The parts are parted by what is less than anything in
    them, so that the texts compare as the tuples would.
    """
    name = _SIGNS.sub("", folded(contact.name or contact.uname))
    return f"{name or _NAMELESS}\0{contact.number}\0{contact.cid:016x}"


def same_place(one: Contact, other: Contact) -> bool:
    """Say whether two states of a contact have the same place and groups, and are found by the same."""
    return (
        one.name == other.name
        and one.number == other.number
        and one.company_name == other.company_name
        and one.tags == other.tags
        and one.uname == other.uname
        and one.email == other.email
        and one.chat_id == other.chat_id
    )


BOTH = "Phone and chat"
PHONE = "Phone only"
CHAT = "Chat only"
NEITHER = "Neither"

SOURCES = (BOTH, PHONE, CHAT, NEITHER)


def source_of(contact: Contact) -> str:
    """Return one of `SOURCES`."""
    if contact.number:
        return BOTH if contact.chat_id else PHONE
    return CHAT if contact.chat_id else NEITHER


MIN_CHARS = 2
"""One digit is the beginning of many numbers: the rest is waited for."""


def typed_number(query: str) -> str:
    """Return the number that a query is; empty when it is none."""
    return found if len(found := number_in_query(query)) >= MIN_CHARS else ""
