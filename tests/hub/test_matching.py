"""One person, one contact: which keys mean the same, and what is shown where sources differ."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub.contacts import Properties, merged
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import AccountMemory
from lampfield.hub.store import Store
from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, RoomChange, SameContacts
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.show import PBX_RESOURCE, Show, State
from tests.hub.stores import CHAT, LINKS, PBX, Clock

ALICE, BOB, EXTENSION = ContactKey("alice@acme.test"), ContactKey("bob@acme.test"), ContactKey("201")
NUMERIC = ContactKey("201@acme.test")


def store_of_site(domain: str = "acme.test") -> Store:
    """Return a store of a site with a PBX and a chat server; the PBX is believed more."""
    return Store(Account(name="x"), LINKS, ContactNumbering(domain), AccountMemory(), Clock())


def told(key: ContactKey, **properties: object) -> Change:
    """Return a change."""
    return ContactChange(key, ContactPatch(**properties))  # type: ignore[arg-type]


def people(store: Store) -> list[Contact]:
    """Return the contacts, by name."""
    return sorted(store.contacts.values.values(), key=lambda contact: contact.name)


def test_an_address_whose_local_part_is_an_extension_is_that_extension() -> None:
    store = store_of_site()
    store.apply(CHAT, told(NUMERIC, name="Alice", uname="201", states={"desk": State("away")}))
    store.apply(PBX, told(EXTENSION, name="Alice Ames", uname="201", blf=1))
    (alice,) = people(store)
    assert (alice.name, alice.blf, alice.show) == ("Alice Ames", 1, Show.AWAY)


def test_not_in_another_domain_and_not_where_the_rule_is_off() -> None:
    for domain in ("other.test", ""):
        store = store_of_site(domain)
        store.apply(CHAT, told(NUMERIC, name="Alice"))
        store.apply(PBX, told(EXTENSION, name="Alice"))
        assert len(people(store)) == 2


def test_a_row_of_the_file_says_who_is_the_same() -> None:
    store = store_of_site()
    store.apply(CHAT, told(ALICE, name="alice", uname="alice", can_tag=True, tags=("Sales",)))
    store.apply(PBX, told(EXTENSION, name="Alice Ames", uname="201", blf=0))
    assert len(people(store)) == 2
    store.apply("directory", SameContacts(((EXTENSION, ALICE),)))
    (alice,) = people(store)
    assert (alice.name, alice.blf, alice.tags) == ("Alice Ames", 0, ("Sales",))
    store.apply("directory", SameContacts(()))
    assert [contact.name for contact in people(store)] == ["Alice Ames", "alice"]


def test_a_row_with_an_address_leaves_the_rule_no_other() -> None:
    store = store_of_site()
    store.apply("directory", SameContacts(((EXTENSION, ALICE),)))
    store.apply(CHAT, told(ALICE, name="Alice"))
    store.apply(CHAT, told(NUMERIC, name="Somebody else"))
    store.apply(PBX, told(EXTENSION, blf=1))
    assert [(contact.name, contact.blf) for contact in people(store)] == [
        ("Alice", 1),
        ("Somebody else", None),
    ]


def test_a_chat_goes_with_its_contact() -> None:
    store = store_of_site()
    store.apply(CHAT, told(ALICE, name="alice", uname="alice"))
    store.apply(CHAT, RoomChange(key=ALICE))
    store.apply(PBX, told(EXTENSION, name="Alice Ames"))
    store.apply("directory", SameContacts(((EXTENSION, ALICE),)))
    (room,) = store.rooms.values.values()
    (alice,) = people(store)
    assert (room.cid, room.label) == (alice.cid, "Alice Ames")


def test_the_states_are_those_of_chat_and_pbx_together() -> None:
    store = store_of_site()
    store.apply(CHAT, told(NUMERIC, states={"desk": State("away")}))
    store.apply(PBX, told(EXTENSION, states={PBX_RESOURCE: State("dnd")}))
    (alice,) = people(store)
    assert set(alice.states) == {"desk", PBX_RESOURCE}
    assert (alice.show, alice.can_chat) == (Show.AWAY, True)
    store.apply(CHAT, told(NUMERIC, states={}))
    (alice,) = people(store)
    assert (alice.show, alice.can_chat) == (Show.DND, False)


def test_tags_are_those_that_can_be_changed_if_there_are_any() -> None:
    fixed: Properties = {"tags": ("of the file",)}
    assert merged([fixed, {"can_tag": True, "tags": ("mine",)}])["tags"] == ("mine",)
    assert merged([fixed, {"can_tag": True, "tags": ()}])["tags"] == ("of the file",)
    assert merged([{}, {"can_tag": True, "tags": ()}])["tags"] == ()


texts = st.dictionaries(st.sampled_from(["name", "email", "number"]), st.sampled_from(["", "a", "b"]))


@given(st.lists(texts, max_size=4))
def test_the_first_that_says_something_gives_a_property(source_of: list[dict[str, str]]) -> None:
    whole = merged(source_of)
    for name in ("name", "email", "number"):
        said = [properties[name] for properties in source_of if properties.get(name)]
        assert whole.get(name, "") == (said[0] if said else "")
