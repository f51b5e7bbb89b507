"""Derives people from extensions: from hints, endpoints, and the PBX's sources of names. Pure.

A person is an extension: one with a hint, or an endpoint whose name is a number. The name comes, in this
order, from FreePBX's tree ``AMPUSER`` of AstDB, from the caller ID of the extension's first device, or from
the voicemail users.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.hint import Hint, is_number, place_name, read_hint
from lampfield.sources.asterisk.places import Places, kind_of

_CALLER_ID = re.compile(
    r"""\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^"<]*))\s*(?:<(?P<number>[^>]*)>)?\s*"""
)
_ESCAPED = re.compile(r"\\(.)")
NO_EMAIL = "(null)"
"""How Asterisk writes an empty e-mail address."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An extension of the PBX and its owner."""

    number: str
    name: str
    hint: Hint
    email: str = ""
    place: str = ""
    """The kind of place, such as Parking or Queue; empty for a person's phone."""

    @property
    def is_place(self) -> bool:
        """Whether it is a place, not a person's phone."""
        return bool(self.place)


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """The names from each source of the PBX."""

    of_freepbx: Mapping[str, str] = {}
    """By extension."""
    of_devices: Mapping[str, str] = {}
    """By device."""
    of_mailboxes: Mapping[str, str] = {}
    """By extension."""
    emails: Mapping[str, str] = {}
    """By extension."""


def read_hints(packets: Iterable[Packet], context: str, also: Container[str] = ()) -> dict[str, Hint]:
    """Return the hints of all numbers. Where contexts differ, the operators' own one counts.

    Args:
        packets: Items of ``ExtensionStateList``.
        context: The operators' own context.
        also: Extensions to include though they are not numbers.
    """
    hints: dict[str, Hint] = {}
    for packet in packets:
        exten, of = packet.get("Exten", ""), packet.get("Context", "")
        if (is_number(exten) or exten in also) and (exten not in hints or of == context):
            hints[exten] = read_hint(exten, of, packet.get("Hint", ""))
    return hints


def with_devices(hints: Mapping[str, Hint], devices: Mapping[str, str], context: str) -> dict[str, Hint]:
    """Return hints with the devices added that no hint names, by extension."""
    every = dict(hints)
    for number, written in devices.items():
        device = device_name(written)
        hint = every.get(number) or Hint(exten=number, context=context, devices=(), is_written=False)
        if device not in hint.devices:
            every[number] = msgspec.structs.replace(
                hint, devices=(*hint.devices, device), written=(*hint.written, written)
            )
    return every


def with_endpoints(hints: Mapping[str, Hint], endpoints: Iterable[str], context: str) -> dict[str, Hint]:
    """Return hints, with one added for each endpoint that has none and whose name is a number."""
    watched = {device for hint in hints.values() for device in hint.devices}
    every = dict(hints)
    for device in map(device_name, endpoints):
        number = device.partition("/")[2]
        if device not in watched and is_number(number) and number not in every:
            every[number] = Hint(exten=number, context=context, devices=(device,), is_written=False)
    return every


def read_people(hints: Mapping[str, Hint], names: Names, places: Places | None = None) -> dict[str, Person]:
    """Return all people and places, by number.

    Args:
        hints: By number.
        names: Names from the PBX.
        places: Names from the site file.
    """
    known = places or Places()
    return {number: _person(hint, names, known) for number, hint in sorted(hints.items())}


def _person(hint: Hint, names: Names, places: Places) -> Person:
    number = hint.exten
    named = (
        places.lamps.get(number),
        places.numbers.get(number),
        names.of_freepbx.get(number),
        *(names.of_devices.get(device) for device in hint.devices),
        place_name(hint),
        names.of_mailboxes.get(number),
    )
    name = next((name for name in named if name), number)
    email = names.emails.get(number, "")
    return Person(number=number, name=name, hint=hint, email=email, place=kind_of(hint, places))


def caller_name(text: str) -> str:
    """Return the name of a caller ID such as ``"Alice Ames" <201>``.

    A quoted name may escape quotes and backslashes with a backslash (main/callerid.c,
    ``ast_callerid_parse``).
    """
    match = _CALLER_ID.fullmatch(text)
    if match is None:
        return ""
    quoted = match["quoted"]
    return (_ESCAPED.sub(r"\1", quoted) if quoted is not None else match["bare"]).strip()


def read_tree(packets: Iterable[Packet], family: str) -> dict[str, str]:
    """Return an AstDB tree, by the key without its family."""
    start = f"/{family}/"
    values = ((packet.get("Key", ""), packet.get("Val", "")) for packet in packets)
    return {key.removeprefix(start): value for key, value in values if key.startswith(start)}


def read_forwards(trees: Iterable[Mapping[str, str]], words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the forwards of each number, in words.

    Args:
        trees: Targets by extension, one tree for each kind of forward.
        words: The wording of each kind.
    """
    forwards: dict[str, tuple[str, ...]] = {}
    for tree, word in zip(trees, words, strict=True):
        for number, to in tree.items():
            if to:
                forwards[number] = (*forwards.get(number, ()), f"{word} {to}")
    return forwards


def freepbx_names(tree: Mapping[str, str]) -> dict[str, str]:
    """Return the names of FreePBX's users by extension, from the tree ``AMPUSER``."""
    split = ((*key.rpartition("/")[::2], value) for key, value in tree.items())
    return {exten: value for exten, field, value in split if field == "cidname" and value}


def read_mailboxes(packets: Sequence[Packet]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names and the e-mail addresses of the voicemail users, by mailbox."""
    names: dict[str, str] = {}
    emails: dict[str, str] = {}
    for packet in packets:
        box = packet.get("VoiceMailbox", "")
        names.setdefault(box, packet.get("Fullname", ""))
        email = packet.get("Email", "")
        emails.setdefault(box, "" if email == NO_EMAIL else email)
    return names, emails
