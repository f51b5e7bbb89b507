"""The contacts as one account sees them: identity, tags, phone and chat."""

import re

import msgspec

from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import State
from lampfield.model.text import plain
from lampfield.sources.demo.people import Person
from lampfield.sources.demo.phones import NO_PHONE
from lampfield.sources.demo.relations import Relations
from lampfield.sources.demo.world import World
from lampfield.sources.validation import checked_tags

NAME_LIMIT_CHARS = 60
"""The longest name in a sentence."""

_NOTHING = ContactPatch()

_ADDRESS = re.compile(r"[^\s@/\"&'<>:\x00-\x1f]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")


class ExternalContact(msgspec.Struct, frozen=True):
    """A contact from outside the office that the operator added by address."""

    name: str
    tags: tuple[str, ...]


class Roster:
    """Builds the patches of contacts for one account.

    Args:
        world: The people.
        relations: The account's chat relationships.
    """

    def __init__(self, world: World, relations: Relations) -> None:
        self._world = world
        self._relations = relations
        self._tags: dict[ContactKey, tuple[str, ...]] = {}
        self.external: dict[ContactKey, ExternalContact] = {}

    def keys(self) -> list[ContactKey]:
        """Return the keys of all contacts."""
        return [*self._world.by_key, *self.external]

    def is_known(self, key: ContactKey) -> bool:
        """Return whether there is a contact with this key."""
        return key in self._world.by_key or key in self.external

    def require(self, key: ContactKey) -> None:
        """Check that there is a contact with this key.

        Raises:
            Refusal: There is none.
        """
        if not self.is_known(key):
            raise Refusal(RefusalCode.UNKNOWN_CONTACT, f"The demo has no contact {plain(key)}.")

    def name(self, key: ContactKey) -> str:
        """Return a contact's name, sanitized and short enough for a sentence."""
        person = self._world.person(key)
        name = person.name if person else self.external[key].name if key in self.external else key
        return plain(name, NAME_LIMIT_CHARS)

    def photo_id(self, key: ContactKey) -> str:
        """Return the id of a contact's photo; empty if there is none."""
        person = self._world.person(key)
        return person.photo_id if person else ""

    def states(self, key: ContactKey) -> dict[str, State]:
        """Return a contact's presence as far as the account may see it."""
        person = self._world.person(key)
        if not self._relations.sees(key):
            return {}
        return self._world.presence.states[person.index] if person else {"phone": State()}

    def chat_patch(self, key: ContactKey, base: ContactPatch = _NOTHING) -> ContactPatch:
        """Return a patch extended by the contact's chat fields."""
        person, relation = self._world.person(key), self._relations.of(key)
        since = self._world.presence.since[person.index] if person and relation.is_visible else 0.0
        return msgspec.structs.replace(
            base,
            states=self.states(key),
            show_since=since,
            relationship=relation.relationship,
            subscription=relation.subscription,
        )

    def set_tags(self, key: ContactKey, tags: tuple[str, ...]) -> ContactPatch:
        """Replace a contact's tags.

        Raises:
            Refusal: The contact is unknown, its tags cannot be changed, or a tag is invalid.
        """
        self.require(key)
        person = self._world.person(key)
        if person and not person.can_tag:
            raise Refusal(
                RefusalCode.REFUSED, f"The server does not allow changing the tags of {self.name(key)}."
            )
        valid = checked_tags(tags)
        if person:
            self._tags[key] = valid
        else:
            self.external[key] = ExternalContact(self.external[key].name, valid)
        return ContactPatch(tags=valid)

    def full_patch(self, key: ContactKey, up: set[LinkName]) -> ContactPatch:
        """Return a contact with the fields of the links that are up."""
        person = self._world.person(key)
        patch = self._identity(person) if person else self._external_identity(key)
        if LinkName.CHAT in up:
            patch = self.chat_patch(key, patch)
        if LinkName.PHONE in up:
            patch = self._phone(person, patch)
        return patch

    def _identity(self, person: Person) -> ContactPatch:
        return ContactPatch(
            name=person.name,
            uname=person.uname,
            company=person.company,
            company_name=person.company_name,
            email=person.email,
            can_call=bool(person.number),
            can_tag=person.can_tag,
            chat_id=person.key,
            tags=self._tags.get(person.key, person.tags),
            number=person.number,
            photo_id=person.photo_id,
        )

    def _external_identity(self, key: ContactKey) -> ContactPatch:
        external = self.external[key]
        return ContactPatch(
            name=external.name or key,
            uname=key,
            can_call=False,
            can_tag=True,
            chat_id=key,
            tags=external.tags,
        )

    def _phone(self, person: Person | None, base: ContactPatch) -> ContactPatch:
        if person is None:
            return msgspec.structs.replace(base, blf=None, blf_reason=NO_PHONE)
        phone = self._world.phone_system.phones[person.index]
        return msgspec.structs.replace(
            base, blf=phone.blf, blf_reason=phone.fault, party=phone.party, blf_since=phone.since
        )


def checked_address(text: str, own: str) -> ContactKey:
    """Return an address as a contact's key.

    Args:
        text: The typed text.
        own: The operator's own address.

    Raises:
        Refusal: The address is invalid, or the operator's own.
    """
    address = text.strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise Refusal(
            RefusalCode.BAD_ADDRESS,
            f"{text!r} is not a person's chat address. Write it like alice@example.com.",
        )
    if address == own.lower():
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{address} is your own address.")
    return ContactKey(address)
