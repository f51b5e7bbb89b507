"""How one contact is put together from what several sources tell of it. Pure.

The rule: the first source, in the order of the configuration, that says something gives a property; an empty
text says nothing, nor does a name that is only the login name again. Two things are otherwise: the states
are those of all sources together, for each is a place where the person may be; and tags come from the source
that can change them, if there is one and it has any, so that what is edited is what is seen.
"""

from collections.abc import Iterable
from typing import Any

Properties = dict[str, Any]
"""Some properties of a contact by their Python names."""

_NOTHING: tuple[object, ...] = ("", (), None)


def merged(told: Iterable[Properties]) -> Properties:
    """Return the properties of a contact.

    Args:
        told: What each source tells, the most believed first.
    """
    sources = list(told)
    whole: Properties = {}
    for properties in sources:
        for name, value in properties.items():
            if name not in whole or (is_silent(name, whole) and not is_silent(name, properties)):
                whole[name] = value
    if any("states" in properties for properties in sources):
        whole["states"] = _all_states(sources)
    return whole | _tags(sources)


def is_silent(name: str, properties: Properties) -> bool:
    """Say whether a source tells nothing by a property."""
    value = properties.get(name)
    if isinstance(value, bool):
        return not value
    return value in _NOTHING or (name == "name" and value == properties.get("uname"))


def _all_states(sources: Iterable[Properties]) -> dict[str, Any]:
    return {place: state for properties in sources for place, state in properties.get("states", {}).items()}


def _tags(sources: Iterable[Properties]) -> Properties:
    editable = next((properties for properties in sources if properties.get("can_tag")), None)
    return {"tags": editable["tags"]} if editable is not None and editable.get("tags") else {}
