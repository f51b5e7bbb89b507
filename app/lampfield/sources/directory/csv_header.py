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
    at: int
    """Its place, from 0."""
    rank: int
    """Among those of its role the lowest counts first."""
    figure: str
    """The number in its header, which goes with a label."""


_HEADERS: tuple[tuple[Role, int, str], ...] = (
    (Role.NAME, 0, "name fullname displayname contactname contact fileas cn commonname completename"),
    (Role.NAME, 0, "anzeigename nomcomplet nombrecompleto namecomplete"),
    (Role.GIVEN, 0, "firstname givenname fname forename vorname prenom nombre voornaam"),
    (Role.MIDDLE, 0, "middlename additionalname zweitervorname"),
    (Role.FAMILY, 0, "lastname surname familyname lname sn nachname familienname zuname nomdefamille"),
    (Role.FAMILY, 0, "apellidos apellido cognome achternaam"),
    (Role.UNAME, 0, "uname"),
    (Role.UNAME, 1, "username login loginname uid userid benutzername"),
    (Role.EXTENSION, 0, "extension"),
    (Role.EXTENSION, 1, "ext extensionnumber internalnumber defaultextension ipphone nebenstelle durchwahl"),
    (Role.NUMBER, 0, "number nummer"),
    (Role.NUMBER, 1, "businessphone workphone officephone officenumber worknumber business work office"),
    (Role.NUMBER, 1, "phonework phonebusiness businessnumber directphone directnumber telefongeschaftlich"),
    (
        Role.NUMBER,
        1,
        "telephonebureau telefonburo officephonenumber businessphonenumber workphonenumber bureau",
    ),
    (Role.NUMBER, 2, "phone telephone phonenumber telephonenumber tel telefon telefonnummer phonevalue"),
    (Role.NUMBER, 2, "primaryphone mainphone companymainphone rufnummer telefono telefoonnummer numero"),
    (
        Role.NUMBER,
        3,
        "mobile mobilephone cell cellphone cellphonenumber mobilenumber mobil mobiltelefon handy",
    ),
    (Role.NUMBER, 3, "telmobile telephonemobile mobilephonenumber movil cellulare phonemobile phonecell gsm"),
    (
        Role.NUMBER,
        4,
        "home homephone homenumber telefonprivat telephonedomicile phonehome homephonenumber privat",
    ),
    (Role.NUMBER, 5, "other otherphone othernumber otherphonenumber phoneother carphone"),
    (Role.LABEL, 0, "phonelabel phonetype numberlabel numbertype"),
    (Role.DEVICE, 0, "device"),
    (Role.JID, 0, "jid"),
    (Role.JID, 1, "xmpp jabber jabberid chatid xmppaddress impp"),
    (Role.COMPANY, 0, "company"),
    (Role.COMPANY_NAME, 0, "companyname"),
    (
        Role.COMPANY_NAME,
        1,
        "organization organisation organizationname organisationname org o firma unternehmen",
    ),
    (Role.COMPANY_NAME, 1, "societe empresa azienda accountname associatedcompany bedrijf entreprise"),
    (Role.EMAIL, 0, "email"),
    (
        Role.EMAIL,
        1,
        "emailaddress mail emailvalue primaryemail emailadresse adressedemessagerie courriel correo",
    ),
    (Role.EMAIL, 1, "internetaddress workemail mailaddress emailwork"),
    (Role.TAGS, 0, "tags"),
    (Role.TAGS, 1, "tag labels groups group groupmembership categories category kategorien gruppen"),
)
"""The headers of each role by their letters, with their rank."""

_ROLES = {header: (role, rank) for role, rank, headers in _HEADERS for header in headers.split()}

_FAMILY_TOO = frozenset({"name", "nom"})
"""What is the family's name where a given name stands beside it: ``Name;Vorname``, ``Nom;Prénom``."""

_NOT_LETTERS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+")


def letters_of(header: str) -> str:
    """Return a header's letters and figures, without case and accents."""
    folded = unicodedata.normalize("NFKD", header.casefold())
    return _NOT_LETTERS.sub("", "".join(char for char in folded if not unicodedata.combining(char)))


def columns_of(header: Sequence[str]) -> list[Column]:
    """Return the known columns of a header, by role and rank."""
    found = [column for at, text in enumerate(header) if (column := _column(text, at)) is not None]
    roles = {column.role for column in found}
    if Role.GIVEN in roles and Role.FAMILY not in roles:
        found += [
            Column(Role.FAMILY, at, 0, "")
            for at, text in enumerate(header)
            if letters_of(text) in _FAMILY_TOO
        ]
    return sorted(found, key=lambda column: (column.rank, column.at))


def _column(text: str, at: int) -> Column | None:
    letters = letters_of(text)
    figure = "".join(_FIGURES.findall(letters))
    known = _ROLES.get(letters) or _ROLES.get(_FIGURES.sub("", letters))
    return Column(known[0], at, known[1], figure) if known is not None else None


def unknown_of(header: Sequence[str], columns: Iterable[Column]) -> list[str]:
    """Return the headers of the columns that are not used."""
    used = {column.at for column in columns}
    return [text.strip() for at, text in enumerate(header) if at not in used and text.strip()]


def meant_by(unknown: str, columns: Iterable[Column]) -> str:
    """Return which of our own columns a header may mean by a slip; empty when it means none."""
    roles = {column.role for column in columns}
    own = [role for role in (letters_of(name) for name in KNOWN.split(", ")) if _ROLES[role][0] not in roles]
    return next(iter(get_close_matches(letters_of(unknown), own, n=1, cutoff=0.8)), "")
