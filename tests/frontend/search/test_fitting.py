"""Whether one contact still matches a search: by each kind of its texts, alone and as it is now."""

import pytest
from msgspec.structs import replace

from lampfield.frontend.search.matching import Matcher
from lampfield.frontend.search.query import parsed
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.show import State

ANN = Contact(
    cid=ContactId(1),
    name="Ann Berg",
    number="201",
    email="ann@acme.test",
    tags=("Front desk",),
    states={"desk": State(status="at lunch")},
)


def fits(query: str, contact: Contact = ANN, slips: tuple[str, ...] = ()) -> bool:
    """Return whether a contact matches, for a matcher that never saw it."""
    return Matcher().fits(parsed(query).readings, slips, contact)


@pytest.mark.parametrize(
    ("query", "does"),
    [
        ("ann", True),
        ("berg ann", True),
        ("201", True),
        ("acme", True),
        ("front", True),
        ("lunch", True),
        ("lunch ann", True),
        ("lunch bob", False),
        ("266", True),
        ("999", False),
        ("bob", False),
        ("", True),
    ],
)
def test_each_word_may_stand_in_another_text(query: str, does: bool) -> None:
    assert fits(query) is does


def test_a_correction_of_a_slip_fits_whose_word_begins_so() -> None:
    assert fits("brg", slips=("berg",))
    assert not fits("brg", slips=("burg",))
    assert not fits("brg")


def test_a_status_counts_as_it_is_now_once_it_is_marked() -> None:
    matcher, readings = Matcher(), parsed("lunch").readings
    assert matcher.fits(readings, (), ANN)
    back = replace(ANN, states={"desk": State(status="back")})
    matcher.mark_status_changed(ANN.cid)
    assert not matcher.fits(readings, (), back)
    assert matcher.fits(parsed("back").readings, (), back)
    matcher.forget(ANN.cid)
    assert matcher.fits(parsed("bo").readings, (), replace(ANN, name="Bo"))
