"""People from a file of vCards: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as telephones export them.

A telephone number of up to six digits is the extension. The number is the preferred one, then that at work; a
fax is never dialled. The chat address is ``IMPP`` or ``X-JABBER``, the login name ``NICKNAME``, tags are
``CATEGORIES``.

The reader is our own: eight properties of text are needed, and each must be read in bounded time whatever
stands in the file. A library that reads whole cards ends names at a bare comma, is held up by pictures, and
loses a card for one line that is odd.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lampfield.sources.directory.checking import chat_address, cleaned, email_address, numbers_of
from lampfield.sources.directory.encoding import Decoder
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault, book_of
from lampfield.sources.directory.text import Unreadable
from lampfield.sources.directory.vcard_lines import (
    HeadTooLong,
    Property,
    VCardProperty,
    property_of,
    unfolded,
)
from lampfield.sources.directory.vcard_text import parts_of, unescaped

_NOT_SPOKEN = ("FAX", "PAGER", "TELEX", "TLX", "MODEM", "BBS", "TEXTPHONE")
"""Parts of the types and labels of numbers at which nobody speaks."""

_PLACES = ("WORK", "MAIN", "VOICE", "CELL", "IPHONE", "MOBILE", "HOME", "OTHER")
"""The types of numbers, the one that is dialled first before the others."""

_NO_TAGS = frozenset({"mycontacts", "starred"})
"""Categories of Google that are on every contact."""

_JABBER = frozenset({"JABBER", "XMPP", "GTALK", "GOOGLETALK", "GOOGLE TALK"})
_USED = frozenset(
    (
        *("FN", "N", "ORG", "NICKNAME", "TEL", "EMAIL", "IMPP", "X-JABBER", "CATEGORIES"),
        *("UID", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABLABEL"),
    )
)


class VCardValues(NamedTuple):
    """A property and its text."""

    property: Property
    text: str
    """Decoded, with the backslashes of the file."""


class Card:
    """The properties of one card that are used, as they are read.

    Args:
        line: Where it begins.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.said: dict[str, list[VCardValues]] = {}
        self.faults: list[Fault] = []

    def texts(self, name: str) -> list[str]:
        """Return what a property says, each time that it stands there."""
        return [said.text for said in self.said.get(name, ())]

    def first(self, name: str) -> str:
        """Return the first text of a property that says something."""
        return next(filter(None, (cleaned(unescaped(text)) for text in self.texts(name))), "")


def read_vcards(lines: Iterable[str], decoder: Decoder | None = None) -> DirectoryBook:
    """Return the people of some raw lines. Of a card, what is right is taken and what is not is named.

    Args:
        lines: The file, a character a byte.
        decoder: Turns them into text.

    Raises:
        Unreadable: There is no card in it.
    """
    known = decoder or Decoder()
    found: list[DirectoryRow | Fault] = []
    is_any = False
    for card in _cards(lines, known):
        is_any = True
        found += _taken(card)
    if not is_any:
        raise Unreadable("there is no vCard in it")
    return book_of(found)


def _taken(card: Card) -> list[DirectoryRow | Fault]:
    """Return what a card says; one that fails in a way that is not foreseen costs no other."""
    try:
        row = _row(card)
    except Exception as error:  # noqa: BLE001  (a fault of ours costs this card, not the file)
        return [Fault(card.line, f"this card cannot be read: {type(error).__name__}: {error}")]
    return [*([row] if row is not None else []), *card.faults]


def _cards(lines: Iterable[str], decoder: Decoder) -> Iterator[Card]:
    """Yield the cards, also those without an end; a card within another (``AGENT``) is passed over."""
    card: Card | None = None
    depth = 0
    before = ""
    for line in unfolded(lines):
        frame = line.text.strip().upper()
        if frame.startswith("BEGIN:VCARD"):
            if card is not None and before.startswith("AGENT"):
                depth += 1
            else:
                if card is not None:
                    card.faults.append(Fault(card.line, "this card has no END:VCARD"))
                    yield card
                card, depth = Card(line.number), 0
        elif frame.startswith("END:VCARD"):
            if card is not None and not depth:
                yield card
                card = None
            depth = max(0, depth - 1)
        elif card is not None and not depth:
            _note(card, line, decoder)
        before = frame
    if card is not None:
        card.faults.append(Fault(card.line, "this card has no END:VCARD"))
        yield card


