"""People from vCards, as telephones and programs export them."""

import base64
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.directory import vcard_file
from lampfield.sources.directory.encoding import Decoder
from lampfield.sources.directory.raw_lines import Unreadable
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow, Fault
from lampfield.sources.directory.vcard_file import read_vcards
from lampfield.sources.directory.vcard_lines import MAX_NAME_CHARS, UnfoldedLine, property_of, unfolded


def book(text: str) -> DirectoryBook:
    """Return what a text says."""
    return read_vcards(text.encode().decode("iso8859-1").split("\n"))


def card(*lines: str, version: str = "3.0") -> DirectoryRow:
    """Return the person of one card in which nothing is wrong."""
    read = book("\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")))
    assert read.faults == ()
    (row,) = read.rows
    return row


def test_a_card_says_all_of_a_person() -> None:
    row = card(
        "FN:Alice Ames",
        "N:Ames;Alice;;;",
        "ORG:Acme Ltd;Sales",
        "NICKNAME:alice,al",
        "TEL;TYPE=CELL:+44 7700 900123",
        "TEL;TYPE=WORK:201",
        "EMAIL:alice@acme.test",
        "IMPP:xmpp:Alice@acme.test/desk?message",
        "CATEGORIES:Sales,myContacts,v\\,i\\,p",
        "UID:urn:uuid:1",
    )
    assert row == DirectoryRow(
        line=1,
        name="Alice Ames",
        uname="alice",
        extension="201",
        number="+447700900123",
        jid="alice@acme.test",
        company_name="Acme Ltd",
        email="alice@acme.test",
        tags=("Sales", "v,i,p"),
        uid="urn:uuid:1",
    )


ODD = ("a line that is none", "X-ODD;;;:1", ";;:", 'NOTE;X="a:b":c')


@pytest.mark.parametrize(
    ("lines", "version", "name", "company"),
    [
        (["FN:Müller, Anna", "ORG:Meyer, Kunz GmbH;Einkauf"], "2.1", "Müller, Anna", "Meyer, Kunz GmbH"),
        (["FN:Müller\\, Anna", "ORG:Meyer\\, Kunz\\; Co;Einkauf"], "3.0", "Müller, Anna", "Meyer, Kunz; Co"),
        (["FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller=2C Anna"], "2.1", "Müller, Anna", ""),
        (["FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED"], "2.1", "Иван", ""),
        (["FN;CHARSET=ansi;ENCODING=QUOTED-PRINTABLE:J=FCrgen"], "2.1", "Jürgen", ""),
        (["FN;CHARSET=latin-9x;ENCODING=QUOTED-PRINTABLE:A=41"], "2.1", "AA", ""),
        (["FN;CHARSET=UTF-8;CHARSET=UTF-8;QUOTED-PRINTABLE:=C3=9Cmit"], "2.1", "Ümit", ""),
        (["FN;ENCODING=B:QW5uYSBPcnQ="], "3.0", "Anna Ort", ""),
        (["FN;ENCODING=B:=broken=", "ORG:Ort"], "3.0", "", "Ort"),
        (["FN:Anna", " Ort"], "3.0", "AnnaOrt", ""),
        (["FN:Anna", "  Ort"], "4.0", "Anna Ort", ""),
        (["FN:Anna", " Ort"], "2.1", "Anna Ort", ""),
        (["FN;ENCODING=QUOTED-PRINTABLE:Anna=", "=20Ort=", "=20X"], "2.1", "Anna Ort X", ""),
        (["N:Ort;Anna;Maria;Dr.;jun."], "3.0", "Dr. Anna Maria Ort jun.", ""),
        (["FN:", "N:Ort"], "3.0", "Ort", ""),
        (["FN:", "N:;;;;", "ORG:;Einkauf"], "3.0", "", "Einkauf"),
        (["item1.FN:Anna Ort", *ODD], "3.0", "Anna Ort", ""),
        (["fn;LANGUAGE=de:Anna Ort"], "4.0", "Anna Ort", ""),
        (['FN;X="a:b;c":Anna Ort'], "4.0", "Anna Ort", ""),
        (["FN:Anna\\nOrt"], "4.0", "Anna Ort", ""),
    ],
)  # fmt: skip
def test_names_are_whole(lines: list[str], version: str, name: str, company: str) -> None:
    row = card(*lines, "TEL:201", version=version)
    assert (row.name, row.company_name) == (name, company)


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["TEL;TYPE=FAX,WORK:+49 30 99", "TEL;TYPE=WORK,VOICE,PREF:+49 30 1234567"], ("", "+49301234567")),
        (["TEL;FAX;WORK:201", "TEL;CELL:0171 1234567"], ("", "01711234567")),
        (['TEL;TYPE="work,fax";VALUE=uri:tel:+49-30-99'], ("", "")),
        (["item1.TEL:030 99", "item1.X-ABLabel:Fax privat", "item2.TEL:030 1234567"], ("", "0301234567")),
        (["TEL;TYPE=PAGER:030 99"], ("", "")),
        (["TEL;HOME:030 1234567", "TEL;CELL:0171 1234567", "TEL;WORK:030 7654321"], ("", "0307654321")),
        (["TEL;HOME:030 1234567", "TEL;CELL:0171 1234567"], ("", "01711234567")),
        (["TEL;HOME:030 1234567", "TEL:030 7654321"], ("", "0307654321")),
        (["TEL;WORK:030 1234567", "TEL;HOME;PREF:030 7654321"], ("", "0307654321")),
        (["TEL;PREF=20:030 1234567", "TEL;PREF=3:030 7654321"], ("", "0307654321")),
        (["TEL;PREF=x:030 1234567", "TEL;type=pref:030 7654321"], ("", "0307654321")),
        (["TEL;VALUE=uri;TYPE=voice:tel:+1-201-555-0123;ext=55"], ("", "+12015550123,55")),
        (["TEL:+4930123456,,12"], ("", "+4930123456,12")),
        (["TEL:+49 (0)30 12345"], ("", "+493012345")),
        (["TEL:"], ("", "")),
        (["TEL;CELL:0171 1234567", "TEL;WORK:201", "TEL;WORK:202"], ("201", "202")),
    ],
)
def test_the_number_is_the_preferred_one_and_never_a_fax(lines: list[str], numbers: tuple[str, str]) -> None:
    row = card("FN:Anna Ort", *lines)
    assert (row.extension, row.number) == numbers


