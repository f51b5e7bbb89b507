"""The contacts of one account, from roster, requests and presence, as changes. No I/O."""

from collections.abc import Iterable, Iterator

from lampfield.model.change import Change, ContactChange, ContactGone
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription, relationship_of
from lampfield.model.show import State
from lampfield.sources.xmpp.address import local_part
from lampfield.sources.xmpp.blocking import BlockList
from lampfield.sources.xmpp.presence import Presence
from lampfield.sources.xmpp.roster import RosterEntry

SEES_PRESENCE = frozenset({Subscription.TO, Subscription.BOTH})
"""Subscriptions with which the account receives the contact's presence (RFC 6121, 2.1.2.5)."""


class People:
    """The known contacts and their state.

    Args:
        own: The account's bare address; its own presence makes no contact.
    """

    def __init__(self, own: ContactKey) -> None:
        self._own = own
        self._entries: dict[ContactKey, RosterEntry] = {}
        self._block_list = BlockList()
        self._requesting: set[ContactKey] = set()
        self._request_texts: dict[ContactKey, str] = {}
        """The texts of their requests."""
        self._nicknames: dict[ContactKey, str] = {}
        """The names that contacts without a roster name give themselves."""
        self._strangers: set[ContactKey] = set()
        """Contacts that are not in the roster but exchanged messages."""
        self._states: dict[ContactKey, dict[str, State]] = {}
        self._photos: dict[ContactKey, str] = {}
        self._avatar_publishers: set[ContactKey] = set()
        """Contacts whose avatar hash comes from their own publication (XEP-0084)."""
        self._confirmed_requests: set[ContactKey] = set()
        """Requests that the server has delivered in this session."""
        self._emitted: set[ContactKey] = set()

    def __contains__(self, key: object) -> bool:
        return key in self._entries or key in self._requesting or key in self._strangers

    def __iter__(self) -> Iterator[ContactKey]:
        return iter([*self._entries, *(self._requesting | self._strangers).difference(self._entries)])

    def check_contact(self, key: ContactKey) -> None:
        """Check that an address is a contact.

        Raises:
            Refusal: It is not; the code is ``unknown-contact``.
        """
        if key not in self:
            raise Refusal(RefusalCode.UNKNOWN_CONTACT, f"{key} is not one of your contacts. Add it first.")

    def entry(self, key: ContactKey) -> RosterEntry | None:
        """Return the roster entry of a contact; None if there is none."""
        return self._entries.get(key)

    def name(self, key: ContactKey) -> str:
        """Return the display name of a contact."""
        entry = self._entries.get(key)
        return (entry.name if entry is not None else "") or self._nicknames.get(key, "") or local_part(key)

    def is_nameless(self, key: ContactKey) -> bool:
        """Return whether only the address of a contact is known."""
        entry = self._entries.get(key)
        return key in self and not (entry is not None and entry.name) and not self._nicknames.get(key)

    def apply_full_name(self, key: ContactKey, name: str) -> list[Change]:
        """Set the name that a contact gives itself. A roster name takes precedence."""
        if not name or self._nicknames.get(key) == name:
            return []
        self._nicknames[key] = name
        return [ContactChange(key, ContactPatch(name=self.name(key)))] if key in self else []

    def photo_id(self, key: ContactKey) -> str:
        """Return the announced avatar hash of a contact; empty if there is none."""
        return self._photos.get(key, "")

    def resources(self, key: ContactKey) -> dict[str, State]:
        """Return the online resources of a contact."""
        return self._states.get(key, {})

    def sees(self, key: ContactKey) -> bool:
        """Return whether the account receives a contact's presence."""
        entry = self._entries.get(key)
        return entry is not None and entry.subscription in SEES_PRESENCE

    def has_request(self, key: ContactKey) -> bool:
        """Return whether a contact's request is waiting for an answer."""
        return key in self._requesting

    def relationship(self, key: ContactKey) -> Relationship:
        """Return the relationship with a contact."""
        entry = self._entries.get(key, RosterEntry(key=key))
        return relationship_of(
            entry.subscription,
            asked=entry.asked,
            asking=key in self._requesting,
            blocked=self._block_list.covers(key),
        )

    def apply_block_list(self, addresses: Iterable[str]) -> None:
        """Set the block list of a new session. Call before `apply_roster`."""
        self._block_list.replace(addresses)

    def apply_roster(self, entries: Iterable[RosterEntry]) -> None:
        """Set the roster of a new session. Presence and requests follow it again."""
        self._entries = {entry.key: entry for entry in entries if entry.key != self._own}
        self._states.clear()
        self._confirmed_requests.clear()

    def snapshot(self) -> list[Change]:
        """Return all contacts, and those that have disappeared.

        Requests that the server has not repeated in this session were withdrawn (RFC 6121, 3.1.3).
        """
        self._requesting &= self._confirmed_requests
        known = list(self)
        gone = self._emitted.difference(known)
        self._emitted = set(known)
        return [*(ContactGone(key) for key in gone), *(self._contact_change(key) for key in known)]

    def apply_roster_push(self, entry: RosterEntry) -> list[Change]:
        """Apply a roster push."""
        key = entry.key
        if key == self._own:
            return []
        if entry.removed:
            self._entries.pop(key, None)
        else:
            self._entries[key] = entry
        if entry.subscription not in SEES_PRESENCE:
            # Prosody sends no unavailable presence when a subscription ends.
            self._states.pop(key, None)
        if entry.subscription in (Subscription.FROM, Subscription.BOTH):
            self._requesting.discard(key)
        return self._contact_or_gone(key)

    def apply_block(self, addresses: Iterable[str]) -> list[Change]:
        """Apply a push of blocked addresses; their presence becomes unknown."""
        before = self._covered()
        self._block_list.add(addresses)
        changed = sorted(self._covered() - before)
        for key in changed:
            self._states.pop(key, None)
        hidden = [change for key in self._states for change in self._hide_resources(key)]
        return [*hidden, *(change for key in changed for change in self._contact_or_gone(key))]

    def apply_unblock(self, addresses: Iterable[str]) -> list[Change]:
        """Apply a push of unblocked addresses; an empty one unblocks all."""
        before = self._covered()
        self._block_list.drop(addresses)
        return [change for key in sorted(before - self._covered()) for change in self._contact_or_gone(key)]

    def apply_presence(self, presence: Presence) -> list[Change]:
        """Apply a presence stanza."""
        key = presence.key
        if key == self._own or not key:
            return []
        match presence.type:
            case "subscribe":
                return self._apply_request(presence)
            case "unsubscribe":
                self._requesting.discard(key)
                return self._contact_or_gone(key)
            case "" if presence.state is not None and key in self:
                return self._apply_available(presence, presence.state)
            case "unavailable" | "error":
                # Presence no longer arrives, for example because the contact's server is gone.
                return self._apply_unavailable(presence)
            case _:
                return []

    def drop_request(self, key: ContactKey) -> list[Change]:
        """Remove an answered request."""
        self._requesting.discard(key)
        return self._contact_or_gone(key)

    def add_stranger(self, key: ContactKey) -> list[Change]:
        """Add a contact that is not in the roster, so that its messages are not lost."""
        if key in self or key == self._own:
            return []
        self._strangers.add(key)
        return self._contact_or_gone(key)

    def apply_published_avatar(self, key: ContactKey, photo_id: str) -> list[Change]:
        """Set the avatar hash that a contact published; from then on hashes in presence are ignored."""
        self._avatar_publishers.add(key)
        return self._photo_change(key, photo_id)

    def _photo_change(self, key: ContactKey, photo_id: str) -> list[Change]:
        if key == self._own or self._photos.get(key, "") == photo_id:
            return []
        self._photos[key] = photo_id
        return [ContactChange(key, ContactPatch(photo_id=photo_id))] if key in self else []

    def clear_presence(self) -> list[Change]:
        """Clear all presence: an invisible operator receives none."""
        silent = [key for key in self._states if key in self]
        self._states.clear()
        return [self._presence_change(key) for key in silent]

    def _apply_request(self, presence: Presence) -> list[Change]:
        key = presence.key
        entry = self._entries.get(key)
        if entry is not None and entry.subscription in (Subscription.FROM, Subscription.BOTH):
            return []
        self._requesting.add(key)
        self._confirmed_requests.add(key)
        self._request_texts[key] = presence.request_text
        if presence.nick:
            self._nicknames[key] = presence.nick
        return self._contact_or_gone(key)

    def _apply_available(self, presence: Presence, state: State) -> list[Change]:
        if self._block_list.covers_resource(presence.key, presence.resource):
            return []
        states = self._states.setdefault(presence.key, {})
        before = states.get(presence.resource)
        same = before is not None and (before.show, before.status) == (state.show, state.status)
        since = before.since if before is not None and same else state.since
        states[presence.resource] = State(state.show, state.status, state.priority, since)
        changes = [self._presence_change(presence.key)]
        if presence.photo_hash is not None and presence.key not in self._avatar_publishers:
            # Each client sends the hash that it knows, which may be outdated (XEP-0153, 4.3).
            changes += self._photo_change(presence.key, presence.photo_hash)
        return changes

    def _apply_unavailable(self, presence: Presence) -> list[Change]:
        states = self._states.get(presence.key)
        if not states:
            return []
        if presence.resource:
            states.pop(presence.resource, None)
        else:
            states.clear()
        return [self._presence_change(presence.key)]

    def _covered(self) -> set[ContactKey]:
        """Return the known contacts that are blocked."""
        return {key for key in self if self._block_list.covers(key)}

    def _hide_resources(self, key: ContactKey) -> list[Change]:
        """Remove the individually blocked resources of a contact."""
        states = self._states[key]
        hidden = [name for name in states if self._block_list.covers_resource(key, name)]
        for name in hidden:
            del states[name]
        return [self._presence_change(key)] if hidden else []

    def _contact_or_gone(self, key: ContactKey) -> list[Change]:
        if key in self:
            self._emitted.add(key)
            return [self._contact_change(key)]
        if key in self._emitted:
            self._emitted.discard(key)
            self._states.pop(key, None)
            return [ContactGone(key)]
        return []

    def _presence_change(self, key: ContactKey) -> Change:
        return ContactChange(key, ContactPatch(states=dict(self._states.get(key, {}))))

    def _contact_change(self, key: ContactKey) -> Change:
        entry = self._entries.get(key)
        subscription = entry.subscription if entry is not None else Subscription.NONE
        patch = ContactPatch(
            name=self.name(key),
            uname=local_part(key),
            chat_id=key,
            tags=entry.groups if entry is not None else None,
            can_tag=entry is not None,
            states=dict(self._states.get(key, {})),
            relationship=self.relationship(key),
            subscription=subscription,
            request_text=self._request_texts.get(key, "") if key in self._requesting else "",
            photo_id=self.photo_id(key),
        )
        return ContactChange(key, patch)
