"""People from a file of vCards (RFC 6350, RFC 2426), read by vobject.

A telephone number of up to six digits is the extension, the first longer one the number; the chat address is
``IMPP:xmpp:...`` or ``X-JABBER``, the login name ``NICKNAME``, tags are ``CATEGORIES``.
"""

import re
from collections.abc import Iterator
from typing import Any

import vobject
from vobject.base import ParseError

from lampfield.sources.directory.csv_file import checked
from lampfield.sources.directory.row import Book, Fault, Row, book_of

MAX_EXTENSION_DIGITS = 6
_BETWEEN = re.compile(r"[\s().\-]+")
_CARD = re.compile(r"^BEGIN:VCARD", re.IGNORECASE | re.MULTILINE)


def read_vcards(text: str) -> Book:
    """Return the people of a text. A card that is wrong is named, and the others are taken."""
    starts = [match.start() for match in _CARD.finditer(text)]
    ends = [*starts[1:], len(text)]
    found = [
        _card(text.count("\n", 0, start) + 1, text[start:end])
        for start, end in zip(starts, ends, strict=False)
    ]
    return book_of(found)


def _card(line: int, text: str) -> Row | Fault:
    try:
        card = vobject.readOne(text)
    except (ParseError, ValueError, StopIteration) as error:
        return Fault(line, f"this card cannot be read: {error}")
    numbers = [_BETWEEN.sub("", str(number)) for number in _values(card, "tel")]
    extension = next((it for it in numbers if it.isdecimal() and len(it) <= MAX_EXTENSION_DIGITS), "")
    return checked(
        Row(
            line=line,
            name=_first(card, "fn"),
            uname=_first(card, "nickname"),
            extension=extension,
            number=next((it for it in numbers if it != extension), ""),
            jid=_address(card),
            company_name=_organisation(card),
            email=_first(card, "email"),
            tags=tuple(str(tag) for value in _values(card, "categories") for tag in _listed(value) if tag),
        )
    )


def _values(card: Any, name: str) -> Iterator[Any]:
    yield from (item.value for item in card.contents.get(name, ()))


def _first(card: Any, name: str) -> str:
    return next((str(value).strip() for value in _values(card, name) if value), "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _organisation(card: Any) -> str:
    return next((str(_listed(value)[0]).strip() for value in _values(card, "org") if value), "")


def _address(card: Any) -> str:
    uris = (str(value) for value in _values(card, "impp"))
    address = next((uri[5:] for uri in uris if uri.lower().startswith("xmpp:")), "")
    return (address or _first(card, "x-jabber")).partition("?")[0].lower()
