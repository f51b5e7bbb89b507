"""What may be dialled: a number as people write it, made a dial string. Pure."""

import re

from lampfield.model.number import InvalidNumber, parse_typed, validated
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import plain

CALLER_ID_CHARS = 60


def dial_string(number: str) -> str:
    """Return the extension to dial: digits, letters, ``*``, ``#`` and ``+``, without what parts them.

    Raises:
        Refusal: Something else stands in it. To Asterisk ``&``, ``,`` and ``/`` would say something.
    """
    try:
        found = validated(parse_typed(number))
    except InvalidNumber as why:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{number!r} is not dialled: {why}.") from why
    if found.tones:
        raise Refusal(
            RefusalCode.BAD_ADDRESS, f"{number!r} is not dialled: keys to press stand behind the number."
        )
    return found.dial


def shown_name(name: str) -> str:
    """Return a name as it may go into a SIP message or an AMI action: one line, without controls and marks.

    Asterisk puts a backslash before the line ends of a name, and sends them.
    """
    return plain(name, CALLER_ID_CHARS)


def caller_id(name: str, number: str) -> str:
    """Return a caller ID, with what would end its name taken out."""
    safe = re.sub(r'["<>\\]', "", shown_name(name)).strip()
    return f'"{safe}" <{number}>' if safe else f"<{number}>"
