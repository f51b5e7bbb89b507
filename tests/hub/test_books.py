"""Devices, links and the operator."""

from lampfield.frontend.staleness import FRESH, staleness
from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import AccountMemory
from lampfield.hub.state import owners_of
from lampfield.hub.store import Store
from lampfield.model.change import ContactChange, ContactGone, DeviceChange, DeviceGone, LinkChange, MeChange
from lampfield.model.contact import ContactPatch
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.show import Show
from lampfield.protocol.notifications import DeviceGone as GoneNotice
from lampfield.protocol.notifications import DeviceNew, DeviceUpdate, LinkNotice, MeUpdate
from tests.hub.stores import ACCOUNT, CHAT, PBX, Clock, Reader, store_of

DESK = DeviceName("PJSIP/1")
ME = ContactKey("me@acme.test")


def test_a_device_comes_changes_and_goes() -> None:
    reader = Reader(store_of())
    assert [type(notice) for notice in reader.hear(PBX, DeviceChange(Device(name=DESK)))] == [DeviceNew]
    assert reader.hear(PBX, DeviceChange(Device(name=DESK))) == []
    (notice,) = reader.hear(PBX, DeviceChange(Device(name=DESK, blf=1)))
    assert isinstance(notice, DeviceUpdate)
    assert notice.device.blf == 1
    assert reader.hear("other", DeviceGone(DESK)) == []
    assert [type(notice) for notice in reader.hear(PBX, DeviceGone(DESK))] == [GoneNotice]
    assert reader.store.devices.source_of(DESK) is None


def test_a_link_without_a_source_is_absent_with_a_reason() -> None:
    store = Store(ACCOUNT, {CHAT: frozenset({LinkName.CHAT})}, ContactNumbering(), AccountMemory(), Clock())
    phone = store.links.values[LinkName.PHONE]
    assert (phone.state, phone.reason) == (LinkState.ABSENT, "No phone server is configured.")
    assert store.links.values[LinkName.CHAT].state is LinkState.CONNECTING


def test_only_the_source_of_a_link_tells_its_state() -> None:
    reader = Reader(store_of())
    down = Link(LinkName.PHONE, LinkState.DOWN, 5.0, PBX, "cut")
    assert reader.hear(CHAT, LinkChange(down)) == []
    (notice,) = reader.hear(PBX, LinkChange(down))
    assert isinstance(notice, LinkNotice)
    assert notice.link == down
    assert reader.hear(PBX, LinkChange(down)) == []


def test_values_stay_when_their_link_goes_down() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, ContactChange(ME, ContactPatch(blf=1)))
    reader.hear(PBX, LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 5.0, PBX)))
    assert [contact.blf for contact in reader.replica.contacts.values()] == [1]


PHONES = {name: frozenset({LinkName.PHONE}) for name in ("north", "south")}


def phone(state: LinkState, since: float, source: str, reason: str = "") -> LinkChange:
    return LinkChange(Link(LinkName.PHONE, state, since, source, reason))


def test_of_two_sources_of_a_link_the_one_that_is_lost_counts_until_it_is_back() -> None:
    store = Store(ACCOUNT, PHONES, ContactNumbering(), AccountMemory(), Clock())
    reader = Reader(store)
    reader.hear("north", phone(LinkState.UP, 1.0, "north"))
    assert not store.links.settled, "the other one has not said anything"
    assert staleness(reader.replica.links).phone is not None
    reader.hear("south", phone(LinkState.UP, 2.0, "south"))
    assert store.links.settled
    assert staleness(reader.replica.links) == FRESH
    for lost, there in (("north", "south"), ("south", "north")):
        reader.hear(lost, phone(LinkState.DOWN, 5.0, lost, "cut"))
        reader.hear(there, phone(LinkState.UP, 6.0, there))
        link = reader.replica.links[LinkName.PHONE]
        assert (link.state, link.source, link.reason) == (LinkState.DOWN, lost, "cut")
        assert staleness(reader.replica.links).phone == 5.0
        reader.hear(there, phone(LinkState.CONNECTING, 7.0, there))
        assert reader.replica.links[LinkName.PHONE].state is LinkState.DOWN
        reader.hear(lost, phone(LinkState.UP, 8.0, lost))
        assert staleness(reader.replica.links).phone == 7.0
        reader.hear(there, phone(LinkState.UP, 9.0, there))
        assert staleness(reader.replica.links) == FRESH


def test_a_source_without_a_server_for_the_account_does_not_count_beside_another() -> None:
    reader = Reader(Store(ACCOUNT, PHONES, ContactNumbering(), AccountMemory(), Clock()))
    reader.hear("north", phone(LinkState.ABSENT, 0.0, "north", "none"))
    reader.hear("south", phone(LinkState.UP, 2.0, "south"))
    assert reader.replica.links[LinkName.PHONE].state is LinkState.UP
    reader.hear("south", phone(LinkState.ABSENT, 3.0, "south", "none"))
    assert reader.replica.links[LinkName.PHONE].state is LinkState.ABSENT


def test_of_two_sources_of_a_link_the_first_carries_out_what_goes_over_it() -> None:
    both = frozenset({LinkName.PHONE, LinkName.CHAT})
    assert owners_of({"a": frozenset({LinkName.CHAT}), "b": both}) == {
        LinkName.CHAT: "a",
        LinkName.PHONE: "b",
    }


def test_the_operator_is_the_account_as_the_source_shows_it() -> None:
    reader = Reader(store_of())
    assert reader.replica.me == Me(account="reception", chat_id=ME, rights=("dial", "chat", "parties"))
    change = MeChange("Me", ME, Show.AWAY, "lunch")
    (notice,) = reader.hear(CHAT, change)
    assert isinstance(notice, MeUpdate)
    assert notice.me == Me(
        account="reception",
        name="Me",
        chat_id=ME,
        show=Show.AWAY,
        status="lunch",
        rights=("dial", "chat", "parties"),
    )
    assert reader.hear(CHAT, change) == []


def test_the_operator_may_be_one_of_the_contacts() -> None:
    reader = Reader(store_of())
    reader.hear(CHAT, ContactChange(ME, ContactPatch(name="Me")))
    assert reader.replica.me is not None
    assert reader.replica.me.cid == reader.store.contacts.cid_of(ME)
    reader.hear(CHAT, MeChange("Me", ME, Show.AWAY, ""))
    assert reader.replica.me.cid == reader.store.contacts.cid_of(ME)
    reader.hear(CHAT, MeChange("Me", "another@acme.test", Show.AWAY, ""))
    assert reader.replica.me.cid is None
    reader.hear(CHAT, MeChange("Me", ME, Show.AWAY, ""))
    reader.hear(CHAT, ContactGone(ME))
    assert reader.replica.me.cid is None
