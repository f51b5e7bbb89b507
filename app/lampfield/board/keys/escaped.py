"""Esc and a key that arrive in one piece: that key with Alt, or two separate keys.

Most terminals send ``ESC x`` for Alt+x; a slow line or GNU screen sends the same for Esc followed at once by
x. Textual reports Alt if the key is a letter, drops the Esc if it is not, and types ``¡`` for ``ESC 1`` (its
``ANSI_SEQUENCES_KEYS`` follows an Apple keyboard). Here the pair is reported as it is, and the board decides.
The Kitty protocol reports Alt unambiguously.
"""

import logging
from collections.abc import Callable, Iterable

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

LOG = logging.getLogger(__name__)

ESC = "\x1b"

KeyEvents = Callable[..., Iterable[events.Key]]
"""Returns the keys of a sequence that a terminal sent."""

PARSE_KEYS = "_sequence_to_key_events"
"""The method of Textual's parser that does so; it is private and may change."""

_has_key_events = hasattr(XTermParser, PARSE_KEYS)
_textual_key_events: KeyEvents = getattr(XTermParser, PARSE_KEYS, lambda *_: ())


class KeyBehindEscape(events.Key):
    """A key with an Esc right before it, which may mean Alt."""


def with_alt(event: KeyBehindEscape) -> events.Key:
    """Return the key with Alt."""
    upper = len(event.key) == 1 and event.key.isupper()
    return events.Key(f"alt+shift+{event.key.lower()}" if upper else f"alt+{event.key}", None)


def apart(event: KeyBehindEscape) -> tuple[events.Key, events.Key]:
    """Return both keys, in order."""
    return events.Key("escape", ESC), events.Key(event.key, event.character)


def split_escapes() -> None:
    """Make all parsers of this process report Esc and a key in one piece as `KeyBehindEscape`.

    If Textual no longer has this method, keys stay as Textual reports them, and the log says so.
    """
    if not _has_key_events:
        LOG.warning("Esc and a key in one piece are left to Textual: its parser has no %s.", PARSE_KEYS)
        return
    setattr(XTermParser, PARSE_KEYS, _key_events)


def _key_events(parser: XTermParser, sequence: str, alt: bool = False) -> Iterable[events.Key]:
    is_typed = isinstance(ANSI_SEQUENCES_KEYS.get(sequence), str)
    if len(sequence) == 2 and sequence[0] == ESC and is_typed:
        sequence, alt = sequence[1], True
    for event in _textual_key_events(parser, sequence):
        yield KeyBehindEscape(event.key, event.character) if alt else event
