"""Devices, links and the operator."""

from lampfield.hub.numbering import ContactNumbering
from lampfield.hub.rooms import RoomMemory
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
    store = Store(ACCOUNT, {CHAT: frozenset({LinkName.CHAT})}, ContactNumbering(), RoomMemory(), Clock())
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


def test_of_two_sources_of_a_link_the_first_lights_it() -> None:
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
