"""WHO means exactly one contact."""

import pytest

from lampfield.cli.failure import Failed
from lampfield.cli.who import label, one_contact
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

DAN = Contact(cid=ContactId(7), name="Dan Dietz", number="204", uname="dan.dietz", chat_id="dan@acme.test")
DANIELA = Contact(cid=ContactId(8), name="Daniela Ek", number="205", uname="daniela.ek")
TWIN = Contact(cid=ContactId(9), name="dan dietz", chat_id="dan@other.test")
BARE = Contact(cid=ContactId(10))


@pytest.mark.parametrize("who", ["7", "204", "dan.dietz", "DAN@acme.test", "Dan Dietz", " dan dietz "])
def test_each_of_a_contacts_names_means_it(who: str) -> None:
    assert one_contact([DAN, DANIELA, BARE], who) is DAN


def test_a_part_of_a_name_is_not_enough_to_act_on() -> None:
    with pytest.raises(
        Failed, match=r"nobody is exactly 'dan'; there is Dan Dietz \(204\), Daniela Ek \(205\)$"
    ):
        one_contact([DAN, DANIELA], "dan")


def test_two_of_one_name_are_told_apart_in_the_answer() -> None:
    with pytest.raises(
        Failed, match=r"more than one contact: Dan Dietz \(204\), dan dietz \(dan@other\.test\)"
    ):
        one_contact([DAN, TWIN], "Dan Dietz")


def test_nobody_is_nobody() -> None:
    for who in ("fay", "", " "):
        with pytest.raises(Failed):
            one_contact([DAN, BARE], who)


def test_many_candidates_are_cut_short() -> None:
    crowd = [Contact(cid=ContactId(index), name=f"Dan {index}x") for index in range(100, 107)]
    with pytest.raises(Failed, match="Dan 104x and 2 more"):
        one_contact(crowd, "dan")


def test_a_label_is_plain_text() -> None:
    assert label(Contact(cid=ContactId(1), name="E\x1b[31mve\n", number="9")) == "E [31mve (9)"
    assert label(BARE) == "10"
