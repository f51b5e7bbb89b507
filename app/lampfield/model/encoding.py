"""The names of text encodings that the site file may give for a foreign file."""

import codecs

_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
"""Python codecs that are not for the text of a file."""


def known_encoding(name: str) -> str:
    """Return Python's canonical name of a text encoding; empty if there is no such encoding."""
    try:
        found = codecs.lookup(name.strip()).name.replace("_", "-")
        "a".encode(found)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if found in _NO_TEXT else found
