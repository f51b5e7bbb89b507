"""The contact on the wire: all names of the IPCortex API, and unknown fields of a newer peer."""

import msgspec
import pytest
from msgspec import UNSET

from lampfield.model.contact import Contact, ContactPatch, Direction, Party, changes_of, full_name
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.show import Show, State

SEED_PROPERTIES = {
    *("cID", "name", "uname", "company", "companyName", "email", "canCall", "canChat", "canTag"),
    *("chatID", "tags", "states", "show", "blf"),
}


def test_every_property_of_the_ipcortex_api_is_on_the_wire() -> None:
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


def test_a_contact_is_equal_after_encoding_and_decoding() -> None:
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


def test_unknown_fields_and_values_of_a_newer_peer_are_accepted() -> None:
    wire = b'{"cID":7,"show":"floating","blf":9,"mood":"good"}'
    contact = msgspec.json.decode(wire, type=Contact)
    assert contact.show is Show.OFFLINE
    assert contact.lamp is Lamp.UNKNOWN


def test_the_changes_of_a_patch_are_its_set_properties_without_the_cid() -> None:
    patch = ContactPatch(cid=ContactId(7), name="", blf=None, tags=("a",), can_call=False, photo_id="p")
    expected = {"name": "", "blf": None, "tags": ("a",), "can_call": False, "photo_id": "p"}
    assert changes_of(patch) == expected
    assert changes_of(ContactPatch(cid=ContactId(7))) == changes_of(ContactPatch()) == {}


BROWN = Party("Brown", "205", Direction.IN, since=5, queue="sales", call="7")


@pytest.mark.parametrize(
    ("before", "continues"),
    [
        (BROWN, True),
        (Party("Brown", "205", since=1, call="7"), True),
        (Party("", "205", call="7"), True),
        (Party("Green", "205", call="7"), True),
        (Party("Brown", "", call="7"), True),
        (Party("", "", call="7"), True),
        (Party("Green", "", call="7"), False),
        (Party("Brown", "206", call="7"), False),
        (Party("Brown", "205", call="8"), False),
        (Party("Brown", "205", Direction.OUT, call="7"), False),
    ],
)
def test_a_call_continues_with_the_same_other_end(before: Party, *, continues: bool) -> None:
    assert BROWN.continues(before) is continues


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        (Contact(cid=ContactId(1), name="Ann", uname="ann", number="201"), "Ann"),
        (Contact(cid=ContactId(1), uname="ann", number="201"), "ann"),
        (Contact(cid=ContactId(1), number="201"), "201"),
        (Contact(cid=ContactId(1)), ""),
    ],
)
def test_a_contact_without_a_name_has_that_of_its_login_or_its_number(contact: Contact, name: str) -> None:
    assert full_name(contact) == name
