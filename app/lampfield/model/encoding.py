"""The names of encodings that may stand in a file of others. Pure."""

import codecs

_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
"""Codecs of Python that are for something else than the text of a file."""


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding of texts; empty when there is none of this name."""
    try:
        found = codecs.lookup(name.strip()).name.replace("_", "-")
        "a".encode(found)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if found in _NO_TEXT else found