def _note(card: Card, line: VCardProperty, decoder: Decoder) -> None:
    """Note one property of a card, if it is used."""
    try:
        found = property_of(line.text)
    except HeadTooLong:
        card.faults.append(Fault(line.number, "the parameters of a property are too long: it is left out"))
        return
    if found is None or found.name not in _USED:
        return
    text = decoder.text(found.data(), found.parameters.get("CHARSET", ""))
    card.said.setdefault(found.name, []).append(VCardValues(found, text))


def _row(card: Card) -> DirectoryRow | None:
    """Return the person of a card; None for a group, and for a card that says nothing."""
    if "group" in (card.first("KIND").lower(), card.first("X-ADDRESSBOOKSERVER-KIND").lower()):
        return None
    numbers = numbers_of("", _spoken(card), card.line, card.faults, as_written=False)
    row = DirectoryRow(
        line=card.line,
        name=card.first("FN") or _made_name(card),
        uname=next((cleaned(it) for it in _parts(card, "NICKNAME", ",") if it), ""),
        extension=numbers.extension,
        number=numbers.number,
        jid=next(filter(None, (chat_address(it, card.line, card.faults) for it in _addresses(card))), ""),
        company_name=next(
            (cleaned(it) for text in card.texts("ORG") for it in parts_of(text, ";") if it), ""
        ),
        email=email_address(_email(card), card.line, card.faults),
        tags=_tags(card),
        uid=card.first("UID"),
    )
    if not row.shown:
        card.faults.append(Fault(card.line, "this card has neither name nor number nor address"))
        return None
    return row


def _parts(card: Card, name: str, sign: str) -> Iterator[str]:
    for text in card.texts(name):
        yield from parts_of(text, sign)


def _made_name(card: Card) -> str:
    """Return the name that the parts make: family; given; further; before; after (RFC 6350, 6.2.2)."""
    for text in card.texts("N"):
        family, given, further, before, after = (*parts_of(text, ";"), "", "", "", "", "")[:5]
        if name := cleaned(" ".join(filter(None, (before, given, further, family, after)))):
            return name
    return ""


def _spoken(card: Card) -> list[str]:
    """Return the numbers at which somebody speaks, the first to be dialled first."""
    labels = {said.property.group: unescaped(said.text) for said in card.said.get("X-ABLABEL", ())}
    numbers = []
    for said in card.said.get("TEL", ()):
        label = labels.get(said.property.group, "") if said.property.group else ""
        kinds = " ".join((*said.property.types, label)).upper()
        if not any(kind in kinds for kind in _NOT_SPOKEN) and (number := unescaped(said.text)):
            numbers.append((_preference(said.property), _place(kinds), number))
    # Sorting is stable: of two alike, the first of the card is dialled first.
    numbers.sort(key=lambda it: it[:2])
    return [number for *_, number in numbers]


def _preference(found: Property) -> int:
    """Return how preferred a property is: 1 to 100 (RFC 6350, 5.3), then those that say nothing of it."""
    said = found.parameters.get("PREF", "")
    if said.isdecimal() and said.isascii():
        return min(int(said[:4]), 100)
    return 1 if "PREF" in found.types else 101


def _place(kinds: str) -> int:
    # Programs number several of a kind: WORK2.
    words = [kind.rstrip("0123456789") for kind in kinds.split()]
    places = [place for place, kind in enumerate(_PLACES) if kind in words]
    return min(places, default=_PLACES.index("VOICE"))


def _addresses(card: Card) -> list[str]:
    """Return the chat addresses. Apple names the service beside an address that has no scheme."""
    found = []
    for said in card.said.get("IMPP", ()):
        text = unescaped(said.text)
        service = said.property.parameters.get("X-SERVICE-TYPE", "").upper()
        if text.lower().startswith(("xmpp:", "jabber:")) or (service in _JABBER and ":" not in text):
            found.append(text)
    return [*found, *(unescaped(text) for text in card.texts("X-JABBER"))]


def _email(card: Card) -> str:
    emails = sorted(card.said.get("EMAIL", ()), key=lambda said: _preference(said.property))
    return next(filter(None, (cleaned(unescaped(said.text)) for said in emails)), "")


def _tags(card: Card) -> tuple[str, ...]:
    tags = map(cleaned, _parts(card, "CATEGORIES", ","))
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag.lower() not in _NO_TAGS))
