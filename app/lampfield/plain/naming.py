"""Which people some words name, before a text that goes on. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

Fold = Callable[[str], str]
"""Makes texts comparable."""

_QUOTED = re.compile(r"""["'“”‘’„](?P<who>[^"'“”‘’„]+)["'“”‘’„](?P<rest>[\s:].*|$)""", re.DOTALL)
_WORD = re.compile(r"[\w+*#]+")

SHORTEST_PART = 2
"""Letters of the shortest part in the middle of a word that names somebody."""


def unquoted(text: str) -> tuple[str, str] | None:
    """Return what stands in quotation marks at the beginning, and what follows; None where nothing does."""
    if (match := _QUOTED.match(text)) is None:
        return None
    return match["who"].strip(), match["rest"].strip().removeprefix(":").strip()


def by_whole_words(words: Sequence[str], people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return whose name holds each of some words, as a whole."""
    wanted = {fold(word) for word in words}
    return [person.cid for person in people if wanted <= set(_words(person.name, fold))]


def by_beginnings(words: Sequence[str], people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return in whose name, login name or address each of some words begins a word of its own."""
    wanted = [fold(word) for word in words]
    return [person.cid for person in people if _begin(wanted, _said_words(person, fold))]


def by_part(word: str, people: Iterable[Contact], fold: Fold) -> list[ContactId]:
    """Return in whose name, login name or address a word is a part of a word."""
    wanted = fold(word)
    if len(wanted) < SHORTEST_PART:
        return []
    return [person.cid for person in people if any(wanted in known for known in _said_words(person, fold))]


def _begin(wanted: list[str], known: list[str]) -> bool:
    """Return whether each wanted word begins a known one, no two the same."""
    if not wanted:
        return True
    return any(
        word.startswith(wanted[0]) and _begin(wanted[1:], known[:place] + known[place + 1 :])
        for place, word in enumerate(known)
    )


def _said_words(person: Contact, fold: Fold) -> list[str]:
    names = (person.name, person.uname, person.chat_id.partition("@")[0])
    return list(dict.fromkeys(word for name in names for word in _words(name, fold)))


def _words(text: str, fold: Fold) -> list[str]:
    return _WORD.findall(fold(text).replace("_", " "))