@pytest.mark.parametrize(
    ("line", "jid"),
    [
        ("IMPP;X-SERVICE-TYPE=Jabber;type=HOME;type=pref:anna@acme.test", "anna@acme.test"),
        ("IMPP;X-SERVICE-TYPE=Jabber:xmpp:anna%40home@acme.test", ""),
        ("IMPP:xmpp:d%27artagnan@acme.test", "d'artagnan@acme.test"),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:anna", ""),
        ("IMPP;X-SERVICE-TYPE=AIM:anna@aim.example", ""),
        ("IMPP:jabber:anna@acme.test", "anna@acme.test"),
        ("X-JABBER;TYPE=HOME:Anna@Acme.test", "anna@acme.test"),
        ("X-JABBER:-", ""),
    ],
)
def test_the_chat_address_is_that_of_jabber(line: str, jid: str) -> None:
    read = book(f"BEGIN:VCARD\nFN:Anna\n{line}\nEND:VCARD\n")
    assert [row.jid for row in read.rows] == [jid]


def test_a_card_without_an_end_a_group_and_a_card_within_a_card() -> None:
    read = book(
        "BEGIN:VCARD\nFN:Anna\nTEL:201\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Everybody\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n"
        "begin:vcard\nKIND:group\nFN:Sales\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Bob\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nTEL:203\nEND:VCARD\nTEL:202\nEND:VCARD\n"
        "TEL:999\nBEGIN:VCARD\nFN:Cara\nTEL:204"
    )
    assert [(row.name, row.extension, row.line) for row in read.rows] == [
        ("Anna", "201", 1),
        ("Bob", "202", 13),
        ("Cara", "204", 23),
    ]
    assert read.faults == (Fault(1, "this card has no END:VCARD"), Fault(23, "this card has no END:VCARD"))


