"""Telephone numbers: parsed from foreign text, normalized, compared and dialled (E.164, RFC 3966)."""

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    import phonenumbers


_ASCII = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-") | str.maketrans(
    "＋（）．／＊＃，；：\u3000\xa0\u2007\u2009\u202f", "+()./*#,;:     "
)
_FORMULA = re.compile(r'="?([^"]*)"?')
_SCHEME = re.compile(r"(?:tel|callto)\s*:\s*", re.IGNORECASE)
_URI_EXTENSION = re.compile(r";ext=([0-9*#]+)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:tel|telefon|telephone|téléphone|phone|fon|ph|mob|mobile?|cell|handy|büro|office|work|home|privat|zentrale"
    r"|ext|extension|durchwahl|dw|app|apparat|nebenstelle|[tmpwh](?=[.:]))(?![^\W_])[\s.:]*(?=[+(0-9*#])",
    re.IGNORECASE,
)
_FAX = re.compile(r"fax|\bpager\b|\btelex\b", re.IGNORECASE)
_SECOND = re.compile(r"\s*(?:\n|:::|\||(?:;|,)\s+(?=[+(0-9])|\s(?:or|oder|ou|und|and|&)\s)\s*", re.IGNORECASE)
_SLASH = re.compile(r"\s+/\s+")
_BRACKETED_ZERO = re.compile(r"\(\s*0\s*\)")


def normalized(text: str) -> str:
    """Return a text with ASCII digits, hyphens and spaces, and without invisible characters.

    Chat programs and operating systems wrap copied numbers in directional formatting characters.
    """
    if text.isascii():
        return text.strip()
    return "".join(map(_sign, text.translate(_ASCII))).strip()


