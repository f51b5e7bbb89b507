"""What may be dialled: a number as people write it, made a dial string. Pure."""

import re

from lampfield.model.refusal import Refusal, Word

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


def caller_id(name: str, number: str) -> str:
    """Return a caller ID, with what would end its name taken out."""
    safe = re.sub(r'["<>\\]', "", name)[:CALLER_ID_CHARS].strip()
    return f'"{safe}" <{number}>' if safe else f"<{number}>"
