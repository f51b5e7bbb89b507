"""Telephone numbers: parsed from files, typed and dialled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.number import (
    InvalidNumber,
    Number,
    begins_like_number,
    number_group,
    number_in_query,
    parse_stored,
    parse_typed,
    same_number,
    validated,
    without_label,
)


def dialled(text: str) -> str:
    """Return the dial string of a number from a file."""
    return validated(parse_stored(text)).dial


@pytest.mark.parametrize(
    ("text", "dial"),
    [
        ("+49 (0)30 12345", "+493012345"),
        ("+49 ( 0 ) 30 12345", "+493012345"),
        ("+49 030 12345", "+493012345"),
        ("(+49) 30-12345", "+493012345"),
        ("+44 0161 496 0000", "+441614960000"),
        ("+49 (0)12", "+4912"),
        ("+39 06 12345678", "+390612345678"),
        ("+39 (0)6 12345678", "+390612345678"),
        ("0049 (0)30 12345", "00493012345"),
        ("(0)30 12345", "03012345"),
        ("(030) 123 45", "03012345"),
        ("030/12345", "03012345"),
        ("030 / 12345", "03012345"),
        ("+49 30 / 12345", "+493012345"),
        ("+49 (0)30 / 12345", "+493012345"),
        ("0161.496.0000", "01614960000"),
        ("\uff0b49 30 12\u201145", "+49301245"),
        ("\u202a+49\xa030\xa012345\u202c", "+493012345"),
        ("\u0660\u0663\u0660 1234567", "0301234567"),
        ("'0301234567", "0301234567"),
        ('="0301234567"', "0301234567"),
        ("201.0", "201"),
        ("0301234567,00", "0301234567"),
        ("tel:+1-201-555-0123", "+12015550123"),
        ("TEL:%2B1%20201-555-0123", "+12015550123"),
        ("callto: 0301234567", "0301234567"),
        ("tel:201;phone-context=acme.test", "201"),
        ("Tel.: 030 12345", "03012345"),
        ("Mobil 0171 1234567", "01711234567"),
        ("ext. 12", "12"),
        ("*97", "*97"),
        ("**201", "**201"),
        ("12#34", "12#34"),
        ("*21*0301234#", "*21*0301234#"),
        ("*0*", "*0*"),
    ],
)
def test_a_number_is_dialled_in_the_form_that_the_dial_plan_expects(text: str, dial: str) -> None:
    found = validated(parse_stored(text))
    assert (found.dial, found.tones, found.remainder, found.doubt) == (dial, "", "", "")
    assert dialled(found.text) == dialled(dial) == dial


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4.41615E+11", "a spreadsheet has rounded it"),
        ("4,41615e+11", "a spreadsheet has rounded it"),
        ("44E10", "a spreadsheet has rounded it"),
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("n/a", "it does not begin with a number"),
        ("-", "it does not begin with a number"),
        ("Room 12", "it does not begin with a number"),
        ("Zimmer: 12", "it does not begin with a number"),
        ("sip:201@acme.test", "it does not begin with a number"),
        ("${EXTEN}", "it does not begin with a number"),
        ("1-800-FLOWERS", "it contains characters that no phone number has"),
        ("12a", "it contains characters that no phone number has"),
        ("030 123456Mo-Fr", "it contains characters that no phone number has"),
        ("030 1234\xb2", "it contains characters that no phone number has"),
        ("202&PJSIP/203", "it contains characters that no phone number has"),
        ("202@other", "it contains characters that no phone number has"),
        ("Fax: 030 99", "it is a fax"),
        ("030 99 (Telefax)", "it is a fax"),
        ("#", "it has no digits"),
        ("**", "it has no digits"),
        ("49+30", "a number has digits"),
        ("++49 30 12345", "a number has digits"),
        ("1" * 33, "a number has digits"),
    ],
)
def test_a_text_without_a_number_is_invalid(text: str, why: str) -> None:
    with pytest.raises(InvalidNumber, match=why):
        parse_stored(text)


DOUBT = "its country code and its length do not fit"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("030 1234567 ext. 12", Number("0301234567", "030 1234567 ext. 12", "12")),
        ("030 1234567 x12", Number("0301234567", "030 1234567 ext. 12", "12")),
        ("030 1234567 Durchwahl 12", Number("0301234567", "030 1234567 ext. 12", "12")),
        ("030 1234567 (int. 12)", Number("0301234567", "030 1234567 ext. 12", "12")),
        ("+4930123456,,12", Number("+4930123456", "+4930123456 ext. 12", "12")),
        ("+4930123456;12#", Number("+4930123456", "+4930123456 ext. 12#", "12#")),
        ("+4930123456w12", Number("+4930123456", "+4930123456 ext. 12", "12")),
        ("+4930123456#12", Number("+4930123456", "+4930123456 ext. 12", "12")),
        ("tel:+1-201-555-0123;ext=55", Number("+12015550123", "+1-201-555-0123 ext. 55", "55")),
        ("+44 0161 4960000 x5", Number("+441614960000", "+44 161 496 0000 ext. 5", "5")),
        ("030 123 / 124", Number("030123", "030 123", remainder="124")),
        ("+49 30 123 / 124", Number("+4930123", "+49 30 123", remainder="124")),
        ("201 / 202", Number("201", "201", remainder="202")),
        ("030 123456 ::: 0171 123456", Number("030123456", "030 123456", remainder="0171 123456")),
        ("030 123456\n0171 123456", Number("030123456", "030 123456", remainder="0171 123456")),
        ("030 123456, 0171 123456", Number("030123456", "030 123456", remainder="0171 123456")),
        ("030 123456 oder 0171 123456", Number("030123456", "030 123456", remainder="0171 123456")),
        ("030 123456 Mo-Fr", Number("030123456", "030 123456", remainder="Mo-Fr")),
        ("030 123456 App. 12", Number("030123456", "030 123456", remainder="App. 12")),
        ("030 123456 (privat)", Number("030123456", "030 123456", remainder="privat")),
        ("030 123456 p", Number("030123456", "030 123456", remainder="p")),
        ("+49", Number("+49", "+49", doubt=DOUBT)),
        ("+0 30 12345", Number("+03012345", "+0 30 12345", doubt=DOUBT)),
        ("+1 (0)2", Number("+12", "+1 2", doubt=DOUBT)),
    ],
)
def test_tones_and_other_text_are_separated_from_the_number(text: str, number: Number) -> None:
    assert validated(parse_stored(text)) == number


def test_a_number_with_tones_can_be_parsed_again() -> None:
    with_tones = validated(parse_stored("+49 30 123456 x12")).with_tones
    assert with_tones == "+4930123456,12"
    assert validated(parse_stored(with_tones)).with_tones == with_tones
    assert parse_stored("030 12").with_tones == "03012"


def test_a_short_number_is_an_extension() -> None:
    assert [
        parse_stored(text).is_extension for text in ("201", "123456", "1234567", "+49301", "*97", "201,1")
    ] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "dial"),
    [
        ("1-800-FLOWERS", "18003569377"),
        ("1-800-flowers", "18003569377"),
        ("0800-GO-FEDEX", "08004633339"),
        ("1 (800) 4FLOWERS", "180043569377"),
        ("echo", "echo"),
        (" Alice2 ", "Alice2"),
        ("0161 496-0000", "01614960000"),
        ("#", "#"),
        ("*97", "*97"),
        ("x12", "x12"),
    ],
)
def test_only_an_operator_may_type_letters(text: str, dial: str) -> None:
    assert parse_typed(text).dial == dial


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Alice Ames", "it does not begin with a number"),
        ("12a", "it contains characters"),
        ("12ab", "it contains characters"),
        ("030 123456 Mo-Fr", "'Mo-Fr' stands beside it"),
        ("800 FLOWERS", "'FLOWERS' stands beside it"),
        ("030 99 (Fax)", "it is a fax"),
        ("4.41615E+11", "a spreadsheet has rounded it"),
        ("441615E11", "a spreadsheet has rounded it"),
        ("44EEE11", "it contains characters"),
        ("201 / 202", "'202' stands beside it"),
        ("", "it is empty"),
    ],
)
def test_a_typed_number_with_other_text_is_invalid(text: str, why: str) -> None:
    with pytest.raises(InvalidNumber, match=why):
        parse_typed(text)


@pytest.mark.parametrize(
    "text", ["030 12345", "*0*", "#12", "5", "(030) 1", "+49 30 1 x12", "tel:+49301", "030,,1"]
)
def test_a_query_that_is_a_number_is_returned_as_typed(text: str) -> None:
    assert number_in_query(f" {text} ") == text
    assert parse_typed(text).dial


@pytest.mark.parametrize(
    "text", ["", " ", "alice", "echo", "1st floor", "1-800-FLOWERS", "201 / 202", "-", "030 1 Mo"]
)
def test_a_query_with_words_is_no_number(text: str) -> None:
    assert number_in_query(text) == ""


def test_a_text_begins_like_a_number() -> None:
    meant = [begins_like_number(text) for text in ("030", " +49", "*97", "#1", "(030)", "alice", "", "-1")]
    assert meant == [True] * 5 + [False] * 3


signs = st.text(st.sampled_from("0123456789+*#()/.- ,;xpwE'\"="), max_size=24)


@given(st.one_of(st.text(max_size=30), signs))
def test_parsing_is_idempotent(text: str) -> None:
    try:
        found = validated(parse_stored(text))
    except InvalidNumber:
        return
    again = validated(parse_stored(found.with_tones))
    assert (again.dial, again.tones) == (found.dial, found.tones)
    assert set(found.dial) <= set("+0123456789*#")


@given(st.one_of(st.text(max_size=30), signs))
def test_a_number_in_a_query_can_be_typed(text: str) -> None:
    if found := number_in_query(text):
        assert parse_typed(found).remainder == ""


@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=20))
def test_a_national_number_is_unchanged(digits: str) -> None:
    assert dialled(digits) == digits


def test_only_the_first_label_is_removed() -> None:
    assert without_label("Tel.: 030 12345 App. 12") == "030 12345 App. 12"
    assert without_label("030 12345 App. 12") == "030 12345 App. 12"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("201", "201", True),
        ("2 01", "(20)1", True),
        ("201", "1201", False),
        ("", "", False),
        ("*21", "21", False),
        ("+49 30 123456", "030 123456", True),
        ("0049301234567", "+49 (30) 1234567", True),
        ("+49 30 123456", "040 123456", False),
        ("123456", "0123456", False),
        ("1234567", "01234567", True),
    ],
)
def test_numbers_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
    assert not same or number_group(one) == number_group(other)
