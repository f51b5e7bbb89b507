"""Which letters bytes mean: a byte order mark, strict UTF-8, then what the site file says.

The order was measured: detectors by statistics are wrong on files of few lines. Without a word in the site
file Windows-1252 is tried, which Excel writes in Western Europe, and given up where its letters make no
words.
"""

import codecs
import re

from lampfield.model.encoding import known_encoding

WESTERN = "windows-1252"

_STRANGE = re.compile(
    r"[^\W\d_][\xa1-\xb4\xb6-\xbf\u2020-\u2044]|[¡-©«-´¶-¹»-¿][^\W\d_]|[a-z][À-ÖØ-ÞŠŽŸŒ][a-z]?|[^\W\d_][ŠŽŸ][a-z]"
    r"|[^\x00-\x7f]{4}"
)
"""What Windows-1252 makes of other encodings: signs and capitals within words, words of no plain letter."""


def sniffed(head: bytes) -> str:
    """Return how a file is opened, by its first bytes: as UTF-16, or byte by byte as ``iso8859-1``."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:200:2], head[1:200:2]
    if len(odd) > 1 and odd.count(0) > 0.7 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(even) > 1 and even.count(0) > 0.7 * len(even) and not odd.count(0):
        return "utf-16-be"
    return "iso8859-1"


class Decoder:
    """Turns raw lines into text.

    Args:
        encoding: Of what is not UTF-8, as the site file has it; empty: Windows-1252 where it makes words.
    """

    def __init__(self, encoding: str = "") -> None:
        self._encoding = encoding
        self.whole = "UTF-8"
        """What the whole file is, by its first bytes; UTF-8 where they do not say."""
        self.is_utf8 = False
        """Something was UTF-8 and more than ASCII."""
        self.other = False
        """Something was not UTF-8."""
        self.strange = ""
        """The first text that Windows-1252 makes no words of."""

    @property
    def taken(self) -> str:
        """What the file is read as, in words."""
        if not self.other:
            return self.whole
        return self._encoding or f"not UTF-8, taken as {WESTERN}; if names look wrong, set encoding"

    def text(self, raw: str, charset: str = "") -> str:
        """Return the text of a raw line.

        Args:
            raw: The line.
            charset: The encoding that stands in the file itself, where one does.
        """
        if raw.isascii() and not charset:
            return raw
        return self.decoded(raw.encode("iso8859-1"), charset)

    def decoded(self, data: bytes, charset: str = "") -> str:
        """Return the text of some bytes."""
        named = known_encoding(charset) if charset else ""
        for encoding in filter(None, (named, "utf-8")):
            try:
                text = data.decode(encoding).replace("\ufeff", "")
            except (UnicodeError, ValueError):
                continue
            self.is_utf8 = self.is_utf8 or (not named and not text.isascii())
            return text
        self.other = True
        text = data.decode(self._encoding or WESTERN, errors="replace")
        if not (self._encoding or self.strange) and ("\ufffd" in text or _STRANGE.search(text)):
            self.strange = text
        return text
