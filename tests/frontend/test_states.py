"""How a contact is said: the state first, and never more than is known."""

from itertools import combinations, product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import age_words, call_line, lamp_line, state_line, why_no_presence
from lampfield.model import no_phone
from lampfield.model.call import Call, CallState
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import CallUid, ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State

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
    assert (
        why_no_presence(blocked, Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp")) == "you block this contact"
    )
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


def test_a_line_says_all_that_is_known() -> None:
    cara = alfonso(
        Lamp.ON_CALL,
        Show.DND,
        states={"desk": State(Show.DND, status="in a talk")},
        labels=("sales", "Ghent"),
        party=Party("Ito", "205", Direction.IN),
    )
    fresh = "on call with Ito, Alfonso Bernini, 204, sales, Ghent, dnd: in a talk"
    assert state_line(cara) == fresh
    assert state_line(cara, unread=1) == f"{fresh}, 1 unread"
    # Whom a call is with is not told over a link that is down.
    assert state_line(cara, Staleness(phone=1.0)) == (
        "not known, was on call, Alfonso Bernini, 204, sales, Ghent, dnd: in a talk"
    )
    assert state_line(cara, Staleness(chat=1.0)) == (
        "on call with Ito, Alfonso Bernini, 204, sales, Ghent, was dnd: in a talk"
    )


def test_a_lamp_that_was_not_known_was_nothing_before() -> None:
    unknown = alfonso(Lamp.UNKNOWN)
    assert lamp_line(unknown, Staleness(phone=1.0)) == "not known, Alfonso Bernini, 204"
    assert lamp_line(alfonso(), Staleness(phone=1.0)) == "not known, was free, Alfonso Bernini, 204"


@pytest.mark.parametrize("more", [0, 1])
def test_nothing_foreign_makes_a_line_long(more: int) -> None:
    """At its limit a text stands whole; one character over it ends in an ellipsis."""

    def at(limit: int, letter: str) -> str:
        return letter * (limit + more)

    def cut(limit: int, letter: str) -> str:
        return letter * (limit - 1) + "…" if more else letter * limit

    long = alfonso(
        Lamp.ON_CALL,
        name=at(40, "n"),
        number=at(24, "4"),
        labels=(at(60, "l"),),
        states={"desk": State(status=at(120, "s"))},
        party=Party(at(40, "p"), "205", Direction.IN),
    )
    parts = (f"on call with {cut(40, 'p')}", cut(40, "n"), cut(24, "4"), cut(60, "l"))
    assert state_line(long) == f"{', '.join(parts)}, online: {cut(120, 's')}"
    call = Call(uid=CallUid(1), name=at(40, "n"), number=at(24, "4"), queue=at(24, "q"), state=CallState.UP)
    assert call_line(call) == f"talking, {cut(40, 'n')}, {cut(24, '4')}, via {cut(24, 'q')}"


@pytest.mark.parametrize(
    ("party", "lamp", "words"),
    [
        (None, Lamp.RINGING, "ringing"),
        (None, Lamp.ON_CALL, "on call"),
        (Party("", "205", Direction.OUT), Lamp.RINGING, "ringing to 205"),
        (Party("Ito", "205", Direction.IN), Lamp.RINGING, "ringing from Ito"),
        (Party("", "", Direction.IN), Lamp.RINGING, "ringing"),
        (Party("", "205", Direction.OUT), Lamp.ON_CALL, "on call with 205"),
        (Party("", "", Direction.OUT), Lamp.ON_CALL, "on call"),
        (Party("Ito", "205", Direction.IN), Lamp.ON_CALL_RINGING, "on call and ringing with Ito"),
    ],
)
def test_the_other_end_by_direction(party: Party | None, lamp: Lamp, words: str) -> None:
    assert state_line(alfonso(lamp, party=party)) == f"{words}, Alfonso Bernini, 204, online"


@pytest.mark.parametrize(
    ("link", "more", "words"),
    [
        (None, {}, "there is no chat server"),
        (Link(LinkName.CHAT, LinkState.ABSENT, 0.0, "xmpp"), {}, "there is no chat server"),
        (
            Link(LinkName.CHAT, LinkState.UP, 0.0, "asterisk"),
            {"chat_id": ""},
            "no presence is set at the PBX",
        ),
        (Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp"), {"chat_id": ""}, "no chat address"),
        (
            Link(LinkName.CHAT, LinkState.DOWN, 0.0, "xmpp"),
            {"subscription": Subscription.TO},
            "not signed in to chat",
        ),
        (
            Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp"),
            {"subscription": Subscription.BOTH},
            "not signed in to chat",
        ),
        (
            Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp"),
            {"subscription": Subscription.FROM},
            "not shown to you: no relationship",
        ),
        (Link(LinkName.CHAT, LinkState.UP, 0.0, "xmpp"), {}, "not shown to you: no relationship"),
    ],
)
def test_why_a_contact_has_no_show(link: Link | None, more: dict[str, object], words: str) -> None:
    contact = msgspec.structs.replace(alfonso(show=Show.OFFLINE), **more)
    assert why_no_presence(contact, link) == words


def test_a_mailbox_or_a_switch_says_what_it_is_in_the_place_of_a_lamp() -> None:
    night = alfonso(Lamp.UNKNOWN, blf_reason=no_phone.SWITCH, labels=("on",), chat_id="")
    assert state_line(night) == "on, Alfonso Bernini, 204, online"
    assert lamp_line(night, Staleness(phone=1.0)) == "not known, was on, Alfonso Bernini, 204"
    box = alfonso(Lamp.UNKNOWN, blf_reason=no_phone.MAILBOX, labels=())
    assert lamp_line(box) == "not known, Alfonso Bernini, 204"
    phone = alfonso(Lamp.UNKNOWN, blf_reason="The phone is not registered.", labels=("do not disturb",))
    assert state_line(phone) == "not known, Alfonso Bernini, 204, do not disturb, online"
