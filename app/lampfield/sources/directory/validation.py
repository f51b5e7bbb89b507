"""Validate the values of a row and record a fault for each invalid one. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from lampfield.model.number import InvalidNumber, Number, parse_stored, validated
from lampfield.model.text import is_one_line, plain
from lampfield.sources.directory.row import Fault

MAX_CELL_CHARS = 500
"""Maximum length of a name, address or company."""

_PLACEHOLDER = re.compile(r"(?:n\s?/\s?a|none|null|nil|\(none\)|\(no value\)|[-–—.?_ ]+)", re.IGNORECASE)
_COMMON_NAME = re.compile(r"CN=([^/,]+)(?:[/,].*)?$", re.IGNORECASE)
_EXTENSION = re.compile(r"[0-9*#]+")
_ADDRESS = re.compile(r"[^@\s/<>\"]+@[^@\s/<>\"]+")
_CHAT_SCHEME = re.compile(r"(?:xmpp|jabber):(?://)?", re.IGNORECASE)


class Numbers(NamedTuple):
    """The extension and the number of one person."""

    extension: str = ""
    number: str = ""


def clean_cell(text: str) -> str:
    """Return a cell as one line of bounded length; empty for placeholders such as ``n/a``."""
    line = " ".join(plain(text, MAX_CELL_CHARS).split())
    return "" if _PLACEHOLDER.fullmatch(line) else line


def person_name(text: str) -> str:
    """Return a name as one line; of a directory name such as ``CN=Anna Ort/O=Ort``, the common name only."""
    name = clean_cell(text)
    return common[1].strip() if (common := _COMMON_NAME.match(name)) else name


def chat_address(text: str, line: int, faults: list[Fault]) -> str:
    """Return a bare chat address, normalized as servers do (RFC 7622); empty if invalid."""
    if not text:
        return ""
    scheme = _CHAT_SCHEME.match(text)
    address = unquote(text[scheme.end() :]) if scheme else text
    bare = address.partition("?")[0].partition("/")[0].strip().lower()
    # Invisible and control characters would end the stream of a chat server.
    if _ADDRESS.fullmatch(bare) and is_one_line(bare):
        return bare
    faults.append(Fault(line, f"{text!r} is not a chat address: write name@domain"))
    return ""


def email_address(text: str, line: int, faults: list[Fault]) -> str:
    """Return an e-mail address; empty if invalid."""
    address = text.removeprefix("mailto:").strip()
    if not address or "@" in address:
        return address
    faults.append(Fault(line, f"{text!r} is not an e-mail address: write name@domain"))
    return ""


def select_numbers(
    extension: str, texts: Iterable[str], line: int, faults: list[Fault], *, keep_blanks: bool
) -> Numbers:
    """Choose the extension of a person, and the number to dial.

    Args:
        extension: The cell that should hold the extension.
        texts: The other numbers, in order of preference.
        line: Line number for faults.
        faults: Receives the faults.
        keep_blanks: Whether to keep the blanks of the number.
    """
    extension_number = _parse_number(extension, line, faults, "extension") if extension else None
    others = [number for text in texts if (number := _parse_number(text, line, faults, "number")) is not None]
    if extension_number is not None and not _EXTENSION.fullmatch(extension_number.dial):
        faults.append(
            Fault(line, f"{extension!r} is not an extension: write digits, and others under number")
        )
        others.append(extension_number)
        extension_number = None
    if extension_number is None:
        extension_number = next((number for number in others if number.is_extension), None)
    number = next((it for it in others if extension_number is None or it.dial != extension_number.dial), None)
    number_text = "" if number is None else number.text if keep_blanks else number.with_tones
    return Numbers(extension_number.dial if extension_number is not None else "", number_text)


def _parse_number(text: str, line: int, faults: list[Fault], kind: str) -> Number | None:
    try:
        number = validated(parse_stored(text))
    except InvalidNumber as why:
        faults.append(Fault(line, f"{text!r} is not a valid {kind}: {why}"))
        return None
    if number.remainder:
        faults.append(Fault(line, f"{number.remainder!r} next to the number {number.dial} is ignored"))
    if number.doubt:
        faults.append(Fault(line, f"{number.dial} may be wrong: {number.doubt}"))
    return number
