"""Detect encodings: byte order mark, then strict UTF-8, then the site file's setting.

This order was measured: statistical detectors fail on files of a few lines. Without a setting, text that is
not UTF-8 is decoded as Windows-1252, which Excel writes in Western Europe; if the result does not look like
words, the file is rejected.
"""

import codecs
import re

from lampfield.model.encoding import known_encoding

WESTERN = "windows-1252"

_IMPLAUSIBLE = re.compile(
    r"[^\W\d_][\xa1-\xb4\xb6-\xbf\u2020-\u2044]|[¡-©«-´¶-¹»-¿][^\W\d_]|[a-z][À-ÖØ-ÞŠŽŸŒ][a-z]?|[^\W\d_][ŠŽŸ][a-z]"
    r"|[^\x00-\x7f]{4}"
)
"""Patterns of other encodings decoded as Windows-1252: symbols or capitals inside words, non-ASCII runs."""


def sniff_encoding(head: bytes) -> str:
    """Detect how to open a file from its first bytes: UTF-16, or byte by byte as ``iso8859-1``."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:200:2], head[1:200:2]
    if len(odd) > 1 and odd.count(0) > 0.7 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(even) > 1 and even.count(0) > 0.7 * len(even) and not odd.count(0):
        return "utf-16-be"
    return "iso8859-1"


class Decoder:
    """Decodes raw lines.

    Args:
        encoding: The site file's encoding for text that is not UTF-8; empty means Windows-1252 if plausible.
    """

    def __init__(self, encoding: str = "") -> None:
        self._encoding = encoding
        self.file_encoding = "UTF-8"
        """The encoding that the first bytes of the file show; UTF-8 by default."""
        self.is_utf8 = False
        """Whether any text was non-ASCII UTF-8."""
        self.has_non_utf8 = False
        """Whether any text was not UTF-8."""
        self.implausible_text = ""
        """The first text that is implausible as Windows-1252."""

    @property
    def description(self) -> str:
        """The encodings in use, as shown to the administrator."""
        if not self.has_non_utf8:
            return self.file_encoding
        return self._encoding or f"not UTF-8, read as {WESTERN}; if names look wrong, set encoding"

    def decode_line(self, raw: str, charset: str = "") -> str:
        """Decode a raw line.

        Args:
            raw: The line.
            charset: The encoding that the file itself declares, if any.
        """
        if raw.isascii() and not charset:
            return raw
        return self.decode(raw.encode("iso8859-1"), charset)

    def decode(self, data: bytes, charset: str = "") -> str:
        """Decode bytes."""
        named = known_encoding(charset) if charset else ""
        for encoding in filter(None, (named, "utf-8")):
            try:
                text = data.decode(encoding).replace("\ufeff", "")
            except (UnicodeError, ValueError):
                continue
            self.is_utf8 = self.is_utf8 or (not named and not text.isascii())
            return text
        self.has_non_utf8 = True
        text = data.decode(self._encoding or WESTERN, errors="replace")
        if not (self._encoding or self.implausible_text) and ("\ufffd" in text or _IMPLAUSIBLE.search(text)):
            self.implausible_text = text
        return text
