"""Events as JSON, one object per line."""

import sys
from typing import Any

import msgspec

from lampfield.cli.printable import json_lines
from lampfield.frontend.events.event import Event, Kind
from lampfield.model.contact import Contact

_WIRE_NAMES = {field.name: field.encode_name for field in msgspec.structs.fields(Contact)}

NAMES = {
    Kind.CAME: "contact.new",
    Kind.CHANGED: "contact.update",
    Kind.WENT: "contact.gone",
    Kind.LINK: "link",
}
"""The events that are written, by their names in the protocol."""


def write_json(seq: int, events: list[Event]) -> None:
    """Write events, with the sequence number of the last change."""
    # As bytes: JSON is UTF-8 regardless of the terminal's encoding.
    sys.stdout.buffer.write(json_lines(as_dict(seq, event) for event in events))
    sys.stdout.buffer.flush()


def as_dict(seq: int, event: Event) -> dict[str, Any]:
    """Return an event with the protocol's names. A ``contact.gone`` carries the whole last state."""
    name = NAMES[event.kind]
    if event.contact is None:
        return {"event": name, "seq": seq, "link": whole(event.link)}
    if event.kind is not Kind.CHANGED:
        return {"event": name, "seq": seq, "contact": whole(event.contact)}
    changed = {_WIRE_NAMES[key]: whole(value) for key, value in event.properties.items()}
    return {"event": name, "seq": seq, "contact": {"cID": event.contact.cid, **changed}}


def whole(value: Any) -> Any:
    """Return a value of the model as built-in values, with every field, defaults included."""
    if isinstance(value, msgspec.Struct):
        return {
            field.encode_name: whole(getattr(value, field.name)) for field in msgspec.structs.fields(value)
        }
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return value
