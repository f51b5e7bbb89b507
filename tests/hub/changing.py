"""Any change that a source may tell, for property tests: few keys, so that much meets."""

from hypothesis import strategies as st

from lampfield.model.call import CallState
from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    DeviceGone,
    LinkChange,
    MeChange,
    MessageChange,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.contact import ContactPatch, Party
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.model.show import Show, State
from tests.hub.stores import CHAT, PBX

keys = st.sampled_from([ContactKey("201"), ContactKey("alice@acme.test"), ContactKey("me@acme.test")])
devices = st.sampled_from([DeviceName("PJSIP/1"), DeviceName("PJSIP/2")])
message_ids = st.sampled_from(["a", "b", "c"])
words = st.sampled_from(["", "Alice", "Bob"])
states = st.dictionaries(
    st.sampled_from(["desk", "mobile"]),
    st.builds(State, show=st.sampled_from(["available", "away", "dnd"]), status=words),
)
phone_patches = st.one_of(
    st.builds(ContactPatch, blf=st.sampled_from([None, 0, 1, 2, 3, 9]), blf_reason=words),
    st.builds(ContactPatch, name=words, number=words),
    st.builds(ContactPatch, party=st.sampled_from([None, Party(name="Ito")])),
)
chat_patches = st.one_of(
    st.builds(ContactPatch, states=states),
    st.builds(ContactPatch, name=words, relationship=st.sampled_from(list(Relationship))),
    st.builds(ContactPatch, tags=st.sampled_from([None, (), ("vip",)]), photo_id=words),
)
gone = st.builds(ContactGone, keys)
links = st.builds(Link, st.sampled_from([LinkName.PHONE, LinkName.CHAT]), st.sampled_from(list(LinkState)))

phone_changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(ContactChange, keys, phone_patches),
    gone,
    st.builds(DeviceChange, st.builds(Device, name=devices, blf=st.sampled_from([None, 0, 1]))),
    st.builds(DeviceGone, devices),
    st.builds(
        CallChange,
        channel=st.sampled_from(["x", "y"]),
        device=devices,
        name=words,
        state=st.sampled_from([CallState.RING, CallState.UP, CallState.HOLD, CallState.DEAD]),
    ),
    st.builds(LinkChange, links),
)
chat_changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(ContactChange, keys, chat_patches),
    gone,
    st.builds(
        RoomChange, key=keys, typing=st.sampled_from(list(Typing)), state=st.sampled_from(list(RoomState))
    ),
    st.builds(
        MessageChange,
        key=keys,
        id=message_ids,
        own=st.booleans(),
        text=words,
        time=st.integers(1, 5),
        receipt=st.sampled_from(list(Receipt)),
        archived=st.booleans(),
    ),
    st.builds(ReceiptChange, keys, message_ids, st.sampled_from(list(Receipt))),
    st.builds(LinkChange, links),
    st.builds(MeChange, words, st.just("me@acme.test"), st.sampled_from(list(Show)), words),
)
told: st.SearchStrategy[tuple[str, Change]] = st.one_of(
    st.tuples(st.just(PBX), phone_changes), st.tuples(st.just(CHAT), chat_changes)
)
"""A source's name and what it tells."""
