"""What all sources accept as a number, a status, a name and a tag."""

import pytest

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.validation import (
    LABEL_LIMIT_CHARS,
    STATUS_LIMIT_CHARS,
    check_status,
    checked_label,
    checked_tags,
    parse_dialled,
)


@pytest.mark.parametrize(
    ("text", "dialled"), [(" +44 (0)161/496-00.00 ", "+441614960000"), ("*21#", "*21#"), ("echo", "echo")]
)
def test_number_is_dialled_without_separators(text: str, dialled: str) -> None:
    assert parse_dialled(text).dial == dialled


@pytest.mark.parametrize("text", ["", " ( ) ", "1\r\n2", "a@b", "1+2", "1" * 33, "PJSIP/201&PJSIP/202"])
def test_text_that_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="is not dialled: ") as refused:
        parse_dialled(text)
    assert refused.value.word is RefusalCode.BAD_ADDRESS


def test_status_is_one_line_of_limited_length() -> None:
    check_status("x" * STATUS_LIMIT_CHARS)
    for text, limit_chars in (
        ("x" * (STATUS_LIMIT_CHARS + 1), STATUS_LIMIT_CHARS),
        ("a\nb", 200),
        ("abc", 2),
    ):
        with pytest.raises(Refusal, match=f"one line of up to {limit_chars} characters") as refused:
            check_status(text, limit_chars)
        assert refused.value.word is RefusalCode.BAD_TEXT


def test_label_is_one_line_of_limited_length() -> None:
    assert checked_label(f" {'x' * LABEL_LIMIT_CHARS} ") == "x" * LABEL_LIMIT_CHARS
    for text in ("x" * (LABEL_LIMIT_CHARS + 1), "a\nb"):
        with pytest.raises(Refusal, match=f"one line of up to {LABEL_LIMIT_CHARS} characters") as refused:
            checked_tags(["fine", text])
        assert refused.value.word is RefusalCode.BAD_TEXT


def test_tags_are_stripped_and_unique() -> None:
    assert checked_tags([" Sales", "Sales", "", "VIP "]) == ("Sales", "VIP")
