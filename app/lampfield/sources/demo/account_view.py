"""A seat: the office as one account sees and works it. Its sessions share it."""

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
from lampfield.sources.demo.addresses import checked_address
from lampfield.sources.demo.chat_partners import ChatPartners
from lampfield.sources.demo.chats import Chats
from lampfield.sources.demo.links import Links
from lampfield.sources.demo.own_phones import OwnPhones
from lampfield.sources.demo.people import NOBODY, Person
from lampfield.sources.demo.relations import Relations
from lampfield.sources.demo.roster import ExternalContact, Roster
from lampfield.sources.demo.small_talk import HOSTILE_LINES
from lampfield.sources.demo.subscriptions import Subscriptions
from lampfield.sources.demo.world import World
from lampfield.sources.validation import checked_label, checked_tags

UNREAD_AT_START = (
    (1, "Good morning! Is the small meeting room free at 3?", 26),
    (1, "And could somebody let the courier in?", 24),
    (4, "If Mr Brown calls, please put him through to me", 9),
)
"""Who wrote before the operator came (a place in the office), what, and how many minutes ago."""


class AccountView:
    """One account's place in the office.

    Args:
        floor: The office.
        account: Whose place it is.
        outage: How many seconds a link stays down that was cut.
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
        """Meet people who are there now, and tell them."""
        self._add_relations(batch)
        up = self.links.up
        self.links.emit_over_any(
            ContactChange(person.key, self.roster.full_patch(person.key, up)) for person in batch
        )

    def phone_changed(self, change: ContactChange) -> bool:
        """Tell what a contact's phone does. Returns whether it was told."""
        return self.links.emit(LinkName.PHONE, change)

    def presence_changed(self, person: Person) -> bool:
        """Tell a contact's presence to one who may see it. Returns whether it was told."""
        self.chat_partners.on_online(person.key)
        if not self.relations.sees(person.key):
            return False
        return self._emit_chat(ContactChange(person.key, self._world.presence.patch(person.index)))

    def snapshot(self) -> list[Change]:
        """Return all that is, as far as the links are up: what a new session is told first."""
        return [*self.links.snapshot(), *self._state_over(self.links.up, self.links.up)]

    def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message. Returns its id.

        Raises:
            Refusal: Unknown contact, or a text that cannot be sent.
        """
        self.roster.require(key)
        message = self.chats.post(key, text, post_id)
        self.chat_partners.on_sent(message)
        return message.id

    def hang_up_contact(self, key: ContactKey) -> None:
        """End the call that somebody's party shows; it may be one with the operator.

        Raises:
            Refusal: There is none.
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
            Refusal: Unknown contact, or one that cannot be tagged so.
        """
        self._emit_chat(ContactChange(key, self.roster.set_tags(key, tuple(tags))))

    def remove(self, key: ContactKey) -> None:
        """End a relationship; one who was added from elsewhere is gone with it.

        Raises:
            Refusal: Unknown contact, or there is nothing to end.
        """
        if self.subscriptions.remove(key):
            self.chats.drop(key)
            self._emit_chat(ContactGone(key))

    def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Ask somebody by address, who becomes a contact unless it is one.

        Raises:
            Refusal: The address is none, or there is nothing to ask for.
        """
        key = checked_address(address, self.address)
        if self.roster.is_known(key):
            self.subscriptions.request(key)
        else:
            self.subscriptions.invite(key, ExternalContact(checked_label(name), checked_tags(tags)))
            self._emit_chat(ContactChange(key, self.roster.full_patch(key, self.links.up)))
        return key

    def set_presence(self, show: Show, status: str) -> None:
        """Set what others see of the operator."""
        self.show, self.status = show, status
        self._emit_chat(self._me())

    def is_reachable_by(self, person: Person) -> bool:
        """Say whether somebody would write to the operator now: a friend online, who is not warded off."""
        friends = self.relations.of(person.key).subscription is Subscription.BOTH
        return (
            friends and self._world.presence.is_online(person.index) and self.show in {Show.ONLINE, Show.AWAY}
        )

    def _state_over(self, whole: set[LinkName], links: set[LinkName]) -> list[Change]:
        """Return the contacts as the links in ``whole`` show them, and what comes over each of ``links``."""
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
        """Tell the fresh picture of a link that came back."""
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
        lines = [*UNREAD_AT_START, *((hostile, line, 40) for line in HOSTILE_LINES[:3] if hostile != NOBODY)]
        for index, text, minutes_ago in lines:
            if index < len(people):
                self.chats.receive(people[index].key, text, minutes_ago * 60)
        self.chats.open(people[0].key)


def _keys(people: Sequence[Person]) -> list[ContactKey]:
    return [person.key for person in people]
