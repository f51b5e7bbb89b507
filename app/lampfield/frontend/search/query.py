"""The parser of search queries.

``dan tag:"front desk" is:free``: words that may occur anywhere, and filters: ``is:`` with a state, and
``tag:``, ``company:`` and ``source:`` with a part of their text.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from lampfield.frontend.search.conditions import WORDS, Situation, State, Test, state_test
from lampfield.frontend.search.text import digits_of, normalized, source_of, typed_number
from lampfield.model.contact import Contact

_PART = re.compile(r'(?P<sign>is|tag|company|source):(?P<value>"[^"]*"?|\S*)|(?P<word>\S+)', re.IGNORECASE)

Words = tuple[str, ...]

_STATES = frozenset(State)


class Query(NamedTuple):
    """A parsed query."""

    readings: tuple[Words, ...] = ()
    """The words that must all match. A number with spaces has a second reading: its digits alone."""
    states: tuple[State, ...] = ()
    tags: Words = ()
    companies: Words = ()
    sources: Words = ()
    unknown: str = ""
    """An ``is:`` with an unknown state. It filters nothing, because it may be half typed."""
    worded: tuple[State, ...] = ()
    """States whose names are among the words: contacts in them match as well."""
    others: tuple[Words, ...] = ()
    """The readings without the names of these states."""
    code: str = ""
    """A number with ``*`` or ``#``, which must match exactly and not only by its digits."""

    def worded_tests(self, situation: Situation) -> tuple[Test, ...]:
        """Return the predicates of the states that words of the query name."""
        return tuple(state_test(state, situation) for state in self.worded)

    def tests(self, situation: Situation) -> tuple[Test, ...]:
        """Return the predicates of all filters."""
        return (
            *(state_test(state, situation) for state in self.states),
            *(partial(_has_part, _company, part) for part in self.companies),
            *(partial(_has_part, _tags, part) for part in self.tags),
            *(partial(_has_part, _sources, part) for part in self.sources),
            *((partial(_has_code, self.code),) if self.code else ()),
        )


def _has_part(texts: Callable[[Contact], Iterable[str]], part: str, contact: Contact) -> bool:
    return any(part in normalized(text) for text in texts(contact))


def _has_code(code: str, contact: Contact) -> bool:
    return code in f"{contact.number} {contact.name} {contact.company_name} {contact.status}"


def _company(contact: Contact) -> Iterable[str]:
    return (contact.company_name,)


def _tags(contact: Contact) -> Iterable[str]:
    return contact.tags or ()


def _sources(contact: Contact) -> Iterable[str]:
    return (source_of(contact),)


@lru_cache(maxsize=4)
def parsed(text: str) -> Query:
    """Return the parsed query of a text."""
    signs: dict[str, list[str]] = {"is": [], "tag": [], "company": [], "source": []}
    words: list[str] = []
    for part in _PART.finditer(text):
        if part["sign"]:
            signs[part["sign"].lower()].append(normalized(part["value"]))
        elif word := normalized(part["word"]):
            words.append(word)
    tags, companies, sources = (tuple(filter(None, signs[sign])) for sign in ("tag", "company", "source"))
    states = tuple(State(word) for word in signs["is"] if word in _STATES)
    unknown = next((f"is:{word}" for word in signs["is"] if word not in _STATES), "")
    worded = tuple(State(word) for word in words if word in WORDS)
    number = typed_number(text)
    code = number if "*" in number or "#" in number else ""
    others = _readings(tuple(word for word in words if word not in WORDS), number) if worded else ()
    readings = _readings(tuple(words), number)
    return Query(readings, states, tags, companies, sources, unknown, worded, others, code)


def signed(sign: str, value: str) -> str:
    """Return a filter as it is typed, in quotation marks where needed."""
    plain = value.replace('"', " ")
    return f'{sign}:"{plain}"' if " " in plain else f"{sign}:{plain}"


def _readings(words: Words, number: str) -> tuple[Words, ...]:
    digits = digits_of(number)
    return (words, (digits,)) if digits and words != (digits,) else (words,) if words else ()
