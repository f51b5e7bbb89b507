"""The contact on the wire: the seed's names, whole, and tolerant of a newer peer."""

import msgspec
from msgspec import UNSET

from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.show import Show, State

SEED_PROPERTIES = {
    *("cID", "name", "uname", "company", "companyName", "email", "canCall", "canChat", "canTag"),
    *("chatID", "tags", "states", "show", "blf"),
}


def test_every_property_of_the_seed_is_on_the_wire() -> None:
    wire = msgspec.json.decode(msgspec.json.encode(Contact(cid=ContactId(7))))
    assert set(wire) >= SEED_PROPERTIES
    assert wire["blf"] is None
    assert wire["tags"] is None
    assert wire["company"] == "default"


def test_a_patch_has_the_fields_of_a_contact_and_none_is_set() -> None:
    fields = msgspec.structs.fields(ContactPatch)
    contact_fields = {field.name: field.encode_name for field in msgspec.structs.fields(Contact)}
    assert {field.name: field.encode_name for field in fields} == contact_fields
    assert all(field.default is UNSET for field in fields)


def test_a_contact_survives_the_wire() -> None:
    contact = Contact(
        cid=ContactId(7),
        tags=("a",),
        states={"desk": State(show="xa", status="lunch")},
        show=Show.AWAY,
        blf=3,
    )
    again = msgspec.json.decode(msgspec.json.encode(contact), type=Contact)
    assert again == contact
    assert again.lamp is Lamp.ON_CALL_RINGING
    assert again.status == "lunch"


def test_a_newer_peers_fields_and_words_are_taken() -> None:
    wire = b'{"cID":7,"show":"floating","blf":9,"mood":"good"}'
    contact = msgspec.json.decode(wire, type=Contact)
    assert contact.show is Show.OFFLINE
    assert contact.lamp is Lamp.UNKNOWN
