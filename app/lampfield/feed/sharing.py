"""One place in memory for what many contacts have in common: each comes from the wire with its own texts."""

from msgspec.structs import force_setattr

from lampfield.model.contact import Contact

MAX_SHARED = 4_096
"""How many values are known at most; then it begins anew, which costs memory and nothing else."""

_COMMON = ("company", "company_name", "tags", "blf_reason", "labels")
"""The properties that many contacts have alike."""


class Sharing:
    """Gives equal values of contacts the same object. What they say stays the same."""

    def __init__(self) -> None:
        self._known: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}

    @property
    def known(self) -> int:
        """How many values are known."""
        return len(self._known)

    def share(self, contact: Contact) -> None:
        """Let a contact that was just read have the values of others, as far as they are equal."""
        if len(self._known) > MAX_SHARED:
            self._known.clear()
        for name in _COMMON:
            value = getattr(contact, name)
            if value:
                force_setattr(contact, name, self._known.setdefault(value, value))
        if contact.chat_id and contact.chat_id == contact.email:
            force_setattr(contact, "chat_id", contact.email)
        for state in contact.states.values():
            force_setattr(state, "show", self._known.setdefault(state.show, state.show))
            force_setattr(state, "status", self._known.setdefault(state.status, state.status))
            if state.since == contact.show_since:
                force_setattr(state, "since", contact.show_since)
