"""The simulated office as one account sees it and acts in it. All sessions of the account share it."""

from collections.abc import Sequence

from lampfield.model.account import Account
from lampfield.model.call import CallState
from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    MeChange,
)
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Subscription
from lampfield.model.show import Show
from lampfield.sources.demo.chat_partners import ChatPartners
from lampfield.sources.demo.chats import Chats
from lampfield.sources.demo.links import Links
from lampfield.sources.demo.own_phones import OwnPhones
from lampfield.sources.demo.people import NOBODY, Person
from lampfield.sources.demo.relations import Relations
from lampfield.sources.demo.roster import ExternalContact, Roster, checked_address
from lampfield.sources.demo.small_talk import HOSTILE_LINES
from lampfield.sources.demo.subscriptions import Subscriptions
from lampfield.sources.demo.world import World
from lampfield.sources.validation import checked_label, checked_tags

UNREAD_AT_START = (
    (1, "Good morning! Is the small meeting room free at 3?", 26),
    (1, "And could somebody let the courier in?", 24),
    (4, "If Mr Brown calls, please put him through to me", 9),
)
"""Unread messages at the start: the sender's index, the text, and its age in minutes."""


class AccountView:
    """The state of one account: its links, contacts, devices and chats.

    Args:
        world: The people, their phones and their presence.
        account: The account.
        outage: How long a link that was cut stays down, in seconds.
    """

    def __init__(self, world: World, account: Account, outage: float) -> None:
        self._world = world
        rng = world.independent_random(account.name)
        self._account = account.name
        self.name = account.name.title()
        self.address = account.jid or f"{account.name}@acme.example"
        self.show, self.status = Show.ONLINE, ""
        self.links = Links(world.scheduler, outage, self._on_link_restored)
        self.relations = Relations(self._on_relationship_changed)
        first, *others = world.batches
        self.relations.add_first(_keys(first), rng)
        for batch in others:
            self._add_relations(batch)
        self.roster = Roster(world, self.relations)
        self.subscriptions = Subscriptions(world.scheduler, rng, self.relations, self.roster)
        self.own_phones = OwnPhones(self.name, account.devices, world, rng, self._emit_phone)
        self.chats = Chats(world, account.name, self._emit_chat)
        self.chat_partners = ChatPartners(self.chats, world, rng)
        self._missed_calls: list[CallChange] = []
        """Own calls that ended while the phone link was down."""
        self._add_initial_messages()

    def add_people(self, batch: Sequence[Person]) -> None:
        """Add people to the roster, and emit them."""
        self._add_relations(batch)
        up = self.links.up
        self.links.emit_over_any(
            ContactChange(person.key, self.roster.full_patch(person.key, up)) for person in batch
        )

    def phone_changed(self, change: ContactChange) -> bool:
        """Emit a change of a contact's phone. Returns whether it was emitted."""
        return self.links.emit(LinkName.PHONE, change)

    def presence_changed(self, person: Person) -> bool:
        """Emit a contact's presence if the account may see it. Returns whether it was emitted."""
        self.chat_partners.on_online(person.key)
        if not self.relations.sees(person.key):
            return False
        return self._emit_chat(ContactChange(person.key, self._world.presence.patch(person.index)))

    def snapshot(self) -> list[Change]:
        """Return the full state over the links that are up, with which a new session starts."""
        return [*self.links.snapshot(), *self._state_over(self.links.up, self.links.up)]

    def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message. Returns its id.

        Raises:
            Refusal: The contact is unknown.
        """
        self.roster.require(key)
        message = self.chats.post(key, text, post_id)
        self.chat_partners.on_sent(message)
        return message.id

    def hang_up_contact(self, key: ContactKey) -> None:
        """Hang up the call that a contact's party shows. It may be a call with the operator.

        Raises:
            Refusal: There is no such call.
        """
        person = self._world.person(key)
        call = self._world.phone_system.phones[person.index].leading_call if person is not None else None
        if call is None:
            raise Refusal(RefusalCode.UNKNOWN_CALL, f"{person.name if person else key} is not on a call.")
        own = next((it.channel for it in self.own_phones.calls.values() if it.far_call is call), None)
        if own is not None:
            self.own_phones.hang_up(own)
        else:
            self._world.phone_system.end(call)

    def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace a contact's tags.

        Raises:
            Refusal: The contact is unknown, its tags cannot be changed, or a tag is invalid.
        """
        self._emit_chat(ContactChange(key, self.roster.set_tags(key, tuple(tags))))

    def remove(self, key: ContactKey) -> None:
        """End a relationship. A contact that the operator added is removed with it.

        Raises:
            Refusal: The contact is unknown, or there is no relationship.
        """
        if self.subscriptions.remove(key):
            self.chats.drop(key)
            self._emit_chat(ContactGone(key))

    def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Send a contact request to an address, adding a contact if needed. Returns the contact's key.

        Raises:
            Refusal: The address, the name or a tag is invalid, or no request is possible.
        """
        key = checked_address(address, self.address)
        if self.roster.is_known(key):
            self.subscriptions.request(key)
        else:
            self.subscriptions.invite(key, ExternalContact(checked_label(name), checked_tags(tags)))
            self._emit_chat(ContactChange(key, self.roster.full_patch(key, self.links.up)))
        return key

    def set_presence(self, show: Show, status: str) -> None:
        """Set the operator's own presence."""
        self.show, self.status = show, status
        self._emit_chat(self._me())

    def is_reachable_by(self, person: Person) -> bool:
        """Return whether a person may write now: it is online and mutual, and the operator is not busy."""
        is_mutual = self.relations.of(person.key).subscription is Subscription.BOTH
        return (
            is_mutual
            and self._world.presence.is_online(person.index)
            and self.show in {Show.ONLINE, Show.AWAY}
        )

    def _state_over(self, whole: set[LinkName], links: set[LinkName]) -> list[Change]:
        """Return the contacts with the fields of links ``whole``, and the other state of ``links``."""
        contacts: list[Change] = [
            ContactChange(key, self.roster.full_patch(key, whole)) for key in self._keys(whole)
        ]
        phone = self.own_phones.snapshot() if LinkName.PHONE in links else ()
        chat = (self._me(), *self.chats.snapshot()) if LinkName.CHAT in links else ()
        return [*contacts, *phone, *chat]

    def _add_relations(self, batch: Sequence[Person]) -> None:
        self.relations.add(_keys(batch), self._world.independent_random(self._account, "wing", batch[0].key))

    def _keys(self, links: set[LinkName]) -> list[ContactKey]:
        return self.roster.keys() if links else []

    def _on_link_restored(self, name: LinkName) -> None:
        """Emit a fresh snapshot of a link that came back up."""
        if name is LinkName.PHONE:
            missed, self._missed_calls = self._missed_calls, []
            for call in missed:
                self.links.emit(name, call)
        for change in self._state_over({name}, {name}):
            self.links.emit(name, change)

    def _on_relationship_changed(self, key: ContactKey) -> None:
        self._emit_chat(ContactChange(key, self.roster.chat_patch(key)))

    def _emit_phone(self, change: CallChange | DeviceChange) -> None:
        emitted = self.links.emit(LinkName.PHONE, change) or not self.links.has_listeners
        if not emitted and isinstance(change, CallChange) and change.state is CallState.DEAD:
            self._missed_calls.append(change)

    def _emit_chat(self, change: Change) -> bool:
        return self.links.emit(LinkName.CHAT, change)

    def _me(self) -> MeChange:
        return MeChange(self.name, self.address, self.show, self.status)

    def _add_initial_messages(self) -> None:
        people = self._world.people
        hostile = self._world.hostile_index
        messages = [
            *UNREAD_AT_START,
            *((hostile, line, 40) for line in HOSTILE_LINES[:3] if hostile != NOBODY),
        ]
        for index, text, minutes_ago in messages:
            if index < len(people):
                self.chats.receive(people[index].key, text, minutes_ago * 60)
        self.chats.open(people[0].key)


def _keys(people: Sequence[Person]) -> list[ContactKey]:
    return [person.key for person in people]