def _sign(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    return "" if category == "Cf" else char


def without_spreadsheet_quotes(text: str) -> str:
    """Return a text without the markup that makes a spreadsheet keep it as text: ``'030``, ``="030"``."""
    formula = _FORMULA.fullmatch(text)
    return (formula[1] if formula else text.removeprefix("'")).strip()


def split_uri(text: str) -> tuple[str, str]:
    """Return the number and the extension of a ``tel:`` URI (RFC 3966); other texts stay unchanged."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        return text, ""
    subscriber, semicolon, rest = text[scheme.end() :].partition(";")
    extension = _URI_EXTENSION.search(semicolon + rest)
    return unquote(subscriber).strip(), extension[1] if extension else ""


def without_label(text: str) -> str:
    """Return a number without a leading label: ``Tel.: 030 12345``."""
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def is_fax(text: str) -> bool:
    """Return whether a text labels its number as a fax, a pager or a telex."""
    return bool(_FAX.search(text))


def split_numbers(text: str) -> tuple[str, str]:
    """Return the first and the second number of a text; the second is empty if there is only one.

    ``030 123 / 124`` holds two numbers. ``030 / 123456`` is one, with the area code before the slash.
    """
    parts = _SECOND.split(text, maxsplit=1)
    if len(parts) == 1 and (slash := _SLASH.search(text)) and not _is_area_code(text[: slash.start()]):
        parts = [text[: slash.start()], text[slash.end() :]]
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _is_area_code(text: str) -> bool:
    groups = len(_BRACKETED_ZERO.sub(" ", text).replace("(", " ").replace(")", " ").split())
    if text.startswith(("+", "(+")):
        return groups <= 2
    return groups == 1 and text.startswith(("0", "(0"))


MAX_DIALLED_CHARS = 32
"""The longest dial string: E.164 allows 15 digits, and service codes add some more."""

MAX_EXTENSION_DIGITS = 6
"""The largest number of digits that an extension of the PBX has."""

MIN_OUTSIDE_DIGITS = 7
"""A shorter number is an extension: it is never the end of another one."""

GROUP_CHARS = 4
"""How many characters at the end `number_group` keeps: two equal numbers have these in common."""

_MAX_TEXT_CHARS = 500

_SPREADSHEET = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_FLOAT = re.compile(r"([0-9]+)[.,]0{1,2}")
_MAIN = re.compile(r"(?P<main>[+(*#]*[0-9*#](?:[0-9*#+()\s./-]*[0-9*#])?)(?P<rest>.*)")
_TONES = re.compile(r"[\s)]*[,;pw]+(?P<tones>[0-9*#][0-9*#,;pw]*)", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[\s,;/(-]*(?:extension|extn|ext|x|interno?|int|durchwahl|dw|poste|доб)(?![^\W\d_])[.:]?"
    r"\s*(?P<tones>[0-9*#]+)[)\s]*",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(r"(?P<main>\+[0-9]+)(?:[*#]+(?P<tones>[0-9]+))?")
_ZERO = re.compile(r"\(\s*0\s*\)")
_BETWEEN = re.compile(r"[\s()./-]+")
_DIALLED = re.compile(r"\+[0-9]+|[0-9*#]+")
_ATTACHED = re.compile(r"[./-]*[^\s(),;./-]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_VANITY = re.compile(r"\+?[0-9][0-9\s().-]*(?<=[0-9.-])(?:[A-Z]{3,}|[A-Z]+(?:-[A-Z0-9]+)+|[A-Za-z]{3,})")
_INVALID_LENGTH = "its country code and its length do not fit"
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The letters on a telephone's keys (ITU-T E.161)."""


class InvalidNumber(ValueError):
    """A text is not a telephone number. The message gives the reason, as the end of a sentence."""


class Number(NamedTuple):
    """A telephone number parsed from a text."""

    dial: str
    """The dial string: digits, ``*``, ``#``, a leading ``+``; from `parse_typed` also an extension's name."""
    text: str
    """The number as it was written, without parts that are never dialled."""
    tones: str = ""
    """Digits to key in after the answer, such as the extension behind ``ext.``; they are not dialled."""
    remainder: str = ""
    """Text beside the number that is not part of it."""
    doubt: str = ""
    """Why the number may be wrong, as the end of a sentence; it is still dialled as written."""

    @property
    def is_extension(self) -> bool:
        """Whether it is an extension of the PBX: up to six digits, without tones."""
        return self.dial.isdecimal() and len(self.dial) <= MAX_EXTENSION_DIGITS and not self.tones

    @property
    def with_tones(self) -> str:
        """The dial string and, after a comma, the tones. A comma is a pause in a Hayes dial string."""
        return f"{self.dial},{self.tones}" if self.tones else self.dial


def parse_stored(text: str) -> Number:
    """Parse a number from a file or a server.

    Raises:
        InvalidNumber: The text holds no number, or is ambiguous.
    """
    found = _parse(text)
    if not any(map(str.isdigit, found.dial)):
        raise InvalidNumber("it has no digits")
    return found


def parse_typed(text: str) -> Number:
    """Parse a number that an operator typed: as `parse_stored` does, keypad letters, or an extension's name.

    ``1-800-FLOWERS`` is dialled as 18003569377, as every phone does; ``echo`` is the extension of that name.

    Raises:
        InvalidNumber: The text is not a number, or has other text beside the number.
    """
    plain = normalized(text[:_MAX_TEXT_CHARS])
    if _NAME.fullmatch(plain):
        return Number(plain, plain)
    if _VANITY.fullmatch(plain) and not _SPREADSHEET.fullmatch(plain):
        return _number(plain.lower().translate(_KEYPAD))
    found = _parse(plain)
    if found.remainder:
        raise InvalidNumber(f"{found.remainder!r} stands beside it")
    return found


def number_in_query(text: str) -> str:
    """Return the number that a search query consists of; empty if the query is not a number.

    In a query, letters are search words, and the number may have no other text beside it.
    """
    plain = text.strip()
    if not plain or (plain[0].isalpha() and not plain.lower().startswith("tel:")):
        return ""
    try:
        found = _parse(plain)
    except InvalidNumber:
        return ""
    return "" if found.remainder else plain


def begins_like_number(text: str) -> bool:
    """Return whether a text that matches no contact is meant as a number rather than as a mistyped name."""
    return text.strip()[:1] in frozenset("+*#(0123456789")


def validated(number: Number) -> Number:
    """Return a number with a country code in E.164, or with a `doubt`; other numbers stay unchanged."""
    return _validated_international(number) if number.dial.startswith("+") else number


def same_number(one: str, other: str) -> bool:
    """Return whether two numbers reach the same phone, however they are written.

    An international number ends with the national one, without its trunk prefix ``0``.
    """
    if one == other and one.isdigit():
        return True
    short, long = sorted((_compared(one), _compared(other)), key=len)
    if short == long or len(short) < MIN_OUTSIDE_DIGITS:
        return bool(short) and short == long
    return long.endswith(short.lstrip("0"))


def number_group(number: str) -> str:
    """Return the key of an index in which `same_number` finds its equals: the last digits of the number."""
    return _compared(number).lstrip("0")[-GROUP_CHARS:]


def _compared(number: str) -> str:
    if number.isascii() and number.isdigit():
        # The usual case: this runs for each change of a call.
        return number
    return "".join(char for char in number.casefold() if char.isalnum() or char in "*#")


def _parse(text: str) -> Number:
    """Parse a text by the rules that stored, typed and queried numbers share."""
    plain = without_spreadsheet_quotes(normalized(text[:_MAX_TEXT_CHARS]))
    if not plain:
        raise InvalidNumber("it is empty")
    if _SPREADSHEET.fullmatch(plain):
        raise InvalidNumber(
            "a spreadsheet has rounded it: format the column as text and write the number again"
        )
    if whole := _FLOAT.fullmatch(plain):
        return _number(whole[1])
    number, tones = split_uri(plain)
    if is_fax(number):
        raise InvalidNumber("it is a fax or pager, which is not dialled")
    first, second = split_numbers(without_label(number))
    return _parse_parts(first, second, tones)


def _parse_parts(text: str, second: str, tones: str) -> Number:
    """Parse the number at the start of a text, its tones and the remainder."""
    match = _MAIN.match(text)
    if match is None:
        raise InvalidNumber("it does not begin with a number")
    behind = _TONES.fullmatch(match["rest"]) or _EXTENSION.fullmatch(match["rest"])
    if behind is not None:
        return _number(match["main"], tones=behind["tones"], remainder=second)
    if _ATTACHED.match(match["rest"]):
        raise InvalidNumber("it contains characters that no phone number has: use digits")
    remainder = " ".join(filter(None, (match["rest"].strip(" ()"), second)))
    return _number(match["main"], tones=tones, remainder=remainder)


def _number(main: str, *, tones: str = "", remainder: str = "") -> Number:
    text = " ".join((_ZERO.sub(" ", main) if main.startswith("00") else main).split())
    dial = _BETWEEN.sub("", text)
    if (international := _INTERNATIONAL.fullmatch(dial)) and international["tones"]:
        dial, text, tones = international["main"], international["main"], international["tones"]
    if not _DIALLED.fullmatch(dial) or len(dial) > MAX_DIALLED_CHARS:
        raise InvalidNumber(f"a number has digits, *, # and a leading +, at most {MAX_DIALLED_CHARS}")
    return Number(dial, f"{text} ext. {tones}" if tones else text, tones, remainder)


def _validated_international(number: Number) -> Number:
    """Return a number with a country code in E.164; ``(0)`` is dialled only if it makes the number valid."""
    # Imported here because only numbers with a country code need it: 40 ms and 1 MB.
    import phonenumbers

    text = " ".join(_ZERO.sub(" ", number.text).split())
    as_written = number._replace(dial=_BETWEEN.sub("", text.partition(" ext. ")[0]), text=text)
    parsed = _phonenumber(number.dial)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        parsed = _phonenumber(as_written.dial)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return as_written._replace(doubt=_INVALID_LENGTH)
    dial = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if dial == as_written.dial:
        return as_written
    text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return number._replace(dial=dial, text=f"{text} ext. {number.tones}" if number.tones else text)


def _phonenumber(dial: str) -> "phonenumbers.PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(dial, None)
    except phonenumbers.NumberParseException:
        return None
