"""Parses hints: the devices that an extension of the dial plan watches. Pure.

Source: Asterisk documentation, "Extension State and Hints": ``device&device,presence``; FreePBX's custom
devices ``Custom:DND<extension>`` for do-not-disturb.
"""

import re

import msgspec

from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.parking import USUAL_CONTEXT

_NUMBER = re.compile(r"\+?[0-9]+")
_DO_NOT_DISTURB = re.compile(r"Custom:(dev)?dnd", re.IGNORECASE)

PARKING, QUEUE, CONFERENCE, MAILBOX, SWITCH = "Parking", "Queue", "Conference", "Mailbox", "Switch"
"""The kinds of places: extensions that belong to no person."""

_PLACES = {
    "park:": PARKING,
    "Queue:": QUEUE,
    "confbridge:": CONFERENCE,
    "meetme:": CONFERENCE,
    "MWI:": MAILBOX,
    "Custom:": SWITCH,
}

_PAUSED = "_pause_"
"""Part of the name of a device that says whether a queue member is paused (app_queue)."""


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """The hint of an extension."""

    exten: str
    context: str
    devices: tuple[str, ...]
    """The watched devices, by their `device_name`."""
    written: tuple[str, ...] = ()
    """The same devices as written in the dial plan."""
    do_not_disturb: tuple[str, ...] = ()
    """Devices that are busy while the extension wants no calls."""
    is_written: bool = True
    """Whether the dial plan has the hint; False: it was created for a device that no hint names."""
    presentity: str = ""
    """The source of its presence, such as ``CustomPresence:201``."""


def read_hint(exten: str, context: str, text: str) -> Hint:
    """Parse a hint.

    Args:
        exten: Its extension.
        context: Its context in the dial plan.
        text: Its text, such as ``PJSIP/201&Custom:DND201,CustomPresence:201``.
    """
    watched, _, presence = text.partition(",")
    names = {device_name(name): name.strip() for name in watched.split("&") if name.strip()}
    quiet = tuple(name for name in names if _DO_NOT_DISTURB.match(name))
    if len(quiet) == len(names):
        # It watches nothing else: it is a switch, not a phone on do-not-disturb.
        quiet = ()
    devices = tuple(name for name in names if name not in quiet)
    return Hint(
        exten=exten,
        context=context,
        devices=devices,
        written=tuple(names[name] for name in devices),
        do_not_disturb=quiet,
        presentity=device_name(presence.split("&")[0]),
    )


def is_number(exten: str) -> bool:
    """Return whether an extension can be a phone number; a feature code such as ``*76201`` cannot."""
    return _NUMBER.fullmatch(exten) is not None


def is_pattern(exten: str) -> bool:
    """Return whether an extension is a pattern: Asterisk lists no state of its numbers."""
    return exten.startswith("_")


def place_kind(hint: Hint) -> str:
    """Return the kind of place that a hint watches; empty where one of its devices is a person's phone."""
    kinds = [_kind(device) for device in hint.devices]
    return kinds[0] if kinds and all(kinds) else ""


def place_name(hint: Hint) -> str:
    """Return the name of a place; empty for a phone.

    A hint of several devices gets the name of none of them: FreePBX's hint of a parking lot names all its
    slots.
    """
    kind = place_kind(hint)
    if not kind or len(hint.devices) > 1:
        return kind
    written = hint.written[0] if hint.written else hint.devices[0]
    name, _, context = written.partition(":")[2].partition("@")
    # Several parking lots may have slots with the same number.
    lot = f" ({context})" if kind == PARKING and context.lower() not in ("", USUAL_CONTEXT) else ""
    return f"{kind} {name}{lot}"


def _kind(device: str) -> str:
    if device.startswith("Queue:") and _PAUSED in device:
        return SWITCH
    return next((word for start, word in _PLACES.items() if device.startswith(start)), "")
