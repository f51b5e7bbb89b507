"""People from CSV: what is right of a row is taken, and what is not is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.raw_lines import Unreadable
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault


def book(text: str) -> DirectoryBook:
    """Return what a text says."""
    return read_csv(text.split("\n"))


def people(text: str) -> list[tuple[str, str, str]]:
    """Return name, extension and number of everybody in a text."""
    return [(row.name, row.extension, row.number) for row in book(text).rows]


def test_a_row_says_all_of_a_person() -> None:
    header = "name,uname,extension,number,device,jid,company,companyName,email,tags\n"
    (row,) = book(
        f"{header}Alice Ames,alice,201,+44 161 496 0001,PJSIP/desk,Alice@acme.test,acme,Acme Ltd,"
        "alice@acme.test,Sales; vip\n"
    ).rows
    assert row == DirectoryRow(
        line=2,
        name="Alice Ames",
        uname="alice",
        extension="201",
        number="+44 161 496 0001",
        device="PJSIP/desk",
        jid="alice@acme.test",
        company="acme",
        company_name="Acme Ltd",
        email="alice@acme.test",
        tags=("Sales", "vip"),
    )
    assert row.keys == ("201", "alice@acme.test")


def test_valid_cells_are_kept_and_faults_reported() -> None:
    read = book(
        "extension,name,jid\n"
        "201,Alice,\n"
        "two,Bob,\n"
        ",,\n"
        "\n"
        "203,Cara,no address\n"
        "204,Dan,dan@acme.test,too much\n"
        "two,Ort, Anna,anna@acme.test\n"
        "201,Alice again,\n"
        '205,"Eve, with a comma",eve@acme.test\n'
    )
    assert [(row.name, row.extension, row.jid, row.number) for row in read.rows] == [
        ("Alice", "201", "", ""),
        ("Bob", "", "", ""),
        ("Cara", "203", "", ""),
        ("Dan", "204", "dan@acme.test", ""),
        ("Alice again", "", "", "201"),
        ("Eve, with a comma", "205", "eve@acme.test", ""),
    ]
    assert read.faults == (
        Fault(3, "'two' is not a valid extension: it does not begin with a number"),
        Fault(6, "'no address' is not a chat address: write name@domain"),
        Fault(7, "the row has 4 cells, the header 3: put quotes around a text with a comma"),
        Fault(8, "'two' is not a valid extension: it does not begin with a number"),
        Fault(8, "'Anna' is not a chat address: write name@domain"),
        Fault(8, "the row has 4 cells, the header 3: put quotes around a text with a comma"),
        Fault(9, "201 is already the extension of line 2"),
    )


def test_doubtful_number_is_kept_and_reported() -> None:
    read = book("name,number\nAnna,+49\nBob,030 1234567 Mo-Fr\n")
    assert [(row.name, row.number) for row in read.rows] == [("Anna", "+49"), ("Bob", "030 1234567")]
    assert read.faults == (
        Fault(2, "+49 may be wrong: its country code and its length do not fit"),
        Fault(3, "'Mo-Fr' next to the number 0301234567 is ignored"),
    )


def test_a_row_with_too_many_cells_of_which_one_is_wrong_in_its_place_is_left_out() -> None:
    read = book("extension,name,jid\ntwo,Ort,,x\n202,Bob,,x\n")
    assert [row.name for row in read.rows] == ["Bob"]
    assert [fault.line for fault in read.faults] == [2, 2, 3]


def test_duplicate_row_is_one_person() -> None:
    read = book("name,number\nAnna,0301234567\nBob,0301234568\nAnna,0301234567\n")
    assert [(row.name, row.line) for row in read.rows] == [("Anna", 2), ("Bob", 3)]
    assert read.faults == (Fault(4, "Anna is the same as in line 2"),)


def test_people_of_one_name_have_distinct_keys_in_any_order() -> None:
    rows = ["Reception,0301234567,Ort", "Reception,0301234568,Berg", "Anna,0301234569,Ort"]
    keys = []
    for step in (1, -1):
        read = book("\n".join(["name,number,company", *rows[::step]]))
        keys.append({row.number: row.keys for row in read.rows})
    assert keys[0] == keys[1]
    assert len({row for person in keys[0].values() for row in person}) == 3
    assert keys[0]["0301234569"] == ("directory:Anna",)


def test_shared_address_belongs_to_the_first() -> None:
    read = book("name,jid\nAnna,desk@acme.test\nBob,DESK@acme.test\n")
    assert [(row.name, row.jid) for row in read.rows] == [("Anna", "desk@acme.test"), ("Bob", "")]
    assert read.faults == (Fault(3, "desk@acme.test is already the address of line 2"),)


def test_unused_column_is_listed_and_misspelt_one_is_a_fault() -> None:
    read = book("Name,Room,Extention\nAlice,12,201\n")
    assert [(row.name, row.extension) for row in read.rows] == [("Alice", "")]
    assert read.description == "separated by commas; columns not used: Room, Extention"
    assert read.faults == (Fault(1, "the column 'Extention' is unknown: did you mean extension?"),)


@pytest.mark.parametrize("text", ["", "\n\n", ";;\n", "Anna,201\nBob,202", "a b c", "sep=;\n"])
def test_without_a_known_column_nothing_is_understood(text: str) -> None:
    with pytest.raises(Unreadable):
        book(text)


def test_the_header_may_stand_below_a_title() -> None:
    text = "Telefonliste;;\n;;\nName;Vorname;Nebenstelle\nMüller;Anna;201\nBerg;;202\n"
    assert people(text) == [("Anna Müller", "201", ""), ("Berg", "202", "")]


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name,Given Name,Family Name", "Dr. Anna Ort,Anna,Ort", "Dr. Anna Ort"),
        ("First Name,Middle Name,Last Name", "Anna,B.,Ort", "Anna B. Ort"),
        ("Nom;Prénom", "Ort;Anna", "Anna Ort"),
        ("Name;Vorname", "Ort;", "Ort"),
        ("Display Name,First Name,Last Name", ",Anna,Ort", "Anna Ort"),
        ("name", "-", ""),
    ],
)
def test_a_name_is_whole_or_made_of_its_parts(header: str, row: str, name: str) -> None:
    delimiter = ";" if ";" in header else ","
    (found,) = book(f"{header}{delimiter}extension\n{row}{delimiter}201\n").rows
    assert found.name == name


GOOGLE = "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"


@pytest.mark.parametrize(
    ("header", "row", "numbers"),
    [
        ("Mobile Phone,Business Phone", "0171 1234567,030 1234567", ("", "030 1234567")),
        ("Home Phone,Mobile Phone", "030 1234567,0171 1234567", ("", "0171 1234567")),
        ("Mobile Phone,Business Phone", "0171 1234567,", ("", "0171 1234567")),
        ("Business Fax,Other Phone", "030 99,030 1234567", ("", "030 1234567")),
        (GOOGLE, "Work Fax,030 99,* Mobile,0171 1234567", ("", "0171 1234567")),
        (GOOGLE, "Home,030 9876543,* Work,030 1234567", ("", "030 1234567")),
        ("Phone 1 - Label,Phone 1 - Value", "Work,0171 1234567 ::: 030 1234567", ("", "0171 1234567")),
        ("number,extension", "0301234567,201", ("201", "0301234567")),
        ("number,extension", ",+49 30 1234567", ("", "+49 30 1234567")),
        ("number", "201", ("201", "")),
        ("extension", "201.0", ("201", "")),
        ("number", "030 1234567 / 0171 123", ("", "030 1234567")),
    ],
)  # fmt: skip
def test_of_several_numbers_the_one_at_work_is_dialled(
    header: str, row: str, numbers: tuple[str, str]
) -> None:
    (found,) = book(f"name,{header}\nAnna,{row}\n").rows
    assert (found.extension, found.number) == numbers


@pytest.mark.parametrize(
    ("text", "rows", "torn"),
    [
        ('"Anna,201,\nBob,202,\nCara,203,\n', ["Bob", "Cara"], [2]),
        ('"Anna,201,\n"Bob,202,\nCara,203,\n', ["Cara"], [2, 3]),
        ('"Anna,201,\nBob,202,\n"Cara",203,\n', ["Bob", "Cara"], [2]),
        ('Anna,201,"a note\nof two lines"\nBob,202,\n', ["Anna", "Bob"], []),
        ('"Anna "Al" Ort",201,\nBob "B" Berg,202,\n', ['Anna "Al" Ort', 'Bob "B" Berg'], []),
        ('"Anna ""Al"" Ort" ,201,""\n', ['Anna "Al" Ort'], []),
        ('Anna,201,\n"Bob,202,', ["Anna"], [3]),
        ('Anna,201,"' + "\n" * 150 + 'x"\nBob,202,\n', ['x"', "Bob"], [2]),
    ],
)
def test_a_quote_that_is_not_closed_costs_its_own_line(text: str, rows: list[str], torn: list[int]) -> None:
    read = book("name,extension,note\n" + text)
    assert [row.name for row in read.rows] == rows
    assert [fault.line for fault in read.faults] == torn


def test_tags_are_split_at_any_other_separator() -> None:
    read = book('name,tags\nAnna,Sales; vip ;\nBob,* myContacts ::: Sales\nCara,"Sales,vip,Sales"\n')
    assert [row.tags for row in read.rows] == [("Sales", "vip"), ("Sales",), ("Sales", "vip")]


def test_display_name_is_the_first_known_value() -> None:
    read = book("name,company,number,email\n,Ort GmbH,,\n,,0301234567,\n,,,a@b.example\n,,,no mail\n")
    assert [row.display_name for row in read.rows] == ["Ort GmbH", "0301234567", "a@b.example"]
    assert read.faults == (
        Fault(5, "'no mail' is not an e-mail address: write name@domain"),
        Fault(5, "the row has no name, extension or jid: add one"),
    )


@given(st.text())
def test_any_text_makes_a_consistent_book(text: str) -> None:
    read = book("name,extension,number\n" + text)
    assert all(fault.line > 0 for fault in read.faults)
    assert len({key for row in read.rows for key in row.keys}) == sum(len(row.keys) for row in read.rows)


cells = st.text(
    st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=12
)


@given(st.lists(st.tuples(cells, cells), min_size=1), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    import csv
    import io

    from lampfield.sources.directory.csv_record import Record, records

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    read = list(records(out.getvalue().removesuffix("\n").split("\n"), 0, delimiter, 2))
    wanted = [Record(line, [*row]) for line, row in enumerate(rows, 1) if any(map(str.strip, row))]
    assert read == wanted
