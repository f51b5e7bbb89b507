"""The fast path for frames that contain only notifications."""

import pytest

from lampfield.model.contact import Contact, ContactPatch, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import State
from lampfield.protocol.jsonrpc import encode_answer, encode_notification, join_batch, notifications_in
from lampfield.protocol.notifications import ContactGone, ContactNew, ContactUpdate, LinkNotice
from lampfield.protocol.requests import Answer

ALICE = ContactId(1)
NOTIFICATIONS_OF_EACH_KIND = [
    ContactNew(seq=1, contact=Contact(cid=ALICE, name="Alice", states={"desk": State("dnd")})),
    ContactUpdate(
        seq=2, contact=ContactPatch(cid=ALICE, blf=None, party=Party("Bob", direction=Direction.OUT))
    ),
    ContactGone(seq=3, cid=ALICE),
    LinkNotice(seq=4, link=Link(LinkName.CHAT, LinkState.DOWN, 1.0)),
]


def test_a_batch_is_decoded_in_order() -> None:
    frame = join_batch(map(encode_notification, NOTIFICATIONS_OF_EACH_KIND))
    assert notifications_in(frame) == NOTIFICATIONS_OF_EACH_KIND
    assert notifications_in(frame.decode()) == NOTIFICATIONS_OF_EACH_KIND


@pytest.mark.parametrize("notification", NOTIFICATIONS_OF_EACH_KIND)
def test_a_single_notification_is_decoded(notification: ContactUpdate) -> None:
    assert notifications_in(encode_notification(notification)) == [notification]


@pytest.mark.parametrize(
    "frame",
    [
        join_batch([encode_notification(NOTIFICATIONS_OF_EACH_KIND[0]), encode_answer(1, Answer())]),
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
def test_any_other_frame_is_left_to_decode_frame(frame: bytes) -> None:
    assert notifications_in(frame) is None


def test_an_unknown_link_of_a_newer_hub_keeps_its_name() -> None:
    frame = b'{"jsonrpc":"2.0","method":"link","params":{"link":{"name":"radio","state":"up"}}}'
    notifications = notifications_in(frame)
    assert notifications is not None
    (notification,) = notifications
    assert isinstance(notification, LinkNotice)
    name = notification.link.name
    assert (name, name.value, f"{name}", name.name) == ("radio", "radio", "radio", "RADIO")
    assert name not in list(LinkName)
    assert notifications_in(b'{"jsonrpc":"2.0","method":"link","params":{"link":{"name":1}}}') is None
