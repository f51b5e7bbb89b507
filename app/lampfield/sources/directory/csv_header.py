"""The header of a CSV file: which column says what. Pure.

Beside the columns of our own, those of common exports are known: Google Contacts, Outlook, Thunderbird, 3CX,
FreePBX, directories (LDIF made CSV) and phone books of telephones. A header is compared by its letters alone,
and without its figures where several of a kind are numbered.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

KNOWN = "name, uname, extension, number, device, jid, company, companyName, email, tags"


class Role(StrEnum):
    """What a column says of a person."""

    NAME = "name"
    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    UNAME = "uname"
    EXTENSION = "extension"
    NUMBER = "number"
    LABEL = "label"
    """What kind of number the column of the same figure holds."""
    DEVICE = "device"
    JID = "jid"
    COMPANY = "company"
    COMPANY_NAME = "company_name"
    EMAIL = "email"
    TAGS = "tags"


class Column(NamedTuple):
    """A column that is known."""

    role: Role
    rank: int
    """Among those of its role the lowest counts first."""
    at: int
    """Its place, from 0."""
    figure: str = ""
    """The number in its header, which goes with a label."""
    is_sure: bool = True
    """Whether the header says that it holds telephone numbers: an office may be a place."""


_HEADERS: tuple[tuple[Role, int, str], ...] = (
    (Role.NAME, 0, "name fullname displayname contactname contact cn commonname completename"),
    (Role.NAME, 0, "anzeigename nomcomplet nombrecompleto namecomplete"),
    (Role.NAME, 1, "fileas"),
    (Role.GIVEN, 0, "firstname givenname fname forename vorname prenom nombre voornaam"),
    (Role.MIDDLE, 0, "middlename additionalname zweitervorname"),
    (Role.FAMILY, 0, "lastname surname familyname lname sn nachname familienname zuname nomdefamille"),
    (Role.FAMILY, 0, "apellidos apellido cognome achternaam"),
    (Role.UNAME, 0, "uname"),
    (Role.UNAME, 1, "username login loginname uid userid benutzername samaccountname"),
    (Role.EXTENSION, 0, "extension"),
    (Role.EXTENSION, 1, "ext extensionnumber internalnumber defaultextension primaryextension ipphone"),
    (Role.EXTENSION, 1, "nebenstelle durchwahl"),
    (Role.NUMBER, 0, "number nummer"),
    (Role.NUMBER, 1, "business work office bureau"),
    (Role.NUMBER, 2, "numero rufnummer"),
    (Role.NUMBER, 3, "gsm"),
    (Role.NUMBER, 4, "home privat"),
    (Role.NUMBER, 5, "other"),
    (Role.LABEL, 0, "phonelabel phonetype numberlabel numbertype"),
    (Role.DEVICE, 0, "device"),
    (Role.JID, 0, "jid"),
    (Role.JID, 1, "xmpp jabber jabberid chatid xmppaddress impp"),
    (Role.COMPANY, 0, "company"),
    (Role.COMPANY_NAME, 0, "companyname"),
    (Role.COMPANY_NAME, 1, "organization organisation organizationname organisationname org o firma"),
    (Role.COMPANY_NAME, 1, "unternehmen societe society empresa azienda accountname bedrijf entreprise"),
    (Role.COMPANY_NAME, 1, "associatedcompany"),
    (Role.EMAIL, 0, "email"),
    (Role.EMAIL, 1, "emailaddress emailvalue primaryemail emailadresse adressedemessagerie courriel correo"),
    (Role.EMAIL, 1, "internetaddress mailaddress mail mailid"),
    (Role.TAGS, 0, "tags"),
    (Role.TAGS, 1, "tag labels groups group groupmembership categories category kategorien gruppen"),
)
"""The headers of each role by their letters, with their rank."""

_ROLES = {header: (role, rank) for role, rank, headers in _HEADERS for header in headers.split()}

_PERHAPS = frozenset(("business", "work", "office", "bureau", "home", "privat", "other"))
"""Headers that may also be of places: what has no digits there is no fault."""

_BESIDE = {
    "name": ("vorname", Role.FAMILY),
    "nom": ("prenom", Role.FAMILY),
    "accountnumber": ("phonebookdn", Role.EXTENSION),
}
"""Headers that say this beside another one: ``Name;Vorname``, and Grandstream's ``Account Number``."""

