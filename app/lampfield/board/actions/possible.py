"""What can be done with a contact now, by the actions of the board. Pure."""

from collections.abc import Callable, Collection

from lampfield.deeds import phone, relationships
from lampfield.deeds.deed import Impossible
from lampfield.feed.contact import Contact
from lampfield.model.relationship import Relationship

ALWAYS = ("moment", "favourite", "watch", "say", "note", "card", "copy")
"""What can be done with every contact."""


def possible_with(contact: Contact) -> Collection[str]:
    """Return the ids of the actions that can be done with a contact now."""
    asks, none = Relationship.ASKING, Relationship.NONE
    relationship, has_address = contact.relationship, bool(contact.chat_id)
    checks = {
        "dial": contact.can_call,
        "dial-on": contact.can_call and len(contact.pbx.devices.values_by_key) > 1,
        "end-other": _can(lambda: phone.end_other(contact.pbx, contact)),
        "chat": has_address,
        "request": has_address and relationship in (none, Relationship.ONE_WAY),
        "accept": relationship is asks,
        "remove": relationship is not none or has_address,
        "tags": _can(lambda: relationships.check_taggable(contact)),
    }
    return {*ALWAYS, *(action_id for action_id, can in checks.items() if can)}


def _can(check: Callable[[], object]) -> bool:
    """Return whether a check that raises where something is impossible raises nothing."""
    try:
        check()
    except Impossible:
        return False
    return True
