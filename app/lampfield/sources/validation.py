"""The rules for what an operator types, which all sources share: numbers, statuses, names and tags."""

from collections.abc import Iterable

from lampfield.model.number import InvalidNumber, Number, parse_typed, validated
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import is_one_line

STATUS_LIMIT_CHARS = 500
"""The longest status, unless a server allows less."""

LABEL_LIMIT_CHARS = 200
"""The longest name or tag of a contact."""


def parse_dialled(number: str) -> Number:
    """Return the number to dial, digits, letters, ``*``, ``#`` and ``+``, and the tones behind it.

    Raises:
        Refusal: It has other characters. To Asterisk ``&``, ``,`` and ``/`` would say something.
    """
    try:
        return validated(parse_typed(number))
    except InvalidNumber as why:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{number!r} is not dialled: {why}.") from why


def is_status(text: str, limit_chars: int = STATUS_LIMIT_CHARS) -> bool:
    """Return whether a text is valid as the operator's status."""
    return is_one_line(text) and len(text) <= limit_chars


def check_status(text: str, limit_chars: int = STATUS_LIMIT_CHARS) -> None:
    """Check the operator's status.

    Raises:
        Refusal: It has several lines or is too long.
    """
    if not is_status(text, limit_chars):
        raise Refusal(RefusalCode.BAD_TEXT, f"A status is one line of up to {limit_chars} characters.")


def checked_label(text: str) -> str:
    """Return a contact's name or tag without surrounding spaces.

    Raises:
        Refusal: It has several lines or is too long.
    """
    label = text.strip()
    if not is_one_line(label) or len(label) > LABEL_LIMIT_CHARS:
        raise Refusal(
            RefusalCode.BAD_TEXT, f"A name or tag is one line of up to {LABEL_LIMIT_CHARS} characters."
        )
    return label


def checked_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return a contact's tags without surrounding spaces, empty tags and duplicates.

    Raises:
        Refusal: A tag has several lines or is too long.
    """
    return tuple(tag for tag in dict.fromkeys(map(checked_label, tags)) if tag)
