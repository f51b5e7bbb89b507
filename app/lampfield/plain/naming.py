"""Matches the words at the start of a line with names of contacts."""

import re
from collections.abc import Callable, Iterable, Sequence

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

Fold = Callable[[str], str]
"""Normalizes a text for comparison."""

_QUOTED = re.compile(r"""["'“”‘’„](?P<who>[^"'“”‘’„]+)["'“”‘’„](?P<rest>[\s:].*|$)""", re.DOTALL)
_WORD = re.compile(r"[\w+*#]+")

SHORTEST_PART = 2
"""The minimum number of letters of a part inside a word that may name a contact."""


def unquoted(text: str) -> tuple[str, str] | None:
    """Return the quoted start of a text, and the rest; None: it does not start with a quotation mark."""
    if (match := _QUOTED.match(text)) is None:
        return None
    return match["who"].strip(), match["rest"].strip().removeprefix(":").strip()


def by_whole_words(words: Sequence[str], people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return the contacts whose name contains all words as whole words."""
    wanted = {fold(word) for word in words}
    return [person.cid for person in people if wanted <= set(_words(person.name, fold))]


def by_beginnings(words: Sequence[str], people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return the contacts with a distinct word starting with each of the words, in name, login or address."""
    wanted = [fold(word) for word in words]
    return [person.cid for person in people if _begin(wanted, _name_words(person, fold))]


def by_part(word: str, people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return the contacts with a word that contains the word, in name, login name or address."""
    wanted = fold(word)
    if len(wanted) < SHORTEST_PART:
        return []
    return [person.cid for person in people if any(wanted in known for known in _name_words(person, fold))]


def _begin(wanted: list[str], known: list[str]) -> bool:
    """Return whether each wanted word starts a known one, no two of them the same."""
    if not wanted:
        return True
    return any(
        word.startswith(wanted[0]) and _begin(wanted[1:], known[:place] + known[place + 1 :])
        for place, word in enumerate(known)
    )


def _name_words(person: Contact, fold: Fold) -> list[str]:
    names = (person.name, person.uname, person.chat_id.partition("@")[0])
    return list(dict.fromkeys(word for name in names for word in _words(name, fold)))


def _words(text: str, fold: Fold) -> list[str]:
    return _WORD.findall(fold(text).replace("_", " "))
