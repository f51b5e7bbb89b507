"""Who waits for the operator."""

from lampfield.frontend.people import asking, unread_of
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, RoomId
from lampfield.model.relationship import Relationship
from lampfield.model.room import Room


def test_those_who_ask_are_in_the_order_of_their_names_whatever_the_case() -> None:
    names = {1: "bob", 2: "Alice", 3: "Carol"}
    people = [
        Contact(cid=ContactId(cid), name=name, relationship=Relationship.ASKING)
        for cid, name in names.items()
    ]
    friend = Contact(cid=ContactId(4), name="Aaron", relationship=Relationship.MUTUAL)
    assert asking([*people, friend]) == [2, 1, 3]


def test_unread_messages_are_counted_over_all_chats_of_a_contact() -> None:
    rooms = [
        Room(room_id=RoomId(number), cid=ContactId(cid), unread=unread)
        for number, (cid, unread) in enumerate(((1, 2), (2, 5), (1, 3)))
    ]
    assert (unread_of(ContactId(1), rooms), unread_of(ContactId(3), rooms)) == (5, 0)
