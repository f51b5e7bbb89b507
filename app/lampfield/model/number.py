"""What a telephone number is: read from foreign text, shown, compared and dialled (E.164, RFC 3966). Pure."""

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


def normal(text: str) -> str:
    """Return a text with ASCII digits, hyphens and blanks, and without invisible marks.

    Chat programs and operating systems put marks of writing direction around numbers that are copied there.
    """
    if text.isascii():
        return text.strip()
    return "".join(map(_sign, text.translate(_ASCII))).strip()


def _sign(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    return "" if category == "Cf" else char


def unquoted(text: str) -> str:
    """Return a text without what keeps a spreadsheet from taking it as a figure: ``'030``, ``="030"``."""
    formula = _FORMULA.fullmatch(text)
    return (formula[1] if formula else text.removeprefix("'")).strip()


def cut_uri(text: str) -> tuple[str, str]:
    """Return the number of a ``tel:`` URI and the extension behind it (RFC 3966); other texts as they are."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        return text, ""
    subscriber, semicolon, rest = text[scheme.end() :].partition(";")
    extension = _URI_EXTENSION.search(semicolon + rest)
    return unquote(subscriber).strip(), extension[1] if extension else ""


def cut_label(text: str) -> str:
    """Return a number without the word in front of it: ``Tel.: 030 12345``."""
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def is_fax(text: str) -> bool:
    """Return whether a text says that its number is a fax, a pager or a telex."""
    return bool(_FAX.search(text))


def second_part(text: str) -> tuple[str, str]:
    """Return the first of two numbers, and the other one; it is empty where there is only one.

    ``030 123 / 124`` holds two. ``030 / 123456`` is one, with the area code before the slash.
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
"""The longest dial string: E.164 has 15 digits, and service codes carry some more."""

MAX_EXTENSION_DIGITS = 6
"""A number of up to so many digits is an extension of the PBX."""

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
_DOUBT = "its country code and its length do not fit"
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""The letters on a telephone's keys (ITU-T E.161)."""


class NoNumber(ValueError):
    """A text that is no telephone number. The message says why, as the end of a sentence."""


class Number(NamedTuple):
    """A telephone number that was found in a text."""

    dial: str
    """What is dialled: digits, ``*``, ``#``, a leading ``+``; from `typed`, also the name of an extension."""
    text: str
    """The number as it was written, without what is never dialled."""
    tones: str = ""
    """What is keyed after the answer, such as the extension behind ``ext.``; it is not dialled."""
    left_out: str = ""
    """What stands beside it and is no part of it."""
    doubt: str = ""
    """Why it may be wrong, as the end of a sentence; it is dialled as it was written."""

    @property
    def is_extension(self) -> bool:
        """Whether it is an extension of the PBX: up to six digits, without tones."""
        return self.dial.isdecimal() and len(self.dial) <= MAX_EXTENSION_DIGITS and not self.tones

    @property
    def whole(self) -> str:
        """The number with its tones, which stand behind a comma (a pause of the Hayes dial string)."""
        return f"{self.dial},{self.tones}" if self.tones else self.dial


def written(text: str) -> Number:
    """Return the number that a file or a server holds.

    Raises:
        NoNumber: There is none, or it is not clear which one is meant.
    """
    found = _sieved(text)
    if not any(map(str.isdigit, found.dial)):
        raise NoNumber("it has no digits")
    return found


def typed(text: str) -> Number:
    """Return the number that an operator typed: `written`, letters of the keypad, or an extension's name.

    ``1-800-FLOWERS`` is dialled as 18003569377, as every phone does; ``echo`` is the extension of that name.

    Raises:
        NoNumber: It is none, or something else stands beside it.
    """
    plain = normal(text[:_MAX_TEXT_CHARS])
    if _NAME.fullmatch(plain):
        return Number(plain, plain)
    if _VANITY.fullmatch(plain) and not _SPREADSHEET.fullmatch(plain):
        return _number(plain.lower().translate(_KEYPAD))
    found = _sieved(plain)
    if found.left_out:
        raise NoNumber(f"{found.left_out!r} stands beside it")
    return found


def sought(text: str) -> str:
    """Return the number that a line is in which one also looks for people; empty when it is none.

    Letters are words to look for there, and nothing may stand beside the number.
    """
    plain = text.strip()
    if not plain or (plain[0].isalpha() and not plain.lower().startswith("tel:")):
        return ""
    try:
        found = _sieved(plain)
    except NoNumber:
        return ""
    return "" if found.left_out else plain


def begins_like_number(text: str) -> bool:
    """Return whether a text that names nobody is meant as a number: a slip in a name is not."""
    return text.strip()[:1] in frozenset("+*#(0123456789")


def checked(number: Number) -> Number:
    """Return a number with its country code in E.164, or with its doubt; one without stays as it is."""
    return _international(number) if number.dial.startswith("+") else number


def _sieved(text: str) -> Number:
    """Return the number of a text."""
    plain = unquoted(normal(text[:_MAX_TEXT_CHARS]))
    if not plain:
        raise NoNumber("it is empty")
    if _SPREADSHEET.fullmatch(plain):
        raise NoNumber("a spreadsheet has rounded it: format the column as text and write the number again")
    if whole := _FLOAT.fullmatch(plain):
        return _number(whole[1])
    number, tones = cut_uri(plain)
    if is_fax(number):
        raise NoNumber("it is a fax or pager, which is not dialled")
    first, second = second_part(cut_label(number))
    return _parted(first, second, tones)


def _parted(text: str, second: str, tones: str) -> Number:
    """Return the number at the beginning of a text, and what stands behind it."""
    match = _MAIN.match(text)
    if match is None:
        raise NoNumber("it does not begin with a number")
    behind = _TONES.fullmatch(match["rest"]) or _EXTENSION.fullmatch(match["rest"])
    if behind is not None:
        return _number(match["main"], tones=behind["tones"], left_out=second)
    if _ATTACHED.match(match["rest"]):
        raise NoNumber("other signs than those of a number stand in it: write digits")
    left_out = " ".join(filter(None, (match["rest"].strip(" ()"), second)))
    return _number(match["main"], tones=tones, left_out=left_out)


def _number(main: str, *, tones: str = "", left_out: str = "") -> Number:
    text = " ".join((_ZERO.sub(" ", main) if main.startswith("00") else main).split())
    dial = _BETWEEN.sub("", text)
    if (international := _INTERNATIONAL.fullmatch(dial)) and international["tones"]:
        dial, text, tones = international["main"], international["main"], international["tones"]
    if not _DIALLED.fullmatch(dial) or len(dial) > MAX_DIALLED_CHARS:
        raise NoNumber(f"a number has digits, *, # and a leading +, at most {MAX_DIALLED_CHARS}")
    return Number(dial, f"{text} ext. {tones}" if tones else text, tones, left_out)


def _international(number: Number) -> Number:
    """Return a number with a country code in E.164; its ``(0)`` is dialled only where it belongs to it."""
    # Only numbers with a country code need it: 40 ms and 1 MB.
    import phonenumbers

    text = " ".join(_ZERO.sub(" ", number.text).split())
    written = number._replace(dial=_BETWEEN.sub("", text.partition(" ext. ")[0]), text=text)
    parsed = _parsed(number.dial)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        parsed = _parsed(written.dial)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return written._replace(doubt=_DOUBT)
    dial = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if dial == written.dial:
        return written
    text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return number._replace(dial=dial, text=f"{text} ext. {number.tones}" if number.tones else text)


def _parsed(dial: str) -> "phonenumbers.PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(dial, None)
    except phonenumbers.NumberParseException:
        return None
