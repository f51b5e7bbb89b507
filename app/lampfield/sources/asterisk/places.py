"""Extensions that the site file names, because the PBX does not. Pure."""

from collections.abc import Mapping

import msgspec

from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.hint import Hint, place_kind

RING_GROUP = "Ring group"
"""The kind of a number that rings several people and has no hint."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Extensions that are shown besides those of people, by extension."""

    lamps: Mapping[str, str] = {}
    """Names of extensions with hints that are not numbers, such as ``*280``."""
    numbers: Mapping[str, str] = {}
    """Names of queues and ring groups, which FreePBX stores where no interface can read them."""

    @property
    def names(self) -> dict[str, str]:
        """The names of both."""
        return {**self.numbers, **self.lamps}


def with_numbers(
    hints: Mapping[str, Hint], numbers: Mapping[str, str], queues: Mapping[str, str], context: str
) -> dict[str, Hint]:
    """Return hints, with one added for each named number that has none: the hint of its queue, if it is one.

    Args:
        hints: By extension.
        numbers: Names by number.
        queues: States of all queues, by device.
        context: The context of the operators' calls.
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
    """Return the kind of place of an extension; empty for a person's phone."""
    is_bare = not hint.devices and hint.exten in places.numbers
    return RING_GROUP if is_bare else place_kind(hint)
