"""What the site file says of a PBX's extensions, where the PBX itself says nothing. Pure."""

from collections.abc import Mapping

import msgspec

from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.hint import Hint, place_kind

RING_GROUP = "Ring group"
"""The kind of a number that rings several people, and has no hint."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Extensions that are shown besides those of people, by extension."""

    lamps: Mapping[str, str] = {}
    """Names of extensions with hints that are no numbers, such as ``*280``."""
    numbers: Mapping[str, str] = {}
    """Names of queues and ring groups, which FreePBX keeps where nobody can ask for them."""

    @property
    def names(self) -> dict[str, str]:
        """The names of both."""
        return {**self.numbers, **self.lamps}


def with_numbers(
    hints: Mapping[str, Hint], numbers: Mapping[str, str], queues: Mapping[str, str], context: str
) -> dict[str, Hint]:
    """Return hints, and one for each named number without: that of its queue, if it is one.

    Args:
        hints: By extension.
        numbers: Names by number.
        queues: States by device, of all queues.
        context: Of the operators' calls.
    """
    every = dict(hints)
    for number in numbers:
        if number not in every:
            queue = device_name(f"Queue:{number}")
            devices = (queue,) if queue in queues else ()
            every[number] = Hint(
                exten=number, context=context, devices=devices, written=devices, is_written=False
            )
    return every


def kind_of(hint: Hint, places: Places) -> str:
    """Return what kind of place an extension is; empty for somebody's phone."""
    is_bare = not hint.devices and hint.exten in places.numbers
    return RING_GROUP if is_bare else place_kind(hint)
