"""The text around a telephone number: what programs and people write beside it. Pure."""

import re
import unicodedata
from urllib.parse import unquote

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
_ZERO = re.compile(r"\(\s*0\s*\)")


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
    groups = len(_ZERO.sub(" ", text).replace("(", " ").replace(")", " ").split())
    if text.startswith(("+", "(+")):
        return groups <= 2
    return groups == 1 and text.startswith(("0", "(0"))
