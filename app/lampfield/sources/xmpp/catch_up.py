"""What the archive says of messages that were missed: which of them were read meanwhile. Pure."""

from collections.abc import Sequence

from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt
from lampfield.sources.xmpp.message import Archived, StanzaContent


def read_meanwhile(items: Sequence[Archived]) -> list[bool]:
    """Return of each item, oldest first, whether the operator has read it.

    Who has answered has read all before the answer, and a device that has shown a message says so, for that
    one and those before it (XEP-0333).
    """
    flags = [False] * len(items)
    read: set[ContactKey] = set()
    """With whom all earlier ones are read."""
    shown: set[tuple[ContactKey, str]] = set()
    """With whom, and what the other calls a message that was shown."""
    for place in range(len(items) - 1, -1, -1):
        said = items[place].said
        if said is None:
            continue
        if said.own:
            shown |= {(said.key, mark.of) for mark in said.marks if mark.receipt is Receipt.READ}
            if _is_answer(said):
                read.add(said.key)
            continue
        if any((said.key, name) in shown for name in said.names):
            read.add(said.key)
        flags[place] = said.key in read
    return flags


def _is_answer(said: StanzaContent) -> bool:
    return bool(said.content.text or said.deed.reactions)
