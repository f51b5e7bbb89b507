"""Frames decoded at one go say the same as frames taken apart."""

import pytest

from lampfield.model.contact import Contact, ContactPatch, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import State
from lampfield.protocol.jsonrpc import encode_answer, encode_notice, join_batch, told_in
from lampfield.protocol.notifications import ContactGone, ContactNew, ContactUpdate, LinkNotice
from lampfield.protocol.requests import Answer

ALICE = ContactId(1)
NOTICES = [
    ContactNew(seq=1, contact=Contact(cid=ALICE, name="Alice", states={"desk": State("dnd")})),
    ContactUpdate(
        seq=2, contact=ContactPatch(cid=ALICE, blf=None, party=Party("Bob", direction=Direction.OUT))
    ),
    ContactGone(seq=3, cid=ALICE),
    LinkNotice(seq=4, link=Link(LinkName.CHAT, LinkState.DOWN, 1.0)),
]


def test_a_batch_is_told_in_its_order() -> None:
    frame = join_batch(map(encode_notice, NOTICES))
    assert told_in(frame) == NOTICES
    assert told_in(frame.decode()) == NOTICES


@pytest.mark.parametrize("notice", NOTICES)
def test_one_alone_is_told(notice: ContactUpdate) -> None:
    assert told_in(encode_notice(notice)) == [notice]


@pytest.mark.parametrize(
    "frame",
    [
        join_batch([encode_notice(NOTICES[0]), encode_answer(1, Answer())]),
        encode_answer(1, Answer()),
        b'{"jsonrpc":"2.0","method":"weather.changed","params":{}}',
        b'{"jsonrpc":"1.0","method":"contact.gone","params":{"cID":1}}',
        b'{"jsonrpc":"2.0","method":"contact.gone","params":{"cID":"one"}}',
        b"[]",
        b"[",
        b"",
        b'"\xff"',
    ],
)
def test_all_else_is_left_to_be_taken_apart(frame: bytes) -> None:
    assert told_in(frame) is None


def test_the_link_of_a_newer_hub_is_taken_under_its_own_name() -> None:
    told = told_in(b'{"jsonrpc":"2.0","method":"link","params":{"link":{"name":"radio","state":"up"}}}')
    assert told is not None
    (notice,) = told
    assert isinstance(notice, LinkNotice)
    name = notice.link.name
    assert (name, name.value, f"{name}", name.name) == ("radio", "radio", "radio", "RADIO")
    assert name not in list(LinkName)
    assert told_in(b'{"jsonrpc":"2.0","method":"link","params":{"link":{"name":1}}}') is None
