"""The parts of a row: what is right of it, and a fault for what is not. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from lampfield.model.number import InvalidNumber, Number, parse_stored, validated
from lampfield.model.text import is_one_line, plain
from lampfield.sources.directory.row import Fault

MAX_CELL_CHARS = 500
"""The longest name, address or company that is kept."""

_PLACEHOLDER = re.compile(r"(?:n\s?/\s?a|none|null|nil|\(none\)|\(no value\)|[-–—.?_ ]+)", re.IGNORECASE)
_COMMON_NAME = re.compile(r"CN=([^/,]+)(?:[/,].*)?$", re.IGNORECASE)
_EXTENSION = re.compile(r"[0-9*#]+")
_ADDRESS = re.compile(r"[^@\s/<>\"]+@[^@\s/<>\"]+")
_CHAT_SCHEME = re.compile(r"(?:xmpp|jabber):(?://)?", re.IGNORECASE)


class Numbers(NamedTuple):
    """The numbers of one person."""

    extension: str = ""
    number: str = ""


def cleaned(text: str) -> str:
    """Return a cell as one line of bounded length; empty where it says that there is nothing."""
    line = " ".join(plain(text, MAX_CELL_CHARS).split())
    return "" if _PLACEHOLDER.fullmatch(line) else line


def person_name(text: str) -> str:
    """Return a name as one line; of ``CN=Anna Ort/O=Ort``, as directories have it, the person's alone."""
    name = cleaned(text)
    return common[1].strip() if (common := _COMMON_NAME.match(name)) else name


def chat_address(text: str, line: int, faults: list[Fault]) -> str:
    """Return a bare chat address, as servers compare it (RFC 7622); empty when the text is none."""
    if not text:
        return ""
    scheme = _CHAT_SCHEME.match(text)
    address = unquote(text[scheme.end() :]) if scheme else text
    bare = address.partition("?")[0].partition("/")[0].strip().lower()
    # Unseen and control characters would end a chat server's stream.
    if _ADDRESS.fullmatch(bare) and is_one_line(bare):
        return bare
    faults.append(Fault(line, f"{text!r} is no chat address: write name@domain"))
    return ""


def email_address(text: str, line: int, faults: list[Fault]) -> str:
    """Return an e-mail address; empty when the text is none."""
    address = text.removeprefix("mailto:").strip()
    if not address or "@" in address:
        return address
    faults.append(Fault(line, f"{text!r} is no e-mail address"))
    return ""


def numbers_of(
    extension: str, texts: Iterable[str], line: int, faults: list[Fault], *, as_written: bool
) -> Numbers:
    """Return the extension of a person, and the number to dial where there is none.

    Args:
        extension: What is said to be the extension.
        texts: The numbers, the one that is dialled first before the others.
        line: Where they stand.
        faults: Gets what is wrong.
        as_written: Whether the number keeps its blanks.
    """
    inside = _number(extension, line, faults, "extension") if extension else None
    found = [number for text in texts if (number := _number(text, line, faults, "number")) is not None]
    if inside is not None and not _EXTENSION.fullmatch(inside.dial):
        faults.append(Fault(line, f"{extension!r} is no extension: write digits; other numbers are number"))
        found.append(inside)
        inside = None
    if inside is None:
        inside = next((number for number in found if number.is_extension), None)
    number = next((it for it in found if inside is None or it.dial != inside.dial), None)
    outside = "" if number is None else number.text if as_written else number.with_tones
    return Numbers(inside.dial if inside is not None else "", outside)


def _number(text: str, line: int, faults: list[Fault], what: str) -> Number | None:
    try:
        number = validated(parse_stored(text))
    except InvalidNumber as why:
        faults.append(Fault(line, f"{text!r} is no {what}: {why}"))
        return None
    if number.remainder:
        faults.append(Fault(line, f"{number.remainder!r} beside the number {number.dial} is left out"))
    if number.doubt:
        faults.append(Fault(line, f"{number.dial} may be wrong: {number.doubt}"))
    return number
