"""A foreign file's text: in bounded time and memory, whatever it is."""

import os
from pathlib import Path

import pytest

from lampfield.sources.directory import file
from lampfield.sources.directory.csv_file import read_csv
from lampfield.sources.directory.encoding import Decoder, sniff_encoding
from lampfield.sources.directory.file import FileStamp, read_book, stamp_of
from lampfield.sources.directory.raw_lines import MAX_LINE_CHARS, Deadline, Unreadable, raw_lines


def written(folder: Path, data: bytes, name: str = "people.csv") -> Path:
    """Return a file that holds some bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def lines_of(folder: Path, data: bytes) -> list[str]:
    """Return the lines of some bytes, as they are read."""
    decoder = Decoder()
    return [decoder.decode_line(line) for line in raw_lines(written(folder, data))]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", ""),
        ("utf-8", "\ufeff"),
        ("utf-16-le", "\ufeff"),
        ("utf-16-be", "\ufeff"),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("windows-1252", ""),
    ],
)
def test_letters_are_right_in_every_encoding(tmp_path: Path, encoding: str, mark: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        data = f"{mark}name,number{end}Jürgen Größe,201{end}xy".encode(encoding)
        assert lines_of(tmp_path, data) == ["name,number", "Jürgen Größe,201", "xy"]


@pytest.mark.parametrize(
    ("encoding", "about"),
    [
        ("utf-8", "UTF-8; separated by commas"),
        ("utf-16", "UTF-16; separated by commas"),
        ("cp1252", "not UTF-8, read as windows-1252; if names look wrong, set encoding; separated by commas"),
    ],
)
def test_encoding_is_described(tmp_path: Path, encoding: str, about: str) -> None:
    assert read_book(written(tmp_path, "name\nZoë\n".encode(encoding))).description == about


def test_a_mark_within_the_file_is_no_letter(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "\ufeffname\n\ufeffAnna\ufeff".encode()) == ["name", "Anna"]


@pytest.mark.parametrize(
    ("letters", "encoding"),
    [
        ("Łukasz Wałęsa", "windows-1250"),
        ("Иван Петров", "windows-1251"),
        ("Γιώργος Παππάς", "windows-1253"),
        ("Jürgen", "mac-roman"),
        ("René", "mac-roman"),
        ("田中さん", "shift-jis"),
        ("김민준", "euc-kr"),
        ("Иван", "cp866"),
    ],
)
def test_implausible_text_is_rejected(tmp_path: Path, letters: str, encoding: str) -> None:
    path = written(tmp_path, f"name,extension\n{letters},201\n".encode(encoding))
    with pytest.raises(Unreadable, match=r"it is not UTF-8, .* set its encoding under \[directory\]"):
        read_book(path)
    (row,) = read_book(path, encoding).rows
    assert row.name == letters


@pytest.mark.parametrize("letters", ["Jürgen Größe", "Zoë", "MÜLLER", "Ærø", "Ñuñez", "Şœur", "d’Été", "ÅÄÖ"])
def test_western_names_need_no_setting(tmp_path: Path, letters: str) -> None:
    data = f"name,extension\n{letters},201\n".encode("windows-1252", errors="ignore")
    book = read_book(written(tmp_path, data))
    assert [row.name for row in book.rows] == [letters.replace("Ş", "")]
    assert book.faults == ()
    assert "windows-1252; if names look wrong, set encoding" in book.description


def test_one_odd_line_of_a_file_in_utf_8_is_named_and_costs_nobody(tmp_path: Path) -> None:
    data = "name,extension\nZoë,201\n".encode() + "Łukasz,202\n".encode("windows-1250")
    book = read_book(written(tmp_path, data))
    assert [row.extension for row in book.rows] == ["201", "202"]
    assert [fault.line for fault in book.faults] == [1]
    assert "'£ukasz,202' is not plausible" in book.faults[0].sentence


def test_one_odd_card_is_named_and_costs_nobody(tmp_path: Path) -> None:
    data = b"BEGIN:VCARD\nFN:\xc8\xe2\xe0\xed\nTEL:201\nEND:VCARD\n"
    book = read_book(written(tmp_path, data, "people.VCF"))
    assert [row.extension for row in book.rows] == ["201"]
    assert [fault.line for fault in book.faults] == [1]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04....", "it is a workbook: save it as CSV in UTF-8"),
        (b"\xd0\xcf\x11\xe0....", "it is a workbook"),
        (b"name\0\0\0\0\x01\x02,extension\n", "it is not a text file"),
        (b"", "it is empty"),
    ],
)
def test_other_formats_are_named(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        read_book(written(tmp_path, data))
    assert not caught.value.is_transient


def test_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(Unreadable, match="it is not a regular file"):
            read_book(path)
    with pytest.raises(Unreadable, match="it cannot be read: no such file or directory") as caught:
        read_book(tmp_path / "none.csv")
    assert caught.value.is_transient


def test_a_file_has_a_size_and_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"name\nAnna\n")
    with pytest.raises(Unreadable, match="it takes longer than -1 s"):
        read_book(path, seconds=-1.0)
    monkeypatch.setattr(file, "MAX_TABLE_BYTES", 10)
    assert len(read_book(path).rows) == 1
    monkeypatch.setattr(file, "MAX_TABLE_BYTES", 9)
    with pytest.raises(Unreadable, match="it has 0 MB, more than 0"):
        read_book(path)
    assert list(raw_lines(path, max_bytes=10)) == ["name", "Anna"]
    with pytest.raises(Unreadable, match="it has 0 MB, more than 0"):
        list(raw_lines(path, max_bytes=9))


def test_rows_have_a_time_too() -> None:
    with pytest.raises(Unreadable, match="it takes longer than -1 s"):
        read_csv(["name", "Anna"], Deadline(-1.0))
    assert len(read_csv(["name", "Anna"], Deadline(60.0)).rows) == 1


def test_an_endless_line_is_cut_and_the_next_one_is_read(tmp_path: Path) -> None:
    data = b"BEGIN:VCARD\nNOTE:" + b"x" * 200_000 + b"\nFN:Anna\nEND:VCARD\n"
    lines = list(raw_lines(written(tmp_path, data)))
    assert [len(line) for line in lines] == [11, MAX_LINE_CHARS, 7, 9]


def test_number_of_people_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"extension\n201\n202\n203\n")
    monkeypatch.setattr(file, "MAX_PEOPLE", 3)
    assert (len(read_book(path).rows), read_book(path).faults) == (3, ())
    monkeypatch.setattr(file, "MAX_PEOPLE", 2)
    book = read_book(path)
    assert [row.extension for row in book.rows] == ["201", "202"]
    assert [(fault.line, fault.sentence) for fault in book.faults] == [
        (4, "only the first 2 people are read: all from here on are ignored")
    ]


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, b"name\n")
    first = stamp_of(path)
    status = path.stat()
    assert first == FileStamp(status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
    assert stamp_of(path) == first
    os.utime(path, ns=(1, 1))
    second = stamp_of(path)
    path.write_bytes(b"name\nAnna\n")
    os.utime(path, ns=(1, 1))
    assert len({first, second, stamp_of(path)}) == 3
    assert stamp_of(tmp_path / "none") == FileStamp()


def test_ascii_without_a_mark_is_not_taken_for_utf_16() -> None:
    assert sniff_encoding(b"a") == sniff_encoding(b"") == sniff_encoding(b"name,number") == "iso8859-1"
    assert sniff_encoding(b"\0ame,number") == sniff_encoding(b"n\0me,number") == "iso8859-1"
    assert sniff_encoding(b"a\0") == sniff_encoding(b"\0a") == "iso8859-1"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert (
            sniff_encoding("ab".encode(encoding))
            == sniff_encoding("name,number\n".encode(encoding))
            == encoding
        )
        assert sniff_encoding("äöü€ name".encode(encoding)) == encoding
