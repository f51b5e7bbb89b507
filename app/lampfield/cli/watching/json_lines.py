"""What happened as JSON, one object a line."""

import sys
from typing import Any

import msgspec

from lampfield.cli.printable import json_lines
from lampfield.cli.watching.differences import Came, Changed, Happening, LinkChanged, Went
from lampfield.model.contact import Contact

_WIRE_NAMES = {field.name: field.encode_name for field in msgspec.structs.fields(Contact)}


def write_json(seq: int, happenings: list[Happening]) -> None:
    """Write what happened up to a number of the feed."""
    # Bytes: JSON is UTF-8 whatever the terminal's encoding.
    sys.stdout.buffer.write(json_lines(as_dict(seq, it) for it in happenings))
    sys.stdout.buffer.flush()


def as_dict(seq: int, happening: Happening) -> dict[str, Any]:
    """Return what happened in the feed's words. A ``contact.gone`` carries the last state, whole."""
    match happening:
        case Came(contact):
            return {"event": "contact.new", "seq": seq, "contact": whole(contact)}
        case Changed(contact, properties):
            changed = {_WIRE_NAMES[name]: whole(value) for name, value in properties.items()}
            return {"event": "contact.update", "seq": seq, "contact": {"cID": contact.cid, **changed}}
        case Went(contact):
            return {"event": "contact.gone", "seq": seq, "contact": whole(contact)}
        case LinkChanged(link):
            return {"event": "link", "seq": seq, "link": whole(link)}


def whole(value: Any) -> Any:
    """Return a value of the model with every field written out, those with their usual value too."""
    if isinstance(value, msgspec.Struct):
        return {
            field.encode_name: whole(getattr(value, field.name)) for field in msgspec.structs.fields(value)
        }
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return value
