"""Hints: which devices an extension of the dial plan watches. Pure.

Source: Asterisk documentation, "Extension State and Hints": ``device&device,presence``; FreePBX's custom
devices ``Custom:DND<extension>`` for do-not-disturb.
"""

import re

import msgspec

_NUMBER = re.compile(r"\+?[0-9]+")
_DO_NOT_DISTURB = re.compile(r"custom:(dev)?dnd", re.IGNORECASE)
_PLACES = {"park:": "Parking", "Queue:": "Queue", "confbridge:": "Conference", "meetme:": "Conference"}


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """What the dial plan says of an extension."""

    exten: str
    context: str
    devices: tuple[str, ...]
    """Whose states make the lamp."""
    do_not_disturb: tuple[str, ...] = ()
    """Devices that are busy while the extension wants no calls."""
    is_written: bool = True
    """It stands in the dial plan; False: it is made up for a device that no hint names."""
    presentity: str = ""
    """Where its presence is kept, such as ``CustomPresence:201``."""


def read_hint(exten: str, context: str, text: str) -> Hint:
    """Return a hint.

    Args:
        exten: Its extension.
        context: Of the dial plan.
        text: What stands there, such as ``PJSIP/201&Custom:DND201,CustomPresence:201``.
    """
    watched, _, presence = text.partition(",")
    names = [name.strip() for name in watched.split("&") if name.strip()]
    quiet = tuple(name for name in names if _DO_NOT_DISTURB.match(name))
    devices = tuple(name for name in names if name not in quiet)
    return Hint(
        exten=exten,
        context=context,
        devices=devices,
        do_not_disturb=quiet,
        presentity=presence.split("&")[0].strip(),
    )


def is_number(exten: str) -> bool:
    """Say whether an extension can be somebody's number; a feature code such as ``*76201`` is not."""
    return _NUMBER.fullmatch(exten) is not None


def place_kind(hint: Hint) -> str:
    """Return what kind of place a hint watches that is no person's phone; empty for a phone."""
    device = next(iter(hint.devices), "")
    return next((word for start, word in _PLACES.items() if device.startswith(start)), "")


def place_name(hint: Hint) -> str:
    """Return what a place is called; empty for a phone."""
    kind = place_kind(hint)
    return f"{kind} {hint.devices[0].partition(':')[2].partition('@')[0]}" if kind else ""
