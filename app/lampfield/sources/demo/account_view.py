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
from lampfield.sources.demo.line import OwnPhones
from lampfield.sources.demo.links import Links
from lampfield.sources.demo.people import NOBODY, Person
from lampfield.sources.demo.relations import Relations
from lampfield.sources.demo.roster import Guest, Roster
from lampfield.sources.demo.small_talk import HOSTILE_LINES
from lampfield.sources.demo.subscriptions import Subscriptions
from lampfield.sources.demo.world import World

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

    def __init__(self, floor: World, account: Account, outage: float) -> None:
        self._floor = floor
        rng = floor.chance(account.name)
        self._account = account.name
        self.name = account.name.title()
        self.address = account.jid or f"{account.name}@acme.example"
        self.show, self.status = Show.ONLINE, ""
        self.links = Links(floor.agenda, outage, self._back)
        self.relations = Relations(self._related)
        first, *others = floor.wings
        self.relations.meet_first(_keys(first), rng)
        for wing in others:
            self._meet(wing)
        self.roster = Roster(floor, self.relations)
        self.askings = Subscriptions(floor.agenda, rng, self.relations, self.roster)
        self.line = OwnPhones(self.name, account.devices, floor, rng, self._tell_phone)
        self.chats = Chats(floor, account.name, self._tell_chat)
        self.partners = ChatPartners(self.chats, floor, rng)
        self._missed: list[CallChange] = []
        """Own calls that ended while the phone link was down."""
        self._first_messages()

    def admit(self, wing: Sequence[Person]) -> None:
        """Meet people who are there now, and tell them."""
        self._meet(wing)
        up = self.links.up
        self.links.introduce(ContactChange(person.key, self.roster.whole(person.key, up)) for person in wing)

    def phone_changed(self, change: ContactChange) -> bool:
        """Tell what a contact's phone does. Returns whether it was told."""
        return self.links.tell(LinkName.PHONE, change)

    def presence_changed(self, person: Person) -> bool:
        """Tell a contact's presence to one who may see it. Returns whether it was told."""
        self.partners.came_online(person.key)
        if not self.relations.sees(person.key):
            return False
        return self._tell_chat(ContactChange(person.key, self._floor.presence.patch(person.place)))

    def snapshot(self) -> list[Change]:
        """Return all that is, as far as the links are up: what a new session is told first."""
        return [*self.links.snapshot(), *self._picture(self.links.up, self.links.up)]

    def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message. Returns its id.

        Raises:
            Refusal: Unknown contact, or a text that cannot be sent.
        """
        self.roster.require(key)
        message = self.chats.post(key, text, post_id)
        self.partners.sent(message)
        return message.id

    def end_call(self, key: ContactKey) -> None:
        """End the call that somebody's party shows; it may be one with the operator.

        Raises:
            Refusal: There is none.
        """
        person = self._floor.person(key)
        call = self._floor.exchange.phones[person.place].leading if person is not None else None
        if call is None:
            raise Refusal(RefusalCode.UNKNOWN_CALL, f"{person.name if person else key} is not on a call.")
        own = next((it.channel for it in self.line.calls.values() if it.far is call), None)
        if own is not None:
            self.line.hang_up(own)
        else:
            self._floor.exchange.end(call)

    def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace a contact's tags.

        Raises:
            Refusal: Unknown contact, or one that cannot be tagged so.
        """
        self._tell_chat(ContactChange(key, self.roster.set_tags(key, tuple(tags))))

    def remove(self, key: ContactKey) -> None:
        """End a relationship; one who was added from elsewhere is gone with it.

        Raises:
            Refusal: Unknown contact, or there is nothing to end.
        """
        if self.askings.remove(key):
            self.chats.forget(key)
            self._tell_chat(ContactGone(key))

    def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Ask somebody by address, who becomes a contact unless it is one.

        Raises:
            Refusal: The address is none, or there is nothing to ask for.
        """
        key = checked_address(address, self.address)
        if self.roster.known(key):
            self.askings.request(key)
        else:
            self.askings.invite(key, Guest(name.strip(), self.roster.checked_tags(tuple(tags))))
            self._tell_chat(ContactChange(key, self.roster.whole(key, self.links.up)))
        return key

    def set_presence(self, show: Show, status: str) -> None:
        """Set what others see of the operator."""
        self.show, self.status = show, status
        self._tell_chat(self._me())

    def reachable_for(self, person: Person) -> bool:
        """Say whether somebody would write to the operator now: a friend online, who is not warded off."""
        friends = self.relations.of(person.key).subscription is Subscription.BOTH
        return friends and self._floor.presence.online(person.place) and self.show in {Show.ONLINE, Show.AWAY}

    def _picture(self, whole: set[LinkName], links: set[LinkName]) -> list[Change]:
        """Return the contacts as the links in ``whole`` show them, and what comes over each of ``links``."""
        contacts: list[Change] = [
            ContactChange(key, self.roster.whole(key, whole)) for key in self._keys(whole)
        ]
        phone = self.line.snapshot() if LinkName.PHONE in links else ()
        chat = (self._me(), *self.chats.snapshot()) if LinkName.CHAT in links else ()
        return [*contacts, *phone, *chat]

    def _meet(self, wing: Sequence[Person]) -> None:
        self.relations.meet(_keys(wing), self._floor.chance(self._account, "wing", wing[0].key))

    def _keys(self, links: set[LinkName]) -> list[ContactKey]:
        return self.roster.keys() if links else []

    def _back(self, name: LinkName) -> None:
        """Tell the fresh picture of a link that came back."""
        if name is LinkName.PHONE:
            missed, self._missed = self._missed, []
            for call in missed:
                self.links.tell(name, call)
        for change in self._picture({name}, {name}):
            self.links.tell(name, change)

    def _related(self, key: ContactKey) -> None:
        self._tell_chat(ContactChange(key, self.roster.chat(key)))

    def _tell_phone(self, change: CallChange | DeviceChange) -> None:
        told = self.links.tell(LinkName.PHONE, change) or not self.links.attended
        if not told and isinstance(change, CallChange) and change.state is CallState.DEAD:
            self._missed.append(change)

    def _tell_chat(self, change: Change) -> bool:
        return self.links.tell(LinkName.CHAT, change)

    def _me(self) -> MeChange:
        return MeChange(self.name, self.address, self.show, self.status)

    def _first_messages(self) -> None:
        people = self._floor.people
        hostile = self._floor.hostile_place
        lines = [*UNREAD_AT_START, *((hostile, line, 40) for line in HOSTILE_LINES[:3] if hostile != NOBODY)]
        for place, text, minutes_ago in lines:
            if place < len(people):
                self.chats.hear(people[place].key, text, minutes_ago * 60)
        self.chats.open(people[0].key)


def _keys(people: Sequence[Person]) -> list[ContactKey]:
    return [person.key for person in people]
