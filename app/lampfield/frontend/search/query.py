"""What is typed into find, taken apart. Pure.

``dan tag:"front desk" is:free``: words that are looked for anywhere, and signs that narrow: ``is:`` a state,
``tag:``, ``company:`` and ``source:`` a part of such a one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from lampfield.frontend.search.conditions import WORDS, Situation, State, Test, state_test
from lampfield.frontend.search.text import digits_of, source_of, spread, typed_number
from lampfield.model.contact import Contact

_PART = re.compile(r'(?P<sign>is|tag|company|source):(?P<value>"[^"]*"?|\S*)|(?P<word>\S+)', re.IGNORECASE)

Words = tuple[str, ...]

_STATES = frozenset(State)


class Query(NamedTuple):
    """What is looked for."""

    readings: tuple[Words, ...] = ()
    """Folded words that must all be found. A number with spaces has a second reading: its digits alone."""
    states: tuple[State, ...] = ()
    tags: Words = ()
    companies: Words = ()
    sources: Words = ()
    unknown: str = ""
    """What stands after an ``is:`` and is no state; it narrows nothing, for it may be half typed."""
    worded: tuple[State, ...] = ()
    """States whose words stand among those that are looked for: who is so is found as well."""
    others: tuple[Words, ...] = ()
    """The readings without the words of such states."""
    code: str = ""
    """A number with ``*`` or ``#``: it is looked for as it is, and not by its digits alone."""

    def worded_tests(self, situation: Situation) -> tuple[Test, ...]:
        """Return what says whether a contact is in the states whose words are looked for."""
        return tuple(state_test(state, situation) for state in self.worded)

    def tests(self, situation: Situation) -> tuple[Test, ...]:
        """Return what says whether a contact has all that is looked for but the words."""
        return (
            *(state_test(state, situation) for state in self.states),
            *(partial(_has_part, _company, part) for part in self.companies),
            *(partial(_has_part, _tags, part) for part in self.tags),
            *(partial(_has_part, _sources, part) for part in self.sources),
            *((partial(_has_code, self.code),) if self.code else ()),
        )


def _has_part(texts: Callable[[Contact], Iterable[str]], part: str, contact: Contact) -> bool:
    return any(part in spread(text) for text in texts(contact))


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
    """Return what a text looks for."""
    signs: dict[str, list[str]] = {"is": [], "tag": [], "company": [], "source": []}
    words: list[str] = []
    for part in _PART.finditer(text):
        if part["sign"]:
            signs[part["sign"].lower()].append(spread(part["value"]))
        elif word := spread(part["word"]):
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
    """Return how something is looked for by a sign, as it is typed."""
    plain = value.replace('"', " ")
    return f'{sign}:"{plain}"' if " " in plain else f"{sign}:{plain}"


def _readings(words: Words, number: str) -> tuple[Words, ...]:
    digits = digits_of(number)
    return (words, (digits,)) if digits and words != (digits,) else (words,) if words else ()
