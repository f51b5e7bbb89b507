"""What may be dialled: a number as people write it, made a dial string. Pure."""

import re

from lampfield.model.refusal import Refusal, Word
from lampfield.model.text import plain

_BETWEEN = re.compile(r"[\s()/.\-\u2010-\u2015]+")
_NATIONAL_ZERO = re.compile(r"\(0\)")
_DIALLED = re.compile(r"[0-9A-Za-z*#+]+")
CALLER_ID_CHARS = 60


def dial_string(number: str) -> str:
    """Return the extension to dial: digits, letters, ``*``, ``#`` and ``+``, without what parts them.

    The zero in brackets of ``+44 (0)161`` is not dialled.

    Raises:
        Refusal: Something else stands in it. To Asterisk ``&`` and ``/`` would say something.
    """
    text = _NATIONAL_ZERO.sub("", number) if number.lstrip().startswith("+") else number
    text = _BETWEEN.sub("", text)
    if not _DIALLED.fullmatch(text):
        raise Refusal(Word.BAD_ADDRESS, "A number has digits, letters, *, # and +. Nothing was dialled.")
    return text


def shown_name(name: str) -> str:
    """Return a name as it may go into a SIP message or an AMI action: one line, without controls and marks.

    Asterisk puts a backslash before the line ends of a name, and sends them.
    """
    return plain(name, CALLER_ID_CHARS)


def caller_id(name: str, number: str) -> str:
    """Return a caller ID, with what would end its name taken out."""
    safe = re.sub(r'["<>\\]', "", shown_name(name)).strip()
    return f'"{safe}" <{number}>' if safe else f"<{number}>"
