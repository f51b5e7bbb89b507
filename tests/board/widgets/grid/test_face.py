"""What a tile says."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.board.widgets.grid.density import CLOSE, LARGE, NORMAL, SNUG, Density
from lampfield.board.widgets.grid.face import Moment, TileContent, content_of
from lampfield.board.widgets.grid.painting import paint
from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.model import no_phone
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show, State

NOW = 1000.0
FRESHLY = Moment(NOW, FRESH)
ALICE = Contact(cid=ContactId(1), name="Alice Ames", number="201", blf=0, show=Show.ONLINE)


DENSITIES = (LARGE, NORMAL, SNUG, CLOSE)


def plain_text(face: TileContent, width: int = 30, density: Density = NORMAL) -> str:
    return "\n".join("".join(text for text, _ in line) for line in paint(face, width, density))


def test_each_cue_of_a_lamp_differs_alone() -> None:
    faces = [content_of(msgspec.structs.replace(ALICE, blf=lamp.blf), FRESHLY) for lamp in Lamp]
    assert len({face.lamp.split(" ", 1)[0] for face in faces}) == len(Lamp)
    assert len({face.lamp.split(" ", 1)[1] for face in faces}) == len(Lamp)
    assert len({plain_text(face).splitlines()[0] for face in faces}) == len(Lamp)
    assert len({face.lamp_style for face in faces}) == len(Lamp)


@pytest.mark.parametrize("lamp", Lamp)
def test_a_stale_lamp_never_reads_as_what_it_was(lamp: Lamp) -> None:
    contact = msgspec.structs.replace(ALICE, blf=lamp.blf)
    stale = content_of(contact, Moment(NOW, Staleness(phone=NOW - 12)))
    fresh = content_of(contact, FRESHLY)
    assert stale.edge is Lamp.UNKNOWN
    assert stale.lamp_style == "stale"
    assert stale.lamp.startswith("~ ")
    assert stale.lamp_age == "12s"
    assert stale.lamp != fresh.lamp


def test_a_stale_show_is_marked_while_the_lamp_stays_fresh() -> None:
    face = content_of(ALICE, Moment(NOW, Staleness(chat=NOW - 12)))
    assert (face.show, face.show_style, face.lamp) == ("~online", "stale", "○ FREE")


def test_whom_the_operator_blocks_reads_blocked() -> None:
    blocked = msgspec.structs.replace(
        ALICE, show=Show.OFFLINE, chat_id="alice@acme.test", relationship=Relationship.BLOCKED
    )
    face = content_of(blocked, FRESHLY)
    assert (face.show, face.show_style, face.lamp) == ("blocked", "show-offline", "○ FREE")
    assert content_of(msgspec.structs.replace(blocked, show=Show.DND), FRESHLY).show == "dnd"


def test_a_call_shows_the_other_the_way_and_a_running_timer() -> None:
    party = Party(name="Hana Ito", number="0161", direction=Direction.OUT, since=int((NOW - 192) * 1000))
    face = content_of(msgspec.structs.replace(ALICE, blf=1, party=party), FRESHLY)
    assert (face.detail, face.clock) == ("→ Hana Ito", "3:12")


def test_a_call_through_a_queue_says_which() -> None:
    party = Party(name="Brown", since=int((NOW - 9) * 1000), queue="sales")
    face = content_of(msgspec.structs.replace(ALICE, blf=2, party=party, labels=("on hold",)), FRESHLY)
    assert face.detail == "← on hold, Brown, via sales"


def test_what_nobody_can_know_is_not_called_offline() -> None:
    parking = Contact(cid=ContactId(2), name="Parking 701", number="701", blf=0)
    assert content_of(parking, FRESHLY).show == ""
    assert content_of(parking, Moment(NOW, Staleness(chat=NOW - 12))).show == ""
    known = msgspec.structs.replace(parking, chat_id="alice@acme.test")
    assert content_of(known, FRESHLY).show == "offline"


def test_who_asks_says_so_first() -> None:
    party = Party(name="Hana Ito")
    face = content_of(msgspec.structs.replace(ALICE, party=party, relationship=Relationship.ASKING), FRESHLY)
    assert face.detail == "+ asks you"


def test_only_what_rings_flashes() -> None:
    lit = Moment(NOW, FRESH, lit=True)
    flashing = {lamp for lamp in Lamp if content_of(msgspec.structs.replace(ALICE, blf=lamp.blf), lit).lit}
    assert flashing == {Lamp.RINGING, Lamp.ON_CALL_RINGING}


def test_unread_messages_are_counted_before_the_name() -> None:
    face = content_of(ALICE, FRESHLY, unread=3)
    assert "»3 Alice Ames" in plain_text(face)


@given(
    name=st.text(max_size=60),
    number=st.text(max_size=12),
    status=st.text(max_size=60),
    width=st.integers(26, 110),
    unread=st.integers(0, 200),
    density=st.sampled_from(DENSITIES),
    cursor=st.booleans(),
)
def test_every_line_is_exactly_as_wide_as_the_tile(
    name: str, number: str, status: str, width: int, unread: int, density: Density, *, cursor: bool
) -> None:
    contact = Contact(
        cid=ContactId(1), name=name, number=number, states={"x": State(status=status)}, blf_since=1.0
    )
    face = content_of(contact, FRESHLY, unread=unread, cursor=cursor)
    width = max(width, density.min_width)
    lines = plain_text(face, width, density).split("\n")
    assert len(lines) == density.height
    assert {cell_len(line) for line in lines} == {width}
    assert not any(ord(char) < 32 for line in lines for char in line)


def test_a_mailbox_or_a_switch_shows_its_own_state_once_and_no_unknown_lamp() -> None:
    night = Contact(cid=ContactId(2), name="Night", number="*28", blf_reason=no_phone.SWITCH, labels=("on",))
    face = content_of(night, FRESHLY)
    assert (face.lamp, face.lamp_style, face.edge, face.detail) == ("◇ on", "label", Lamp.AVAILABLE, "")
    stale = content_of(night, Moment(NOW, Staleness(phone=NOW - 12)))
    assert (stale.lamp, stale.lamp_style, stale.edge) == ("~ was on", "stale", Lamp.UNKNOWN)
    silent = content_of(msgspec.structs.replace(night, labels=()), FRESHLY)
    assert (silent.lamp, silent.edge) == ("? UNKNOWN", Lamp.UNKNOWN)


def test_by_the_minute_a_running_call_and_a_lost_link_stand_still() -> None:
    party = Party(name="Hana Ito", since=int((NOW - 20) * 1000))
    busy = msgspec.structs.replace(ALICE, blf=1, party=party)
    face = content_of(busy, Moment(NOW, by_second=False, staleness=FRESH))
    assert (face.clock, face.until) == ("<1m", NOW + 40)
    later = content_of(busy, Moment(NOW + 150, by_second=False, staleness=FRESH))
    assert (later.clock, later.until) == ("2m", NOW + 160)
    stale = content_of(ALICE, Moment(NOW, Staleness(phone=NOW - 12), by_second=False))
    assert (stale.lamp_age, stale.until) == ("<1m", NOW + 48)
