"""The directory's name on calls, where the phone server gives the caller another one."""

import pytest

from lampfield.hub.store import Store
from lampfield.model.call import Call, CallState
from lampfield.model.change import CallChange, Change, ContactChange, ContactGone, SameContacts
from lampfield.model.contact import ContactPatch, Party
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.protocol.notifications import CallGone, CallUpdate
from tests.hub.stores import CHAT, PBX, Reader, store_of

DIRECTORY = CHAT
"""Which source holds the directory makes no difference to the names."""


def known(key: str, name: str, number: str) -> Change:
    return ContactChange(ContactKey(key), ContactPatch(name=name, number=number))


def ringing(number: str, name: str, state: CallState = CallState.RING) -> CallChange:
    return CallChange(channel="c1", device=DeviceName("PJSIP/1"), state=state, number=number, name=name)


def the_call(reader: Reader) -> Call:
    """Return the only call, as a client has it."""
    (call,) = reader.replica.calls.values()
    return call


@pytest.mark.parametrize("number", ["+441614960000", "01614960000", "0044 161 496 0000"])
def test_a_client_reads_the_directorys_name_of_a_number_however_it_is_written(number: str) -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("acme", "Acme Ltd", "+44 161 496 0000"))
    reader.hear(PBX, ringing(number, "WIRELESS CALLER"))
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Acme Ltd", "WIRELESS CALLER")


def test_an_extension_is_known_by_its_key() -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("203", "Cara Cole", "203"))
    reader.hear(PBX, ringing("203", "Phone 3"))
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Cara Cole", "Phone 3")


def test_an_extension_joined_with_an_address_is_known_by_it() -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, SameContacts(rows=((ContactKey("203"), ContactKey("cara@acme.test")),)))
    reader.hear(DIRECTORY, known("cara@acme.test", "Cara Cole", "203"))
    reader.hear(PBX, ringing("203", "Phone 3"))
    assert the_call(reader).name == "Cara Cole"


@pytest.mark.parametrize("name", ["", "COLE, CARA", "cara cole", "203"])
def test_the_same_name_in_another_spelling_is_not_told_beside_it(name: str) -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("203", "Cara Cole", "203"))
    reader.hear(PBX, ringing("203", name))
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Cara Cole", "")


@pytest.mark.parametrize("number", ["", "204", "01614960001"])
def test_a_number_that_nobody_has_keeps_the_name_of_the_phone_server(number: str) -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("203", "Cara Cole", "203"), known("acme", "Acme Ltd", "01614960000"))
    reader.hear(PBX, ringing(number, "Brown"))
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Brown", "")


def test_a_number_of_several_people_names_none_of_them() -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("ann", "Ann", "01614960000"), known("ben", "Ben", "01614960000"))
    reader.hear(PBX, ringing("01614960000", "Acme"))
    assert the_call(reader).name == "Acme"


def test_a_contact_without_a_name_names_nobody() -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("203", "203", "203"))
    reader.hear(PBX, ringing("203", "Cara"))
    assert the_call(reader).name == "Cara"


def test_a_directory_that_changes_within_a_call_changes_its_name() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, ringing("01614960000", "Brown"))
    (_, notice) = reader.hear(DIRECTORY, known("acme", "Acme Ltd", "01614960000"))
    assert isinstance(notice, CallUpdate)
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Acme Ltd", "Brown")
    reader.hear(DIRECTORY, ContactChange(ContactKey("acme"), ContactPatch(number="01614960001")))
    assert (the_call(reader).name, the_call(reader).pbx_name) == ("Brown", "")
    reader.hear(DIRECTORY, known("acme", "Acme Ltd", "01614960000"))
    assert the_call(reader).name == "Acme Ltd"
    reader.hear(DIRECTORY, ContactGone(ContactKey("acme")))
    assert the_call(reader).name == "Brown"


def test_a_call_ends_under_the_name_it_had_and_is_not_named_again() -> None:
    reader = Reader(store_of())
    reader.hear(DIRECTORY, known("203", "Cara Cole", "203"))
    reader.hear(PBX, ringing("203", "Phone 3"))
    (notice,) = reader.hear(PBX, ringing("203", "Phone 3", CallState.DEAD))
    assert isinstance(notice, CallGone)
    assert notice.call is not None
    assert notice.call.name == "Cara Cole"
    reader.hear(DIRECTORY, known("203", "Cara Dole", "203"))
    assert reader.replica.calls == {}


def test_the_other_end_of_a_contacts_call_has_the_directorys_name_too() -> None:
    store: Store = store_of()
    store.apply(DIRECTORY, known("acme", "Acme Ltd", "01614960000"))
    party = Party(name="WIRELESS CALLER", number="+441614960000", since=5)
    store.apply(PBX, ContactChange(ContactKey("203"), ContactPatch(party=party)))
    shown = store.contacts.values[store.contacts.cid_of(ContactKey("203"))].party
    assert shown == Party(name="Acme Ltd", number="+441614960000", since=5)


def test_only_numbers_that_are_no_keys_are_indexed_and_none_stays_behind() -> None:
    store = store_of()
    store.apply(DIRECTORY, known("203", "Cara Cole", "203"))
    store.apply(DIRECTORY, known("acme", "Acme Ltd", "01614960000"))
    assert len(store.contacts.numbers._groups) == 1
    store.apply(DIRECTORY, ContactGone(ContactKey("acme")))
    assert store.contacts.numbers._groups == {}
