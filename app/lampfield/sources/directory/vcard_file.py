"""Read people from vCards: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as telephones export them.

A telephone number of up to six digits is the extension. The number is the preferred one, else the one at
work; faxes are never dialled. The chat address is ``IMPP`` or ``X-JABBER``, the login name ``NICKNAME``, the
tags are ``CATEGORIES``.

This is our own parser because only a few text properties are needed, each in bounded time whatever the file
contains. Libraries that parse whole cards cut names at an unescaped comma, are slowed down by pictures, and
lose a card over one malformed line.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lampfield.sources.directory.encoding import Decoder
from lampfield.sources.directory.raw_lines import Unreadable
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault, build_book
from lampfield.sources.directory.validation import chat_address, clean_cell, email_address, select_numbers
from lampfield.sources.directory.vcard_lines import (
    NameTooLong,
    UnfoldedLine,
    VCardProperty,
    parts_of,
    property_of,
    unescaped,
    unfolded,
)

_NOT_VOICE = ("FAX", "PAGER", "TELEX", "TLX", "MODEM", "BBS", "TEXTPHONE")
"""Substrings of types and labels of numbers that are not for speech."""

_TYPE_ORDER = ("WORK", "MAIN", "VOICE", "CELL", "IPHONE", "MOBILE", "HOME", "OTHER")
"""The types of numbers, in order of preference for dialling."""

_NO_TAGS = frozenset({"mycontacts", "starred"})
"""Google categories that every contact has."""

_JABBER = frozenset({"JABBER", "XMPP", "GTALK", "GOOGLETALK", "GOOGLE TALK"})
_USED_PROPERTIES = frozenset(
    (
        *("FN", "N", "ORG", "NICKNAME", "TEL", "EMAIL", "IMPP", "X-JABBER", "CATEGORIES"),
        *("UID", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABLABEL"),
    )
)


class VCardValue(NamedTuple):
    """A property and its decoded text."""

    property: VCardProperty
    text: str
    """Decoded, with backslash escapes as in the file."""


class Card:
    """The relevant properties of one card.

    Args:
        line: Line number of its beginning.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, list[VCardValue]] = {}
        self.faults: list[Fault] = []

    def texts(self, name: str) -> list[str]:
        """Return the texts of all occurrences of a property."""
        return [value.text for value in self.values.get(name, ())]

    def first(self, name: str) -> str:
        """Return the first non-empty text of a property."""
        return next(filter(None, (clean_cell(unescaped(text)) for text in self.texts(name))), "")


def read_vcards(lines: Iterable[str], decoder: Decoder | None = None) -> DirectoryBook:
    """Read people from raw lines. A faulty card keeps its valid properties; each fault is reported.

    Args:
        lines: The file, one character per byte.
        decoder: Decodes the lines.

    Raises:
        Unreadable: The file has no card.
    """
    decoder = decoder or Decoder()
    found: list[DirectoryRow | Fault] = []
    has_card = False
    for card in _cards(lines, decoder):
        has_card = True
        found += _rows_and_faults(card)
    if not has_card:
        raise Unreadable("it contains no vCard")
    return build_book(found)


def _rows_and_faults(card: Card) -> list[DirectoryRow | Fault]:
    """Parse a card. An unexpected error costs only this card."""
    try:
        row = _row(card)
    except Exception as error:  # noqa: BLE001  (a bug here costs this card, not the file)
        return [Fault(card.line, f"this card cannot be read: {type(error).__name__}: {error}")]
    return [*([row] if row is not None else []), *card.faults]


def _cards(lines: Iterable[str], decoder: Decoder) -> Iterator[Card]:
    """Yield the cards, including unterminated ones; nested cards (``AGENT``) are skipped."""
    card: Card | None = None
    depth = 0
    previous = ""
    for line in unfolded(lines):
        marker = line.text.strip().upper()
        if marker.startswith("BEGIN:VCARD"):
            if card is not None and previous.startswith("AGENT"):
                depth += 1
            else:
                if card is not None:
                    card.faults.append(Fault(card.line, "this card has no END:VCARD"))
                    yield card
                card, depth = Card(line.number), 0
        elif marker.startswith("END:VCARD"):
            if card is not None and not depth:
                yield card
                card = None
            depth = max(0, depth - 1)
        elif card is not None and not depth:
            _add_property(card, line, decoder)
        previous = marker
    if card is not None:
        card.faults.append(Fault(card.line, "this card has no END:VCARD"))
        yield card


