"""How a contact is said: the state first, and never more than is known."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show, State
from lampfield.words.ages import age_words
from lampfield.words.staleness import Staleness
from lampfield.words.states import lamp_line, state_line, why_no_show

ALFONSO = {"cid": ContactId(1), "name": "Alfonso Bernini", "number": "204", "chat_id": "a@acme.test"}
STATES = [(lamp, show) for lamp, show in product(Lamp, Show)]


def alfonso(lamp: Lamp = Lamp.AVAILABLE, show: Show = Show.ONLINE, **more: object) -> Contact:
    return Contact(**ALFONSO | {"blf": lamp.blf, "show": show} | more)  # type: ignore[arg-type]


def test_the_state_comes_first() -> None:
    assert lamp_line(alfonso()) == "free, Alfonso Bernini, 204"
    assert state_line(alfonso(states={"desk": State(status="back at two")})) == (
        "free, Alfonso Bernini, 204, online: back at two"
    )


def test_all_pairs_of_lamp_and_show_differ_fresh_and_stale() -> None:
    lines = [
        state_line(alfonso(lamp, show), stale)
        for lamp, show in STATES
        for stale in (Staleness(), Staleness(phone=1.0), Staleness(chat=1.0), Staleness(1.0, 1.0))
    ]
    # Of a lamp that was unknown nothing is lost with the link.
    alike = {tuple(sorted((one, other))) for one, other in combinations(lines, 2) if one == other}
    assert all(line.startswith("not known, Alfonso") for pair in alike for line in pair)


@given(st.sampled_from(STATES), st.floats(min_value=1.0, max_value=1e9))
def test_what_is_stale_is_never_said_as_what_is(state: tuple[Lamp, Show], since: float) -> None:
    line = state_line(alfonso(*state), Staleness(phone=since, chat=since))
    assert line.startswith("not known")
    assert ", was " in line.partition(", 204")[2]


def test_who_is_at_the_other_end_is_said() -> None:
    party = Party("Ito", "205", Direction.IN)
    assert state_line(alfonso(Lamp.ON_CALL, party=party)).startswith("on call with Ito, Alfonso")
    assert state_line(alfonso(Lamp.RINGING, party=party)).startswith("ringing from Ito, Alfonso")


def test_what_waits_for_the_operator_is_said() -> None:
    asking = alfonso(relationship=Relationship.ASKING)
    assert state_line(asking, unread=2) == "free, Alfonso Bernini, 204, online, asks you, 2 unread"


def test_whom_the_operator_blocks_is_called_blocked_and_not_offline() -> None:
    blocked = alfonso(show=Show.OFFLINE, relationship=Relationship.BLOCKED)
    assert state_line(blocked) == "free, Alfonso Bernini, 204, blocked"
    assert why_no_show(blocked, Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp")) == "you block this contact"
    # The PBX may still tell a presence of its own.
    assert state_line(alfonso(show=Show.DND, relationship=Relationship.BLOCKED)).endswith("204, dnd")
    assert state_line(alfonso(show=Show.OFFLINE)).endswith("204, offline")


def test_one_of_whom_no_presence_can_be_known_is_not_called_offline() -> None:
    assert state_line(alfonso(show=Show.OFFLINE, chat_id="")) == "free, Alfonso Bernini, 204"


@given(st.floats(min_value=-10, max_value=1e9))
def test_an_age_is_said_in_its_greatest_unit(seconds: float) -> None:
    count, unit = age_words(seconds).split()
    size = {"sec": 1, "min": 60, "hour": 3600, "hours": 3600, "day": 86400, "days": 86400}[unit]
    assert int(count) * size <= max(0, seconds) < (int(count) + 1) * size
