"""Contacts composed from what several sources tell."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import AccountMemory
from lampfield.hub.store import Store
from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, ContactGone
from lampfield.model.contact import Contact, ContactPatch, Party
from lampfield.model.identity import ContactKey
from lampfield.model.lamp import Lamp
from lampfield.model.link import LinkName
from lampfield.model.show import Show, State
from lampfield.protocol.notifications import ContactGone as GoneNotice
from lampfield.protocol.notifications import ContactNew, ContactUpdate
from tests.hub.stores import CHAT, PBX, Clock, Reader, store_of

ALICE = ContactKey("alice@acme.test")


def told(**properties: object) -> Change:
    """Return a change of Alice."""
    return ContactChange(ALICE, ContactPatch(**properties))  # type: ignore[arg-type]


def alice(store: Store) -> Contact:
    return store.contacts.values[store.contacts.cid_of(ALICE)]


def test_the_first_source_gives_what_both_tell_whoever_tells_it_last() -> None:
    store = store_of()
    store.apply(PBX, told(name="A. Ames", number="201"))
    store.apply(CHAT, told(name="Alice", chat_id=ALICE))
    assert (alice(store).name, alice(store).number, alice(store).chat_id) == ("A. Ames", "201", ALICE)


def test_what_a_source_takes_back_the_other_gives() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, told(name="A. Ames", blf=1, blf_since=5.0))
    reader.hear(CHAT, told(name="Alice", states={"desk": State("away")}))
    (notice,) = reader.hear(PBX, ContactGone(ALICE))
    assert isinstance(notice, ContactUpdate)
    assert alice(reader.store).name == "Alice"
    assert alice(reader.store).lamp is Lamp.UNKNOWN
    assert alice(reader.store).show is Show.AWAY


def test_one_is_gone_when_no_source_knows_it_any_more() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, told(name="A"))
    reader.hear(CHAT, told(name="B"))
    reader.hear(PBX, ContactGone(ALICE))
    (notice,) = reader.hear(CHAT, ContactGone(ALICE))
    assert isinstance(notice, GoneNotice)
    assert reader.hear(CHAT, ContactGone(ALICE)) == []


def test_only_what_changed_is_told() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, told(name="Alice", number="201"))
    assert reader.hear(PBX, told(name="Alice", number="201")) == []
    (notice,) = reader.hear(PBX, told(name="Alice", number="202"))
    assert isinstance(notice, ContactUpdate)
    assert notice.contact == ContactPatch(cid=alice(reader.store).cid, number="202")


def test_a_property_may_be_told_to_be_none() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, told(party=Party(name="Ito"), blf=1))
    (notice,) = reader.hear(PBX, told(party=None))
    assert isinstance(notice, ContactUpdate)
    assert notice.contact.party is None


def test_show_and_can_chat_follow_from_the_states_alone() -> None:
    store = store_of()
    store.apply(CHAT, told(show=Show.ONLINE, can_chat=True))
    assert (alice(store).show, alice(store).can_chat) == (Show.OFFLINE, False)
    store.apply(CHAT, told(states={"desk": State("dnd"), "mobile": State("away")}))
    assert (alice(store).show, alice(store).can_chat) == (Show.AWAY, True)


def test_without_the_right_to_chat_nobody_can_be_chatted_with() -> None:
    store = store_of(Account(name="x", may=()))
    store.apply(CHAT, told(states={"desk": State()}))
    assert (alice(store).show, alice(store).can_chat) == (Show.ONLINE, False)


def test_a_lamp_that_nobody_tells_is_unknown_with_a_reason() -> None:
    without_phone = Store(
        Account(name="x"), {CHAT: frozenset({LinkName.CHAT})}, ContactNumbering(), AccountMemory(), Clock()
    )
    for store, reason in ((store_of(), "does not report"), (without_phone, "No phone server")):
        store.apply(CHAT, told(name="Alice", number="204"))
        assert alice(store).blf is None
        assert reason in alice(store).blf_reason


def test_who_has_no_number_has_no_phone_whose_state_a_server_could_tell() -> None:
    reader = Reader(store_of())
    store = reader.store
    store.apply(CHAT, told(name="Alice"))
    assert alice(store).blf_reason == "This contact has no known phone number."
    for number, reason in (
        ("204", "does not report"),
        ("", "no known phone number"),
        ("205", "does not report"),
    ):
        store.apply(CHAT, told(number=number))
        assert reason in alice(store).blf_reason
        reader.catch_up()
        assert reason in reader.replica.contacts[alice(store).cid].blf_reason
    store.apply(PBX, told(blf=None, blf_reason="phone not registered"))
    store.apply(CHAT, told(number=""))
    assert alice(store).blf_reason == "phone not registered"


def test_a_lamp_number_that_nobody_defined_is_unknown() -> None:
    store = store_of()
    store.apply(PBX, told(blf=7))
    assert alice(store).blf is None
    assert alice(store).blf_reason


def test_the_reason_of_an_unknown_lamp_stays_until_another_is_told() -> None:
    store = store_of()
    store.apply(PBX, told(blf=None, blf_reason="not registered"))
    for _ in range(2):
        store.apply(PBX, told(blf=None))
        assert alice(store).blf_reason == "not registered"
    store.apply(PBX, told(blf=None, blf_reason="line down"))
    assert alice(store).blf_reason == "line down"


def test_a_known_lamp_has_no_reason_to_be_unknown() -> None:
    store = store_of()
    store.apply(PBX, told(blf=None, blf_reason="not registered"))
    assert alice(store).blf_reason == "not registered"
    store.apply(PBX, told(blf=0))
    assert alice(store).blf_reason == ""


def test_the_age_of_a_lamp_begins_with_its_change_seen_here() -> None:
    clock = Clock(100.0)
    store = store_of(clock=clock)
    store.apply(PBX, told(blf=0))
    assert alice(store).blf_since == 0.0
    clock.now = 160.0
    store.apply(PBX, told(blf=2))
    clock.now = 170.0
    store.apply(PBX, told(blf=2))
    assert alice(store).blf_since == 160.0
    store.apply(PBX, told(blf=1, blf_since=165.0))
    assert alice(store).blf_since == 165.0


def test_the_age_of_a_show_is_what_the_source_tells_else_its_leading_resource_s_else_the_change_s() -> None:
    clock = Clock(100.0)
    store = store_of(clock=clock)
    steps: list[tuple[dict[str, object], float]] = [
        ({"states": {"desk": State("away")}}, 0.0),
        ({"states": {"desk": State("dnd")}}, 110.0),
        ({"states": {"desk": State("dnd", "lunch")}}, 110.0),
        ({"states": {"desk": State("away", since=115.0)}}, 115.0),
        ({"states": {"desk": State("dnd", since=117.0)}, "show_since": 116.0}, 116.0),
        ({"states": {}}, 150.0),
    ]
    for told_now, since in steps:
        store.apply(CHAT, told(**told_now))
        assert alice(store).show_since == since, told_now
        clock.now += 10.0


def test_a_merge_does_not_make_a_state_younger() -> None:
    clock = Clock(100.0)
    store = store_of(clock=clock)
    store.apply(PBX, told(blf=0))
    clock.now = 150.0
    store.apply(PBX, told(blf=1))
    store.apply(CHAT, told(name="Alice"))
    clock.now = 200.0
    store.apply(CHAT, ContactGone(ALICE))
    assert alice(store).blf_since == 150.0


def test_a_newcomer_is_told_whole() -> None:
    reader = Reader(store_of())
    (notice,) = reader.hear(PBX, told(name="Alice"), told(blf=2))
    assert isinstance(notice, ContactNew)
    assert (notice.contact.name, notice.contact.blf) == ("Alice", 2)


def test_who_gives_a_property_is_known() -> None:
    store = store_of()
    store.apply(PBX, told(name="Alice", photo_id=""))
    store.apply(CHAT, told(photo_id="abc"))
    cid = alice(store).cid
    assert store.contacts.source_of(cid, "photo_id") == CHAT
    assert store.contacts.key_of(cid, CHAT) == ALICE
    assert store.contacts.key_of(cid, "other") is None


properties = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["", "Alice", "alice"]),
        "uname": st.sampled_from(["", "alice"]),
        "number": st.sampled_from(["", "201"]),
        "can_tag": st.booleans(),
        "tags": st.sampled_from([None, (), ("VIP",)]),
        "states": st.sampled_from([{}, {"desk": State("away")}, {"phone": State("dnd")}]),
        "photo_id": st.sampled_from(["", "p1"]),
    },
)
tellings = st.lists(st.tuples(st.sampled_from([PBX, CHAT]), properties), min_size=1, max_size=8)


@given(tellings)
def test_what_one_told_alone_counts_as_if_both_had_known_the_contact_all_the_time(
    happenings: list[tuple[str, dict[str, object]]],
) -> None:
    in_turn, from_the_start = store_of(), store_of()
    for source in (PBX, CHAT):
        from_the_start.apply(source, told())
    for source, telling in happenings:
        in_turn.apply(source, told(**telling))
        from_the_start.apply(source, told(**telling))
    for source in (PBX, CHAT):
        in_turn.apply(source, told())
    assert _without_times(alice(in_turn)) == _without_times(alice(from_the_start))
    for _, telling in happenings:
        for field in telling:
            cids = [store.contacts.cid_of(ALICE) for store in (in_turn, from_the_start)]
            assert in_turn.contacts.source_of(cids[0], field) == from_the_start.contacts.source_of(
                cids[1], field
            )


def _without_times(value: Contact) -> Contact:
    return msgspec.structs.replace(value, show_since=0.0, blf_since=0.0)


def test_a_reason_that_nobody_told_is_not_put_into_a_source_s_mouth() -> None:
    store = store_of()
    store.apply(PBX, told(blf=None, blf_reason=""))
    store.apply(CHAT, told(blf=None, blf_reason="phone not registered"))
    assert alice(store).blf_reason == "phone not registered"
