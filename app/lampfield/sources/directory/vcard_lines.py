"""Parse vCard properties (version 2.1, RFC 2426, RFC 6350) line by line. Pure.

Each step takes linear time and holds at most one property in memory; pictures, sounds and keys are skipped.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_NAME_CHARS = 1_000
"""Maximum length of a property name with its parameters."""

MAX_VALUE_CHARS = 8_000
"""Maximum length of a property value; longer values are cut."""

SKIPPED_PROPERTIES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
"""Large properties that are not used."""

_NAME = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")
_HEAD = re.compile(r'(?:[^":]|"[^"]*")*:')
_PARAMETERS = re.compile(r'(?:[^";]|"[^"]*")+')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "Q", "7BIT", "8BIT"})


class UnfoldedLine(NamedTuple):
    """A property as in the file, with its folded lines joined."""

    number: int
    """Line number of its first line, from 1."""
    text: str


class VCardProperty(NamedTuple):
    """A property of a card."""

    name: str
    """In capitals, without its group."""
    group: str
    types: frozenset[str]
    """The values of TYPE, in capitals."""
    parameters: dict[str, str]
    """By name in capitals."""
    value: str
    """Encoded as in the file."""

    def data(self) -> str:
        """Return the value as raw bytes, one per character, after decoding quoted-printable or base64."""
        encoding = self.parameters.get("ENCODING", "").upper()
        try:
            if encoding in ("QUOTED-PRINTABLE", "Q"):
                return binascii.a2b_qp(self.value.encode("iso8859-1")).decode("iso8859-1")
            if encoding in ("BASE64", "B"):
                return binascii.a2b_base64(self.value.encode("iso8859-1")).decode("iso8859-1")
        except binascii.Error:
            return ""
        return self.value


class NameTooLong(ValueError):
    """The name and parameters of a property are too long."""


class _PropertyReader:
    """Collects the folded lines of a property."""

    def __init__(self, number: int, line: str, *, is_version_2: bool) -> None:
        self.number = number
        self.is_skipped = _property_name(line) in SKIPPED_PROPERTIES
        self.is_version_2 = is_version_2
        self._is_quoted = "QUOTED-PRINTABLE" in line[:MAX_NAME_CHARS].upper()
        self._parts = [line]
        self._chars_left = MAX_NAME_CHARS + MAX_VALUE_CHARS

    @property
    def line(self) -> UnfoldedLine:
        """The property so far, unfolded."""
        return UnfoldedLine(self.number, "".join(self._parts))

    def append_if_folded(self, line: str) -> bool:
        """Append a line if it continues this property. Returns whether it does."""
        if self._is_quoted and self._parts[-1].endswith("=") and not _is_begin_or_end(line):
            # A soft line break of quoted-printable (RFC 2045, 6.7).
            self._parts[-1] = self._parts[-1][:-1]
            self._add(line)
        elif line.startswith((" ", "\t")):
            # In version 2.1 the blank is part of the text (section 2.1.3); later versions fold with it.
            self._add(line if self.is_version_2 else line[1:])
        else:
            return False
        return True

    def _add(self, folded: str) -> None:
        self._chars_left -= len(folded)
        if not self.is_skipped and self._chars_left > 0:
            self._parts.append(folded)


def unfolded(lines: Iterable[str]) -> Iterator[UnfoldedLine]:
    """Yield the properties of raw lines, without `SKIPPED_PROPERTIES`."""
    reader: _PropertyReader | None = None
    is_version_2 = False
    for number, line in enumerate(lines, 1):
        if reader is not None and reader.append_if_folded(line):
            continue
        if reader is not None and not reader.is_skipped:
            yield reader.line
        start = line[:12].upper()
        is_version_2 = start.startswith("VERSION:2") or (is_version_2 and not start.startswith("BEGIN:"))
        reader = _PropertyReader(number, line, is_version_2=is_version_2)
    if reader is not None and not reader.is_skipped:
        yield reader.line


def _is_begin_or_end(line: str) -> bool:
    return line.upper().startswith(("END:VCARD", "BEGIN:VCARD"))


def _property_name(line: str) -> str:
    name = _NAME.match(line[:MAX_NAME_CHARS])
    return name[2].upper() if name is not None else ""


def property_of(text: str) -> VCardProperty | None:
    """Parse a property; None if the line has none.

    Raises:
        NameTooLong: The parameters do not end within `MAX_NAME_CHARS`.
    """
    name = _NAME.match(text)
    if name is None or text[name.end() : name.end() + 1] not in (":", ";"):
        return None
    head = _HEAD.match(text, name.end(), name.end() + MAX_NAME_CHARS)
    colon = head.end() - 1 if head is not None else text.find(":", name.end(), name.end() + MAX_NAME_CHARS)
    if colon < 0:
        if len(text) > MAX_NAME_CHARS:
            raise NameTooLong(name[2])
        return None
    types, parameters = _parameters(text[name.end() + 1 : colon])
    value = text[colon + 1 : colon + 1 + MAX_VALUE_CHARS]
    return VCardProperty(name[2].upper(), (name[1] or "").lower(), types, parameters, value)


def _parameters(text: str) -> tuple[frozenset[str], dict[str, str]]:
    """Return the types and the other parameters: ``TYPE=WORK,VOICE``, or ``WORK;VOICE`` in version 2.1."""
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for part in _PARAMETERS.findall(text):
        key, equals, value = part.partition("=")
        name = key.strip().upper()
        if not equals:
            parameters.update({"ENCODING": name} if name in _ENCODINGS else {})
            types.update(set() if name in _ENCODINGS else {name})
        elif name == "TYPE":
            types.update(it.strip() for it in value.replace('"', "").upper().split(","))
        else:
            parameters.setdefault(name, value.strip().strip('"'))
    return frozenset(types), parameters


def unescaped(text: str) -> str:
    r"""Return a text without backslash escapes: ``\n`` is a line end, other escaped signs are literal."""
    if "\\" not in text:
        return text.strip()
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()


def parts_of(text: str, separator: str) -> list[str]:
    """Split a value at an unescaped separator and unescape the parts."""
    parts, part, is_escaped = list[str](), list[str](), False
    for char in text:
        if char == separator and not is_escaped:
            parts.append("".join(part))
            part = []
        else:
            part.append(char)
        is_escaped = char == "\\" and not is_escaped
    return [unescaped(it) for it in (*parts, "".join(part))]
