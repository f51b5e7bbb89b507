"""Links in a text, shown in full. Pure."""

import re
from collections.abc import Iterable, Iterator

_LINK = re.compile(r"(?:https?://|mailto:|xmpp:|sips?:|tel:)[^\s<>\"']+", re.IGNORECASE)
_TRAILING = ".,;:!?"
_CLOSING = {")": "(", "]": "[", "}": "{"}


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, and whether each is a link."""
    place = 0
    for found in _LINK.finditer(text):
        link = _trimmed(found[0])
        yield text[place : found.start()], False
        yield link, True
        place = found.start() + len(link)
    yield text[place:], False


def links_in(texts: Iterable[str]) -> list[str]:
    """Return the links of some texts without duplicates, the last first."""
    found = [part for text in texts for part, is_link in parts_of(text) if is_link]
    return list(dict.fromkeys(reversed(found)))


def _trimmed(link: str) -> str:
    """Return a link without the punctuation of the sentence around it."""
    while link[-1] in _TRAILING or _closes_too_much(link):
        link = link[:-1]
    return link


def _closes_too_much(link: str) -> bool:
    opening = _CLOSING.get(link[-1])
    return opening is not None and link.count(link[-1]) > link.count(opening)
