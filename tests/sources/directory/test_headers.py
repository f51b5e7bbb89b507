"""What the headers of exports say."""

import pytest

from lampfield.sources.directory.csv_header import (
    Column,
    Role,
    known_columns,
    normalized,
    suggest_column,
    unknown_headers,
    words_of,
)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Name", (Role.NAME, 0)),
        ("Display Name", (Role.NAME, 0)),
        ("File As", (Role.NAME, 1)),
        ("First name", (Role.GIVEN, 0)),
        ("Contact First Name", (Role.GIVEN, 1)),
        ("Prénom", (Role.GIVEN, 0)),
        ("LAST NAME", (Role.FAMILY, 0)),
        ("Last Name (legal)", None),
        ("Contact Last Name", (Role.FAMILY, 1)),
        ("Middle Name", (Role.MIDDLE, 0)),
        ("sAMAccountName", (Role.UNAME, 1)),
        ("uname", (Role.UNAME, 0)),
        ("Extension", (Role.EXTENSION, 0)),
        ("PRIMARY EXTENSION", (Role.EXTENSION, 1)),
        ("number", (Role.NUMBER, 0)),
        ("Business Phone", (Role.NUMBER, 1)),
        ("Business Phone 2", (Role.NUMBER, 1)),
        ("Business2", (Role.NUMBER, 1)),
        ("Number (Work)", (Role.NUMBER, 1)),
        ("officenumber", (Role.NUMBER, 1)),
        ("OfficePhoneNumber", (Role.NUMBER, 1)),
        ("Telefon (Büro)", (Role.NUMBER, 1)),
        ("Telefon geschäftlich", (Role.NUMBER, 1)),
        ("Téléphone (bureau)", (Role.NUMBER, 1)),
        ("Direct Dial", (Role.NUMBER, 1)),
        ("Phone", (Role.NUMBER, 2)),
        ("Phone Number", (Role.NUMBER, 2)),
        ("telephoneNumber", (Role.NUMBER, 2)),
        ("Company Main Phone", (Role.NUMBER, 2)),
        ("phone_1_number", (Role.NUMBER, 2)),
        ("Phone 1 - Value", (Role.NUMBER, 2)),
        ("Mobile", (Role.NUMBER, 3)),
        ("MobilePhone", (Role.NUMBER, 3)),
        ("Handynummer", (Role.NUMBER, 3)),
        ("Teléfono móvil", (Role.NUMBER, 3)),
        ("homePhone", (Role.NUMBER, 4)),
        ("home_number", (Role.NUMBER, 4)),
        ("privatephone", (Role.NUMBER, 4)),
        ("Other Phone", (Role.NUMBER, 5)),
        ("Phone 1 - Label", (Role.LABEL, 0)),
        ("Phone 1 - Type", (Role.LABEL, 0)),
        ("xmpp_1", (Role.JID, 1)),
        ("Company", (Role.COMPANY, 0)),
        ("companyName", (Role.COMPANY_NAME, 0)),
        ("Organization 1 - Name", (Role.COMPANY_NAME, 1)),
        ("E-mail", (Role.EMAIL, 0)),
        ("E-mail 1 - Value", (Role.EMAIL, 1)),
        ("Work Email", (Role.EMAIL, 2)),
        ("Group Membership", (Role.TAGS, 1)),
        *((header, None) for header in ("Business Fax", "facsimileTelephoneNumber", "Telefax", "Pager")),
        *((header, None) for header in ("Assistant's Phone", "TTY/TDD Phone", "Radio Phone", "ISDN")),
        *((header, None) for header in ("Phone number country code", "phone_1_extension", "NumID")),
        *((header, None) for header in ("Customer Number", "Account Number", "House number", "Record ID")),
        *((header, None) for header in ("Email Domain", "E-mail Display Name", "E-mail 1 - Label", "", "-")),
        *((header, None) for header in ("Phonetic First Name", "Yomi Name", "Office Location", "Owner")),
    ],
)
def test_a_header_says_what_its_column_holds(header: str, column: tuple[Role, int] | None) -> None:
    assert [(it.role, it.rank) for it in known_columns([header])] == ([column] if column is not None else [])


def test_columns_come_by_rank_and_then_by_place() -> None:
    header = ["Other", "Mobile 2", "Nope", "Mobile", "Number"]
    assert known_columns(header) == [
        Column(Role.NUMBER, 0, 4),
        Column(Role.NUMBER, 3, 1, "2"),
        Column(Role.NUMBER, 3, 3),
        Column(Role.NUMBER, 5, 0, is_certain=False),
    ]
    assert unknown_headers(header, known_columns(header)) == ["Nope"]
    assert unknown_headers(["", " Nope "], []) == ["Nope"]


@pytest.mark.parametrize(
    ("header", "role", "position"),
    [
        (["Name", "Vorname"], Role.FAMILY, 0),
        (["Prénom", "Nom"], Role.FAMILY, 1),
        (["Account Number", "Phonebook DN"], Role.EXTENSION, 0),
    ],
)
def test_some_headers_say_something_else_beside_others(header: list[str], role: Role, position: int) -> None:
    assert Column(role, 0, position) in known_columns(header)
    assert role not in {column.role for column in known_columns([header[position]])}


def test_the_words_of_a_header_are_plain() -> None:
    assert words_of("MobilePhone2 (Büro)") == ["mobile", "phone2", "buro"]
    assert normalized("E-mail 1 - Value") == "email1value"


def test_typo_suggests_the_nearest_missing_own_column() -> None:
    assert suggest_column("Extention", []) == "extension"
    assert suggest_column("e-mial", []) == "email"
    assert suggest_column("compnayName", []) == "companyname"
    assert suggest_column("Extention", known_columns(["extension"])) == ""
    assert suggest_column("id", []) == ""
    assert suggest_column("Room", []) == ""
