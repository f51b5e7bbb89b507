"""Map the header of a CSV file to roles. Pure.

Knows our own columns and those of common exports: Google Contacts, Outlook, Thunderbird, 3CX, FreePBX,
LDIF directories converted to CSV, and telephone phone books. Headers are compared by letters and digits only,
and without digits where a file numbers several columns of one kind.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

OWN_COLUMNS = "name, uname, extension, number, device, jid, company, companyName, email, tags"


class Role(StrEnum):
    """The meaning of a column."""

    NAME = "name"
    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    UNAME = "uname"
    EXTENSION = "extension"
    NUMBER = "number"
    LABEL = "label"
    """The kind of number in the column with the same digits."""
    DEVICE = "device"
    JID = "jid"
    COMPANY = "company"
    COMPANY_NAME = "company_name"
    EMAIL = "email"
    TAGS = "tags"


class Column(NamedTuple):
    """A known column."""

    role: Role
    rank: int
    """Preference among columns of the same role; the lowest comes first."""
    position: int
    """Zero-based position in the row."""
    digits: str = ""
    """The digits in its header, which pair a label with a number."""
    is_certain: bool = True
    """Whether the header can only mean telephone numbers. An ``office`` column may hold a place."""


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
"""The normalized headers of each role, with their rank."""

_ROLES = {header: (role, rank) for role, rank, headers in _HEADERS for header in headers.split()}

_AMBIGUOUS = frozenset(("business", "work", "office", "bureau", "home", "privat", "other"))
"""Headers that may also name places: cells without digits are no fault there."""

_CONTEXTUAL = {
    "name": ("vorname", Role.FAMILY),
    "nom": ("prenom", Role.FAMILY),
    "accountnumber": ("phonebookdn", Role.EXTENSION),
}
"""Headers with this role only next to a companion: ``Name;Vorname``, and Grandstream's ``Account Number``."""

_PHONE = re.compile(r"phones?|phonenumbers?|tel|telef?on\w*|telephone\w*|mobil\w*|cell\w*|handy\w*|movil")
_NUMBER = re.compile(r"numbers?|nummer|no|value|dial|line")
_KINDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"work|business|office|direct|geschaftlich|buro|bureau|dienstlich")),
    (3, re.compile(r"mobil\w*|cell\w*|handy\w*|movil")),
    (4, re.compile(r"home|private?|domicile")),
    (5, re.compile(r"other|car|andere|autre")),
)
"""The kinds of numbers by a word in the header, with their rank; other numbers rank `_ANY_PHONE`."""

_ANY_PHONE = 2
_MIN_TYPO_CHARS = 4

_COMPOUND = re.compile(
    r"(?:phone|tel)?(work|business|office|direct|mobile|cell|home|private?|other|car)(?:tele)?(?:phone|number|tel)*"
)
"""A kind and a telephone in one word: ``officenumber``."""

_EXCLUDED = re.compile(
    r"\w*fax\w*|facsimile\w*|phonetic|yomi|pager|telex|tty|tdd|assistants?|emergency|type|label|code|country|carrier|status|verified|id|isdn"
    r"|radio|callback|consent|owner|date|time|prefix|ext|extension|flags|speeddial|locale|numid"
)
"""Words that show that a header means something other than a number, address or name of this person."""

_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of(header: str) -> list[str]:
    """Return the words of a header without case and accents: ``MobilePhone2`` is mobile, phone2."""
    folded = unicodedata.normalize("NFKD", _CAPITAL.sub(" ", header).casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [word for word in _SEPARATORS.split(plain) if word]


def normalized(header: str) -> str:
    """Return the letters and digits of a header, without case and accents."""
    return "".join(words_of(header))


def known_columns(header: Sequence[str]) -> list[Column]:
    """Return the known columns of a header, sorted by rank."""
    found = [column for index, text in enumerate(header) if (column := _column(text, index)) is not None]
    present = {normalized(text) for text in header}
    for index, text in enumerate(header):
        companion, role = _CONTEXTUAL.get(normalized(text), ("", None))
        if role is not None and companion in present:
            found.append(Column(role, 0, index))
    return sorted(found, key=lambda column: (column.rank, column.position))


def _column(text: str, index: int) -> Column | None:
    letters = normalized(text)
    digits = "".join(_DIGITS.findall(letters))
    exact = _ROLES.get(letters) or _ROLES.get(_DIGITS.sub("", letters))
    known = exact or _guess(words_of(text))
    return Column(*known, index, digits, letters not in _AMBIGUOUS) if known is not None else None


def _guess(words: Sequence[str]) -> tuple[Role, int] | None:
    """Infer a role and rank from words: ``Telefon (Büro)``, ``Work Email``, ``Number (Cell)``."""
    plain = [stripped for word in words if (stripped := _DIGITS.sub("", word))]
    if any(map(_EXCLUDED.fullmatch, plain)):
        return None
    if len(plain) == 1 and (compound := _COMPOUND.fullmatch(plain[0])) and compound[0] != compound[1]:
        plain = [compound[1], "phone"]
    kinds = [rank for rank, kind in _KINDS if any(map(kind.fullmatch, plain))]
    if any(map(_PHONE.fullmatch, plain)) or (kinds and any(map(_NUMBER.fullmatch, plain))):
        return Role.NUMBER, min(kinds, default=_ANY_PHONE)
    if {"email", "mail"} & {*plain, "".join(plain[:2])} and not {"name", "domain"} & {*plain}:
        return Role.EMAIL, 2
    if plain[-1:] == ["name"] and {"first", "last"} & {*plain}:
        return (Role.GIVEN if "first" in plain else Role.FAMILY), 1
    return None


def unknown_headers(header: Sequence[str], columns: Iterable[Column]) -> list[str]:
    """Return the headers of unused columns."""
    used = {column.position for column in columns}
    return [text.strip() for index, text in enumerate(header) if index not in used and text.strip()]


def suggest_column(unknown: str, columns: Iterable[Column]) -> str:
    """Return the own column name that a misspelt header probably means; empty if there is none."""
    roles = {column.role for column in columns}
    if len(normalized(unknown)) < _MIN_TYPO_CHARS:
        return ""
    own = [
        role
        for role in (normalized(name) for name in OWN_COLUMNS.split(", "))
        if _ROLES[role][0] not in roles
    ]
    return next(iter(get_close_matches(normalized(unknown), own, n=1, cutoff=0.8)), "")
