"""The search text and the sort key of a contact: folded, with initials, digits and T9 keys."""

import re
import unicodedata
from typing import NamedTuple

from lampfield.model.contact import Contact
from lampfield.model.number import number_in_query

MARK = "\x02"
"""Delimits the number and the initials. Normalized text does not contain it."""


TAB = "\t"
"""Precedes each word of the other properties. Normalized text does not contain it."""


BOTH = "Phone and chat"


PHONE = "Phone only"


CHAT = "Chat only"


NEITHER = "Neither"


SOURCES = (BOTH, PHONE, CHAT, NEITHER)


MIN_CHARS = 2
"""The minimum length of a number in a query: a single digit starts many numbers."""


_SPREAD = "".join(char.lower() if (char := chr(code)).isalnum() else " " for code in range(128))
"""The replacement of each ASCII character: a lower-case letter, a digit or a space."""


_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The letters on the keys of a telephone (ITU-T E.161)."""


_TABS = TAB * 2


_NO_DIGITS = re.compile(r"[^0-9]+")


_JOINS = re.compile(r"['’-]")
"""Characters that people often leave out: ``obrien`` for O'Brien."""


_SIGNS = re.compile(r"[\W_]+")
"""Characters that are neither letters nor digits."""


_NAMELESS = "\U0010ffff"
"""Sorts after every name."""


class SearchText(NamedTuple):
    """The searchable text of a contact."""

    text: str
    """Name, number, company, e-mail and tags: everything except status and T9 keys."""
    keys: str
    """The T9 digits of each word of the name and of the whole name, each after a space."""
    words: list[str]
    """The words of the name."""


def search_text(contact: Contact) -> SearchText:
    """Return the searchable text of a contact."""
    name = contact.name or contact.uname
    words = words_of(name)
    spread_name = " ".join(words)
    keys = keypad_digits(spread_name)
    digits = digits_of(contact.number)
    initials = "".join([word[0] for word in words])
    return SearchText(
        f" {spread_name}{TAB}{_other_text(contact, name)}{MARK}{digits}{MARK}{initials}",
        f" {keys} {keys.replace(' ', '')}" if len(words) > 1 else f" {keys}",
        words,
    )


def folded(text: str) -> str:
    """Return text without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    combining = unicodedata.combining
    return "".join([char for char in parts if char.isascii() or not combining(char)]).casefold()


def spaced(text: str) -> str:
    """Return folded text with each punctuation character replaced by a space."""
    return (text if text.isascii() else _without_signs(folded(text))).translate(_SPREAD)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, split at punctuation and spaces."""
    return spaced(text).split()


def normalized(text: str) -> str:
    """Return folded text with a single space between words, so that ``o'brien`` finds ``O. Brien``."""
    return " ".join(words_of(text))


def keypad_digits(word: str) -> str:
    """Return the digits of the telephone keys for a folded text (T9)."""
    return word.translate(_KEYPAD)


def digits_of(number: str) -> str:
    """Return a number by its digits alone."""
    return number if number.isdecimal() and number.isascii() else _NO_DIGITS.sub("", number)


def sort_key(contact: Contact) -> str:
    """Return the sort key of a contact: name, number, ``cid``. Neither phone state nor presence moves a tile.

    The key is one string, which compares faster than a tuple. The separator is less than any character of the
    parts, so that the strings compare as tuples would.
    """
    name = _SIGNS.sub("", folded(contact.name or contact.uname))
    return f"{name or _NAMELESS}\0{contact.number}\0{contact.cid:016x}"


def same_place(one: Contact, other: Contact) -> bool:
    """Return whether two values of a contact have the same sort key, groups and search text."""
    return (
        one.name == other.name
        and one.number == other.number
        and one.company_name == other.company_name
        and one.tags == other.tags
        and one.uname == other.uname
        and one.email == other.email
        and one.chat_id == other.chat_id
    )


def source_of(contact: Contact) -> str:
    """Return which of `SOURCES` a contact comes from."""
    if contact.number:
        return BOTH if contact.chat_id else PHONE
    return CHAT if contact.chat_id else NEITHER


def typed_number(query: str) -> str:
    """Return the number that a query consists of; empty if it is not a number."""
    return found if len(found := number_in_query(query)) >= MIN_CHARS else ""


def _without_signs(text: str) -> str:
    """Return text with each non-ASCII punctuation character, such as ``’``, replaced by a space."""
    return "".join([char if char.isascii() or unicodedata.category(char)[0] != "P" else " " for char in text])


def _other_text(contact: Contact, name: str) -> str:
    """Return the words of the other properties, without the duplicates that are cheap to find."""
    chat = contact.chat_id if contact.chat_id != contact.email else ""
    tags = " ".join(contact.tags) if contact.tags else ""
    joined = _JOINS.sub("", name) if "-" in name or "'" in name or "’" in name else ""
    rest = spaced(
        f"{contact.uname} {contact.number} {contact.company_name} {contact.email} {chat} {tags} {joined}"
    ).replace(" ", TAB)
    while _TABS in rest:
        rest = rest.replace(_TABS, TAB)
    return rest
