"""A word names contacts by number, login name, chat address and name."""

import pytest

from lampfield.cli.failure import Failed
from lampfield.cli.who import one_contact
from lampfield.frontend.announcing.watched import Watched
from lampfield.frontend.resolve import containing, exactly
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

DAN = Contact(cid=ContactId(7), name="Dan  Dietz", number="204", uname="dan.dietz", chat_id="Dan@acme.test")
EVE = Contact(cid=ContactId(204), name="Eve", email="eve@mail.test", number="7")
BARE = Contact(cid=ContactId(9))
EVERYBODY = [DAN, EVE, BARE]


@pytest.mark.parametrize("text", ["204", "DAN.dietz", "dan@ACME.test", " dan dietz", "Dan   Dietz"])
def test_each_name_of_a_contact_names_it_whatever_its_case_and_spaces(text: str) -> None:
    assert exactly(text, EVERYBODY) == [DAN]


@pytest.mark.parametrize("text", ["", "9", "dan", "eve@mail.test"])
def test_a_part_an_id_and_an_email_address_name_nobody(text: str) -> None:
    assert exactly(text, EVERYBODY) == []


def test_a_part_of_a_name_finds_candidates() -> None:
    assert containing("D", EVERYBODY) == [DAN]
    assert containing("e", EVERYBODY) == [DAN, EVE]


def test_a_number_that_is_also_the_id_of_another_contact_is_not_acted_on() -> None:
    with pytest.raises(Failed, match="more than one contact"):
        one_contact(EVERYBODY, "204")


def test_settings_name_the_watched_by_email_address_too() -> None:
    watched = Watched([" EVE@mail.test", "dan dietz", ""])
    people = {contact.cid: contact for contact in EVERYBODY}
    watched.update(people, people)
    assert watched.cids == {DAN.cid, EVE.cid}