@pytest.mark.parametrize("text", ["BEGIN:VCARD\nFN\nEND:VCARD\n", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"])
def test_a_card_that_says_nothing_is_a_fault(text: str) -> None:
    read = book(text)
    assert read == DirectoryBook(faults=(Fault(1, "this card has no name, number or address"),))


def test_a_file_without_cards_is_not_understood() -> None:
    for text in ("", "\n", "name,extension\nAnna,201\n"):
        with pytest.raises(Unreadable, match="no vCard"):
            book(text)


def test_parameters_without_end_are_refused_and_the_card_is_taken() -> None:
    long = ";".join(["X-ODD", *["X=1"] * MAX_NAME_CHARS])
    read = book(
        f"BEGIN:VCARD\nFN:Anna\n{long}\n{long}:1\nTEL:201\nEND:VCARD\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\n"
    )
    assert [(row.name, row.extension) for row in read.rows] == [("Anna", "201"), ("Bob", "")]
    sentence = "the parameters of a property are too long: it is ignored"
    assert read.faults == (Fault(3, sentence), Fault(4, sentence))


def test_a_fault_of_ours_costs_one_card(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(texts: str, *_: object) -> str:
        raise KeyError(texts)

    monkeypatch.setattr(vcard_file, "email_address", fails)
    read = book("BEGIN:VCARD\nFN:Anna\nEMAIL:x@y\nEND:VCARD\n" * 2)
    assert read == DirectoryBook(
        faults=tuple(Fault(line, "this card cannot be read: KeyError: 'x@y'") for line in (1, 5))
    )


@pytest.mark.parametrize("fold", ["\n ", "\n", "\n\t"])
def test_pictures_are_passed_over_while_they_are_read(fold: str) -> None:
    picture = base64.b64encode(os.urandom(3_000)).decode()
    folded = fold.join(picture[at : at + 72] for at in range(0, len(picture), 72))
    lines = f"BEGIN:VCARD\nFN:Anna\nitem1.PHOTO;ENCODING=b;TYPE=JPEG:{folded}\n\nTEL:201\nEND:VCARD".split(
        "\n"
    )
    assert max(len(line.text) for line in unfolded(lines)) < 80
    assert [(row.name, row.extension) for row in read_vcards(lines).rows] == [("Anna", "201")]


def test_a_soft_line_break_does_not_eat_the_end_of_the_card() -> None:
    read = book(
        "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Anna=\nEND:VCARD\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\n"
    )
    assert [row.name for row in read.rows] == ["Anna", "Bob"]
    assert read.faults == ()


def test_what_is_not_utf_8_is_read_as_the_site_file_says() -> None:
    lines = ["BEGIN:VCARD", "VERSION:2.1", "FN:Èâàí", "END:VCARD"]
    decoder = Decoder("windows-1251")
    assert [row.name for row in read_vcards(lines, decoder).rows] == ["Иван"]
    assert decoder.description == "windows-1251"


def test_lines_are_numbered_as_an_editor_does() -> None:
    lines = ["BEGIN:VCARD", "FN:A", " B", "", "TEL:1"]
    assert [*unfolded(lines)] == [
        UnfoldedLine(1, "BEGIN:VCARD"),
        UnfoldedLine(2, "FN:AB"),
        UnfoldedLine(4, ""),
        UnfoldedLine(5, "TEL:1"),
    ]


@given(st.text(st.characters(max_codepoint=255)))
def test_no_line_ends_the_reader(text: str) -> None:
    lines = ["BEGIN:VCARD", "FN:Anna", *text.split("\n"), "TEL:201", "END:VCARD"]
    read = read_vcards(lines)
    assert all(fault.line > 0 for fault in read.faults)


words = st.text(st.sampled_from("aä ,;:\\\"'1"), max_size=12).map(lambda text: f"x{text.strip()}x")


@given(st.fixed_dictionaries({"fn": words, "org": words, "nickname": words, "note": words}))
def test_what_vobject_writes_is_read(said: dict[str, str]) -> None:
    import vobject

    made: Any = vobject.vCard()
    made.add("fn").value = said["fn"]
    made.add("n").value = vobject.vcard.Name(family=said["nickname"], given="G")
    made.add("org").value = [said["org"], "unit"]
    made.add("note").value = said["note"]
    (row,) = book(made.serialize(lineLength=30).replace("\r\n", "\n")).rows
    assert row.name == " ".join(said["fn"].split())
    assert row.company_name == " ".join(said["org"].split())


def test_a_property_is_taken_apart() -> None:
    found = property_of('item1.TEL;TYPE=work,"voice";PREF=1;x="a;b:c":tel:+1')
    assert found is not None
    assert (found.name, found.group, found.types) == ("TEL", "item1", frozenset({"WORK", "VOICE"}))
    assert (found.parameters, found.value) == ({"PREF": "1", "X": "a;b:c"}, "tel:+1")
    assert property_of("no property") is None
    assert property_of('FN;X="open:Anna') is not None