_PHONE = re.compile(r"phones?|phonenumbers?|tel|telef?on\w*|telephone\w*|mobil\w*|cell\w*|handy\w*|movil")
_NUMBER = re.compile(r"numbers?|nummer|no|value|dial|line")
_KINDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"work|business|office|direct|geschaftlich|buro|bureau|dienstlich")),
    (3, re.compile(r"mobil\w*|cell\w*|handy\w*|movil")),
    (4, re.compile(r"home|private?|domicile")),
    (5, re.compile(r"other|car|andere|autre")),
)
"""The kinds of numbers by a word of the header, with their rank; others have `_ANY_PHONE`."""

_ANY_PHONE = 2
_MIN_SLIP_CHARS = 4

_JOINED = re.compile(
    r"(?:phone|tel)?(work|business|office|direct|mobile|cell|home|private?|other|car)(?:tele)?(?:phone|number|tel)*"
)
"""A kind and a telephone in one word: ``officenumber``."""

_OTHERWISE = re.compile(
    r"\w*fax\w*|facsimile\w*|phonetic|yomi|pager|telex|tty|tdd|assistants?|emergency|type|label|code|country|carrier|status|verified|id|isdn"
    r"|radio|callback|consent|owner|date|time|prefix|ext|extension|flags|speeddial|locale|numid"
)
"""Words by which a header says something else than a number, an address or a name of this person."""

_NOT_LETTERS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of(header: str) -> list[str]:
    """Return a header's words, without case and accents: ``MobilePhone2`` is mobile, phone2."""
    folded = unicodedata.normalize("NFKD", _CAPITAL.sub(" ", header).casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [word for word in _NOT_LETTERS.split(plain) if word]


def letters_of(header: str) -> str:
    """Return a header's letters and figures, without case and accents."""
    return "".join(words_of(header))


def columns_of(header: Sequence[str]) -> list[Column]:
    """Return the known columns of a header, by role and rank."""
    found = [column for at, text in enumerate(header) if (column := _column(text, at)) is not None]
    there = {letters_of(text) for text in header}
    for at, text in enumerate(header):
        beside, role = _BESIDE.get(letters_of(text), ("", None))
        if role is not None and beside in there:
            found.append(Column(role, 0, at))
    return sorted(found, key=lambda column: (column.rank, column.at))


def _column(text: str, at: int) -> Column | None:
    letters = letters_of(text)
    figure = "".join(_FIGURES.findall(letters))
    exact = _ROLES.get(letters) or _ROLES.get(_FIGURES.sub("", letters))
    known = exact or _guessed(words_of(text))
    return Column(*known, at, figure, letters not in _PERHAPS) if known is not None else None


def _guessed(words: Sequence[str]) -> tuple[Role, int] | None:
    """Return what a header says by its words: ``Telefon (Büro)``, ``Work Email``, ``Number (Cell)``."""
    plain = [stripped for word in words if (stripped := _FIGURES.sub("", word))]
    if any(map(_OTHERWISE.fullmatch, plain)):
        return None
    if len(plain) == 1 and (joined := _JOINED.fullmatch(plain[0])) and joined[0] != joined[1]:
        plain = [joined[1], "phone"]
    kinds = [rank for rank, kind in _KINDS if any(map(kind.fullmatch, plain))]
    if any(map(_PHONE.fullmatch, plain)) or (kinds and any(map(_NUMBER.fullmatch, plain))):
        return Role.NUMBER, min(kinds, default=_ANY_PHONE)
    if {"email", "mail"} & {*plain, "".join(plain[:2])} and not {"name", "domain"} & {*plain}:
        return Role.EMAIL, 2
    if plain[-1:] == ["name"] and {"first", "last"} & {*plain}:
        return (Role.GIVEN if "first" in plain else Role.FAMILY), 1
    return None


def unknown_of(header: Sequence[str], columns: Iterable[Column]) -> list[str]:
    """Return the headers of the columns that are not used."""
    used = {column.at for column in columns}
    return [text.strip() for at, text in enumerate(header) if at not in used and text.strip()]


def meant_by(unknown: str, columns: Iterable[Column]) -> str:
    """Return which of our own columns a header may mean by a slip; empty when it means none."""
    roles = {column.role for column in columns}
    if len(letters_of(unknown)) < _MIN_SLIP_CHARS:
        return ""
    own = [role for role in (letters_of(name) for name in KNOWN.split(", ")) if _ROLES[role][0] not in roles]
    return next(iter(get_close_matches(letters_of(unknown), own, n=1, cutoff=0.8)), "")
