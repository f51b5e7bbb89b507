"""In which chat a message belongs."""

from typing import Any

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt
from lampfield.sources.xmpp.content import Amendment, Content
from lampfield.sources.xmpp.message import ArchivedMessage, Marker, ParsedMessage
from lampfield.sources.xmpp.receipts import flag_read
from lampfield.sources.xmpp.routing import may_address_occupant, route

OWN = ContactKey("alice@acme.test")
NOTICES = ContactKey("acme.test")
ROOM = ContactKey("desk@rooms.acme.test")


def parsed(
    key: str, text: str = "hi", *, kind: MessageKind = MessageKind.TEXT, by: str = "", **more: Any
) -> ParsedMessage:
    return ParsedMessage(
        key=ContactKey(key), own=more.pop("own", False), content=Content(text, kind, by), **more
    )


def place(
    message: ParsedMessage, roster: frozenset[str] = frozenset({"bob@acme.test", "icq.gw.test"})
) -> tuple[str, Content]:
    found = route(message, OWN, roster.__contains__, {"rooms.acme.test"})
    return found.key, found.content


INVITATION = MessageKind.INVITATION


@pytest.mark.parametrize(
    ("message", "key", "content"),
    [
        (parsed("bob@acme.test"), "bob@acme.test", Content("hi")),
        (parsed("kim@far.test"), "kim@far.test", Content("hi")),
        (parsed("icq.gw.test"), "icq.gw.test", Content("hi")),
        (parsed("acme.test"), NOTICES, Content("hi", sender="acme.test")),
        (parsed("gw.acme.test"), NOTICES, Content("hi", sender="gw.acme.test")),
        (parsed("gw.acme.test", ""), "gw.acme.test", Content()),
        (
            parsed(ROOM, is_from_room=True, sender=f"{ROOM}/bobby"),
            NOTICES,
            Content("hi", MessageKind.PRIVATE, f"bobby in {ROOM}"),
        ),
        (parsed(ROOM, is_from_room=True, sender=ROOM), NOTICES, Content("hi", MessageKind.PRIVATE, ROOM)),
        (
            parsed(ROOM, own=True, to_resource=True),
            NOTICES,
            Content(f"Private message in the room {ROOM}: hi", MessageKind.PRIVATE),
        ),
        (parsed(ROOM, own=True), ROOM, Content("hi")),
        (parsed(ROOM, sender=ROOM), NOTICES, Content("hi", MessageKind.PRIVATE, ROOM)),
        (parsed("kim@far.test", own=True, to_resource=True), "kim@far.test", Content("hi")),
        (
            parsed(ROOM, kind=INVITATION, by="bob@acme.test", is_from_room=True),
            NOTICES,
            Content("hi", INVITATION, "bob@acme.test"),
        ),
        (parsed(ROOM, kind=INVITATION, is_from_room=True), NOTICES, Content("hi", INVITATION, ROOM)),
        (parsed("bob@acme.test", kind=INVITATION), "bob@acme.test", Content("hi", INVITATION)),
    ],
)
def test_a_message_stands_where_it_can_be_answered_or_among_the_notices(
    message: ParsedMessage, key: str, content: Content
) -> None:
    assert place(message) == (key, content)


def test_the_server_itself_is_never_a_person() -> None:
    assert place(parsed("acme.test"), frozenset({"acme.test"}))[0] == NOTICES


@pytest.mark.parametrize(
    ("more", "known", "so"),
    [
        ({"own": True, "to_resource": True}, False, True),
        ({"own": True, "to_resource": True}, True, False),
        ({"own": True, "to_resource": False}, False, False),
        ({"own": False, "to_resource": True}, False, False),
    ],
)
def test_only_a_note_of_ours_to_one_client_of_a_stranger_may_be_for_a_room(
    more: dict[str, Any], known: bool, so: bool
) -> None:
    assert may_address_occupant(parsed("kim@far.test", **more), lambda _: known) is so
    assert not may_address_occupant(parsed("kim@far.test", "", **more), lambda _: known)


def shown(key: str, name: str, receipt: Receipt = Receipt.READ, *, own: bool = True) -> ParsedMessage:
    return parsed(key, "", own=own, markers=(Marker(receipt, name),))


BOB, CARA = "bob@acme.test", "cara@acme.test"


@pytest.mark.parametrize(
    ("items", "read"),
    [
        ([parsed(BOB), parsed(BOB)], [0, 0]),
        ([parsed(BOB), parsed(CARA), parsed(BOB, own=True), parsed(BOB)], [1, 0, 0, 0]),
        ([parsed(BOB, sender_ids=("1",)), parsed(BOB, sender_ids=("2",)), shown(BOB, "1")], [1, 0, 0]),
        ([parsed(BOB, sender_ids=("1",)), parsed(BOB, sender_ids=("2",)), shown(BOB, "2")], [1, 1, 0]),
        ([parsed(BOB, sender_ids=("1",)), shown(CARA, "1")], [0, 0]),
        ([parsed(BOB, sender_ids=("1",)), shown(BOB, "1", Receipt.RECEIVED)], [0, 0]),
        ([parsed(BOB, sender_ids=("1",)), shown(BOB, "1", own=False)], [0, 0]),
        ([shown(BOB, "1"), parsed(BOB, sender_ids=("1",))], [0, 0]),
        (
            [parsed(BOB), parsed(BOB, "", own=True, amendment=Amendment(reacts_to="1", reactions="👍"))],
            [1, 0],
        ),
        ([parsed(BOB), parsed(BOB, "", own=True)], [0, 0]),
        ([parsed(BOB), None, parsed(BOB, own=True)], [1, 0, 0]),
    ],
)
def test_answered_or_displayed_messages_are_read(items: list[ParsedMessage | None], read: list[int]) -> None:
    archived = [ArchivedMessage("q", str(place), item) for place, item in enumerate(items)]
    assert flag_read(archived) == [bool(flag) for flag in read]
