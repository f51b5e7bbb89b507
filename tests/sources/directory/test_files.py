"""CSV and vCards, right and wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.file import read_book
from lampfield.sources.directory.vcard_file import read_vcards

HEADER = "name,uname,extension,device,jid,company,companyName,email,tags\n"


def test_a_row_says_all_of_a_person() -> None:
    (row,) = read_csv(
        HEADER + "Alice Ames,alice,201,PJSIP/desk,alice@acme.test,acme,Acme Ltd,alice@acme.test,Sales;vip\n"
    ).rows
    assert (row.name, row.uname, row.extension, row.device) == ("Alice Ames", "alice", "201", "PJSIP/desk")
    assert (row.company, row.company_name, row.tags) == ("acme", "Acme Ltd", ("Sales", "vip"))
    assert row.keys == ("201", "alice@acme.test")


def test_a_bad_row_is_named_by_its_line_and_the_rest_is_taken() -> None:
    book = read_csv(
        "extension,name,jid\n"
        "201,Alice,\n"
        "two,Bob,\n"
        ",,\n"
        "\n"
        "203,Cara,no address\n"
        "204,Dan,dan@acme.test,too much\n"
        "201,Alice again,\n"
        '205,"Eve, with a comma",eve@acme.test\n'
    )
    assert [row.name for row in book.rows] == ["Alice", "Eve, with a comma"]
    said = {fault.line: fault.sentence for fault in book.faults}
    assert sorted(said) == [3, 6, 7, 8]
    assert "no extension" in said[3]
    assert "no chat address" in said[6]
    assert "4 cells" in said[7]
    assert "line 2 already" in said[8]


def test_an_unknown_column_is_named_and_passed_over() -> None:
    book = read_csv("Name,Room,Extension\nAlice,12,201\n")
    assert [(row.name, row.extension) for row in book.rows] == [("Alice", "201")]
    assert "no column 'Room'" in book.faults[0].sentence


@given(st.text())
def test_no_text_is_more_than_a_book_can_say(text: str) -> None:
    book = read_csv(text)
    assert all(fault.line >= 0 for fault in book.faults)
    assert len({key for row in book.rows for key in row.keys}) == sum(len(row.keys) for row in book.rows)


CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Alice Ames
N:Ames;Alice;;;
ORG:Acme Ltd;Sales
NICKNAME:alice
TEL;TYPE=CELL:+44 7700 900123
TEL;TYPE=WORK:201
EMAIL:alice@acme.test
IMPP:xmpp:Alice@acme.test
CATEGORIES:Sales,vip
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Nobody
TEL:not closed
BEGIN:VCARD
VERSION:4.0
FN:Bob Berg
TEL:0161 496 0000
END:VCARD
"""


def test_a_card_says_all_of_a_person_and_a_broken_one_is_named() -> None:
    book = read_vcards(CARDS)
    alice, bob = (row for row in book.rows if row.name != "Nobody")
    assert (alice.name, alice.uname, alice.extension, alice.number) == (
        "Alice Ames",
        "alice",
        "201",
        "+447700900123",
    )
    assert (alice.jid, alice.company_name, alice.tags) == ("alice@acme.test", "Acme Ltd", ("Sales", "vip"))
    assert (bob.name, bob.extension, bob.number) == ("Bob Berg", "", "01614960000")


@pytest.mark.parametrize("text", ["BEGIN:VCARD\nFN\nEND:VCARD\n", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"])
def test_a_card_that_says_nothing_is_a_fault(text: str) -> None:
    book = read_vcards(text)
    assert book.rows == ()
    assert [fault.line for fault in book.faults] == [1]


def test_a_file_is_read_by_its_name_and_must_be_utf_8(tmp_path: Path) -> None:
    cards, table, latin = tmp_path / "people.vcf", tmp_path / "people.csv", tmp_path / "latin.csv"
    cards.write_text(CARDS, "utf-8")
    table.write_text("\ufeffname,extension\nÉva,201\n", "utf-8")
    latin.write_bytes("name\nÉva\n".encode("latin-1"))
    assert "Alice Ames" in [row.name for row in read_book(cards).rows]
    assert [row.name for row in read_book(table).rows] == ["Éva"]
    assert "UTF-8" in read_book(latin).faults[0].sentence
