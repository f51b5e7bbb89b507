"""Which entries of the PBX and of the chat server are one contact, and which only look like one person."""

import pytest

from lampfield.cli.checking.finding import Verdict
from lampfield.cli.checking.pairs import MAX_PAIRS, Entries, check_pairs
from lampfield.model.identity import ContactKey

BOB = Entries(phones={"202": "Bob Berg"}, roster={"bob@acme.test": "Bob"})


def said(entries: Entries, domain: str = "acme.test") -> list[tuple[Verdict, str]]:
    """Return what is found."""
    return [(it.verdict, it.sentence) for it in check_pairs(entries, domain)]


def test_two_that_look_like_one_person_are_named_with_the_row_that_joins_them() -> None:
    ((verdict, sentence),) = said(BOB)
    assert verdict is Verdict.WARNING
    assert sentence == (
        "two tiles each, but perhaps one person: Bob Berg 202 = Bob bob@acme.test "
        "(row: extension 202, jid bob@acme.test). A row of the directory's file with both makes them one"
    )


def test_such_a_row_makes_them_one_and_is_named_as_the_reason() -> None:
    rows = [(ContactKey("202"), ContactKey("bob@acme.test"))]
    joined = "one contact each: Bob Berg 202 = Bob bob@acme.test (a row of the file)"
    assert said(Entries(BOB.phones, BOB.roster, rows)) == [(Verdict.WORKS, joined)]


def test_an_address_that_is_an_extension_is_one_with_it_in_the_sites_domain_alone() -> None:
    entries = Entries(phones={"203": "Cara"}, roster={"203@acme.test": "Cara Cole"})
    joined = "one contact each: Cara 203 = Cara Cole 203@acme.test (the address is the extension)"
    assert said(entries) == [(Verdict.WORKS, joined)]
    ((verdict, sentence),) = said(entries, "")
    assert (verdict, sentence[:13]) == (Verdict.WARNING, "two tiles eac")


@pytest.mark.parametrize(
    ("phone", "address", "name", "alike"),
    [
        ("Bob Berg", "berg.bob@acme.test", "", True),
        ("BERG, Bob", "b@acme.test", "Bob Berg", True),
        ("Bob Berg", "b@acme.test", "Bob Brown", False),
        ("Bob Berg", "x1@acme.test", "", False),
        ("202", "bob@acme.test", "Bob", False),
        ("", "bob@acme.test", "Bob", False),
    ],
)
def test_names_look_alike_when_all_words_of_one_are_in_the_other(
    phone: str, address: str, name: str, alike: bool
) -> None:
    assert bool(said(Entries(phones={"202": phone}, roster={address: name}))) is alike


def test_who_is_joined_already_is_not_compared_with_others() -> None:
    rows = [(ContactKey("202"), ContactKey("bob@acme.test"))]
    roster = {"bob@acme.test": "Bob", "bob@home.test": "Bob"}
    assert [verdict for verdict, _ in said(Entries(BOB.phones, roster, rows))] == [Verdict.WORKS]


def test_of_many_pairs_some_are_named_and_the_rest_is_counted() -> None:
    names = ["".join(chr(97 + int(digit)) for digit in str(number)) for number in range(100, 111)]
    phones = {str(number): name for number, name in enumerate(names, 200)}
    ((_, sentence),) = said(Entries(phones, {f"{name}@acme.test": name for name in names}))
    assert sentence.count(" = ") == MAX_PAIRS
    assert "; and 3 more. A row" in sentence


def test_foreign_names_are_plain_text() -> None:
    ((_, sentence),) = said(Entries({"202": "Bob\x1b[2J"}, {"bob@acme.test": "Bob"}))
    assert "\x1b" not in sentence
