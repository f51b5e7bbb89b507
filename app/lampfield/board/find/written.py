"""What is written on a contact, as it is searched. Pure.

One text tells all but T9: ``" dan dietz⇥dan⇥dietz⇥204⇥acme …␂204␂dd"``. A word of the name begins after a
space, one of the rest after a tab; the number by its digits alone stands between two marks, and the initials
after the last.
"""

import re
from typing import NamedTuple

from lampfield.board.find.folding import keyed, spaced, words_of
from lampfield.model.contact import Contact

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
