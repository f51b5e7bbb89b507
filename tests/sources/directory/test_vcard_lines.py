"""The properties of vCards by whole values: where they end, what they are, and how much of them is kept."""

import pytest

from lampfield.sources.directory.vcard_lines import (
    MAX_NAME_CHARS,
    MAX_VALUE_CHARS,
    NameTooLong,
    UnfoldedLine,
    VCardProperty,
    parts_of,
    property_of,
    unescaped,
    unfolded,
)


def texts(*lines: str) -> list[str]:
    return [line.text for line in unfolded(lines)]


def test_a_fold_s_blank_belongs_to_the_text_only_in_an_old_card() -> None:
    """Each card has its own version: what an old one says does not go on into the next."""
    card = ("FN:A", " B", "\tC")
    old = ("BEGIN:VCARD", "version:2.1", *card, "NOTE:x", " y", "END:VCARD")
    new = ("begin:vcard", "VERSION:3.0", *card, "END:VCARD")
    bare = ("Begin:vCard", *card)
    old_read = ["BEGIN:VCARD", "version:2.1", "FN:A B\tC", "NOTE:x y", "END:VCARD"]
    new_read = ["begin:vcard", "VERSION:3.0", "FN:ABC", "END:VCARD"]
    assert texts(*old, *new, *old, *bare) == [*old_read, *new_read, *old_read, "Begin:vCard", "FN:ABC"]


def test_what_is_dropped_is_dropped_also_at_the_end_and_with_all_its_folds() -> None:
    photo = ("item1.photo;ENCODING=b:AAAA", " BBBB")
    assert texts(*photo, "FN:A", *photo, "LOGO:x", "SOUND:x", "KEY:x", "KEYS:x", *photo) == ["FN:A", "KEYS:x"]
    assert texts(*photo) == texts() == []
    assert [*unfolded(["FN:A"])] == [UnfoldedLine(1, "FN:A")]


def test_a_soft_line_break_goes_on_only_in_quoted_printable() -> None:
    assert texts("FN;ENCODING=Quoted-Printable:A=", "B=", "C", "D:e") == [
        "FN;ENCODING=Quoted-Printable:ABC",
        "D:e",
    ]
    assert texts("FN:A=", "B:c") == ["FN:A=", "B:c"]
    assert texts("FN;QUOTED-PRINTABLE:A=", "begin:vcard") == ["FN;QUOTED-PRINTABLE:A=", "begin:vcard"]


def test_folds_are_kept_up_to_the_longest_property() -> None:
    room = MAX_NAME_CHARS + MAX_VALUE_CHARS
    (line,) = texts("N:", *(" " + "x" * 1000 for _ in range(20)))
    assert line == "N:" + "x" * 1000 * (room // 1000 - 1)
    (line,) = texts("N:", " " + "x" * (room - 1), " y", " z")
    assert line == "N:" + "x" * (room - 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fn:", VCardProperty("FN", "", frozenset(), {}, "")),
        ("Item1.x-ABC:a:b;c", VCardProperty("X-ABC", "item1", frozenset(), {}, "a:b;c")),
        ("TEL;work;Voice:1", VCardProperty("TEL", "", frozenset({"WORK", "VOICE"}), {}, "1")),
        (
            "NOTE;home;quoted-printable;CHARSET=utf-8:=41",
            VCardProperty(
                "NOTE",
                "",
                frozenset({"HOME"}),
                {"ENCODING": "QUOTED-PRINTABLE", "CHARSET": "utf-8"},
                "=41",
            ),
        ),
        (
            'TEL; type = "cell, text" ;TYPE=home;pref=1;PREF=2;x="a;b:c":1',
            VCardProperty("TEL", "", frozenset({"CELL", "TEXT", "HOME"}), {"PREF": "1", "X": "a;b:c"}, "1"),
        ),
    ],
)
def test_a_property_is_all_that_its_line_says(text: str, found: VCardProperty) -> None:
    assert property_of(text) == found


@pytest.mark.parametrize("text", ["", ":x", "FN", "FN x:y", "FN;TYPE=x", "a.b.c:x", "ü:x"])
def test_what_has_no_name_or_no_value_is_no_property(text: str) -> None:
    assert property_of(text) is None


def test_a_value_is_cut_at_its_longest() -> None:
    found = property_of("FN:" + "x" * (MAX_VALUE_CHARS + 5))
    assert found is not None
    assert found.value == "x" * MAX_VALUE_CHARS


def test_a_head_without_end_is_refused_by_the_property_s_name() -> None:
    long = "FN;" + "x" * (MAX_NAME_CHARS - 3)
    assert property_of(long) is None
    for text in (f"{long}x", f"{long}xxxx:1"):
        with pytest.raises(NameTooLong, match=r"^FN$"):
            property_of(text)


@pytest.mark.parametrize(
    ("parameters", "value", "data"),
    [
        ({"ENCODING": "quoted-printable"}, "=41b=", "Ab"),
        ({"ENCODING": "Q"}, "=C3=A4", "\xc3\xa4"),
        ({"ENCODING": "base64"}, "QUI=", "AB"),
        ({"ENCODING": "b"}, "QUI=", "AB"),
        ({"ENCODING": "B"}, "QUI", ""),
        ({"ENCODING": "8BIT"}, "=41", "=41"),
        ({"CHARSET": "B"}, "QUI=", "QUI="),
    ],
)
def test_an_encoding_is_undone(parameters: dict[str, str], value: str, data: str) -> None:
    assert VCardProperty("NOTE", "", frozenset(), parameters, value).data() == data


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" a b ", "a b"),
        (r" a\nb\Nc\,d\;e\\n ", "a\nb\nc,d;e\\n"),
        ("a\\\nb", "a\nb"),
        ("a\\", "a\\"),
    ],
)
def test_escapes_stand_for_what_they_mean(text: str, plain: str) -> None:
    assert unescaped(text) == plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        (r"a; b\;c ;;d\\;e\n;", ["a", "b;c", "", "d\\", "e", ""]),
        (r"\;;\\\;;x", [";", "\\;", "x"]),
        ("a,b", ["a,b"]),
    ],
)
def test_a_bare_sign_parts_and_an_escaped_one_does_not(text: str, parts: list[str]) -> None:
    assert parts_of(text, ";") == parts