def _add_property(card: Card, line: UnfoldedLine, decoder: Decoder) -> None:
    """Add a property to a card, if it is relevant."""
    try:
        found = property_of(line.text)
    except NameTooLong:
        card.faults.append(Fault(line.number, "the parameters of a property are too long: it is ignored"))
        return
    if found is None or found.name not in _USED_PROPERTIES:
        return
    text = decoder.decode_line(found.data(), found.parameters.get("CHARSET", ""))
    card.values.setdefault(found.name, []).append(VCardValue(found, text))


def _row(card: Card) -> DirectoryRow | None:
    """Return the person of a card; None for a group or an empty card."""
    if "group" in (card.first("KIND").lower(), card.first("X-ADDRESSBOOKSERVER-KIND").lower()):
        return None
    numbers = select_numbers("", _voice_numbers(card), card.line, card.faults, keep_blanks=False)
    row = DirectoryRow(
        line=card.line,
        name=card.first("FN") or _name_from_parts(card),
        uname=next((clean_cell(it) for it in _parts(card, "NICKNAME", ",") if it), ""),
        extension=numbers.extension,
        number=numbers.number,
        jid=next(
            filter(None, (chat_address(it, card.line, card.faults) for it in _chat_addresses(card))), ""
        ),
        company_name=next(
            (clean_cell(it) for text in card.texts("ORG") for it in parts_of(text, ";") if it), ""
        ),
        email=email_address(_email(card), card.line, card.faults),
        tags=_tags(card),
        uid=card.first("UID"),
    )
    if not row.display_name:
        card.faults.append(Fault(card.line, "this card has no name, number or address"))
        return None
    return row


def _parts(card: Card, name: str, separator: str) -> Iterator[str]:
    for text in card.texts(name):
        yield from parts_of(text, separator)


def _name_from_parts(card: Card) -> str:
    """Join the parts of a name: family; given; additional; prefix; suffix (RFC 6350, 6.2.2)."""
    for text in card.texts("N"):
        family, given, additional, prefix, suffix = (*parts_of(text, ";"), "", "", "", "", "")[:5]
        if name := clean_cell(" ".join(filter(None, (prefix, given, additional, family, suffix)))):
            return name
    return ""


def _voice_numbers(card: Card) -> list[str]:
    """Return the numbers for speech, in order of preference for dialling."""
    labels = {value.property.group: unescaped(value.text) for value in card.values.get("X-ABLABEL", ())}
    numbers = []
    for value in card.values.get("TEL", ()):
        label = labels.get(value.property.group, "") if value.property.group else ""
        kinds = " ".join((*value.property.types, label)).upper()
        if not any(kind in kinds for kind in _NOT_VOICE) and (number := unescaped(value.text)):
            numbers.append((_preference(value.property), _type_rank(kinds), number))
    # The sort is stable, so of two equals the first one in the card is dialled first.
    numbers.sort(key=lambda it: it[:2])
    return [number for *_, number in numbers]


def _preference(found: VCardProperty) -> int:
    """Return the preference of a property: 1 to 100 (RFC 6350, 5.3); 101 if it has none."""
    preference = found.parameters.get("PREF", "")
    if preference.isdecimal() and preference.isascii():
        return min(int(preference[:4]), 100)
    return 1 if "PREF" in found.types else 101


def _type_rank(kinds: str) -> int:
    # Some programs number several of a kind: WORK2.
    words = [kind.rstrip("0123456789") for kind in kinds.split()]
    ranks = [rank for rank, kind in enumerate(_TYPE_ORDER) if kind in words]
    return min(ranks, default=_TYPE_ORDER.index("VOICE"))


def _chat_addresses(card: Card) -> list[str]:
    """Return the chat addresses. For an address without a scheme, Apple names the service in a parameter."""
    found = []
    for value in card.values.get("IMPP", ()):
        text = unescaped(value.text)
        service = value.property.parameters.get("X-SERVICE-TYPE", "").upper()
        if text.lower().startswith(("xmpp:", "jabber:")) or (service in _JABBER and ":" not in text):
            found.append(text)
    return [*found, *(unescaped(text) for text in card.texts("X-JABBER"))]


def _email(card: Card) -> str:
    emails = sorted(card.values.get("EMAIL", ()), key=lambda value: _preference(value.property))
    return next(filter(None, (clean_cell(unescaped(value.text)) for value in emails)), "")


def _tags(card: Card) -> tuple[str, ...]:
    tags = map(clean_cell, _parts(card, "CATEGORIES", ","))
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag.lower() not in _NO_TAGS))
