"""What is typed into find, taken apart."""

import pytest

from lampfield.frontend.search.conditions import Situation, State, state_test
from lampfield.frontend.search.groups import Group, Kind
from lampfield.frontend.search.query import Query, parsed, signed
from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.model.show import State as Resource

DAN = Contact(
    cid=ContactId(4),
    name="Dan Dietz",
    number="204",
    company_name="Acme Ltd",
    tags=("Front desk", "VIP"),
    blf=0,
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  ", Query()),
        ("-", Query()),
        ("Dän O'Brien", Query((("dan", "o brien"),))),
        ("is:free dan IS:OnCall", Query((("dan",),), (State.FREE, State.ON_CALL))),
        ("tag:vip company:acme", Query(tags=("vip",), companies=("acme",))),
        ('tag:"Front desk" x', Query((("x",),), tags=("front desk",))),
        ('tag:"Front de', Query(tags=("front de",))),
        ("source:phone", Query(sources=("phone",))),
        ("is:fr", Query(unknown="is:fr")),
        ("is: tag:", Query(unknown="is:")),
        ("time:12", Query((("time 12",),))),
        ("204", Query((("204",),))),
        ("0161 496", Query((("0161", "496"), ("0161496",)))),
        ("+44", Query((("44",),))),
    ],
)
def test_words_and_signs_are_told_apart(text: str, query: Query) -> None:
    assert parsed(text) == query


@pytest.mark.parametrize(
    ("text", "is_he"),
    [
        ("tag:desk", True),
        ("tag:desk tag:vip", True),
        ("tag:sales", False),
        ("company:ltd", True),
        ("company:birch", False),
        ("is:free", True),
        ("is:oncall", False),
        ('source:"phone only"', True),
        ("source:chat", False),
        ("is:fr", True),
    ],
)
def test_signs_narrow(text: str, is_he: bool) -> None:
    assert all(test(DAN) for test in parsed(text).tests(Situation())) is is_he


@pytest.mark.parametrize("group", [Group(Kind.TAG, "Front desk"), Group(Kind.COMPANY, "Acme Ltd")])
def test_a_group_can_be_typed(group: Group) -> None:
    assert all(test(DAN) for test in parsed(group.query).tests(Situation()))
    assert group.query == signed(group.kind, group.name)


STALE = Staleness(phone=1.0, chat=1.0)


@pytest.mark.parametrize(
    ("state", "so", "otherwise"),
    [
        (State.FREE, {"blf": 0}, {"blf": 2}),
        (State.ON_CALL, {"blf": 3}, {"blf": None}),
        (State.ONLINE, {"show": Show.ONLINE}, {"show": Show.DND}),
        (State.AWAY, {"show": Show.AWAY}, {"show": Show.ONLINE}),
        (State.DND, {"show": Show.DND}, {"show": Show.AWAY}),
        (State.OFFLINE, {"chat_id": "a@b.test"}, {}),
        (State.OFFLINE, {"states": {"desk": Resource()}}, {"show": Show.ONLINE, "chat_id": "a@b.test"}),
        (State.RINGING, {"blf": 2}, {"blf": 1}),
        (State.RINGING, {"blf": 3}, {"blf": 0}),
        (State.BUSY, {"blf": 1}, {"blf": 0}),
        (State.BUSY, {"blf": 2}, {"blf": None}),
        (State.UNKNOWN, {"blf": None}, {"blf": 0}),
        (State.UNREAD, {}, {"cid": ContactId(2)}),
        (State.ASKING, {"relationship": Relationship.ASKING}, {"relationship": Relationship.ASKED}),
    ],
)
def test_states_are_what_the_tiles_say(
    state: State, so: dict[str, object], otherwise: dict[str, object]
) -> None:
    test = state_test(state, Situation(unread=(ContactId(1),)))
    assert test(Contact(**{"cid": ContactId(1), **so}))  # type: ignore[arg-type]
    assert not test(Contact(**{"cid": ContactId(1), **otherwise}))  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [State.FREE, State.ON_CALL, State.ONLINE, State.RINGING, State.BUSY])
@pytest.mark.parametrize("lamp", Lamp)
def test_nobody_is_free_or_anything_else_by_what_is_stale(state: State, lamp: Lamp) -> None:
    contact = Contact(cid=ContactId(1), blf=lamp.blf, show=Show.ONLINE, states={"desk": Resource()})
    assert not state_test(state, Situation(STALE))(contact)
    assert state_test(State.STALE, Situation(STALE))(contact)
    assert not state_test(State.STALE, Situation(FRESH))(contact)


def test_every_phone_is_unknown_while_the_link_is_down() -> None:
    contact = Contact(cid=ContactId(1), blf=0)
    assert state_test(State.UNKNOWN, Situation(STALE))(contact)
    assert not state_test(State.UNKNOWN, Situation(FRESH))(contact)


@pytest.mark.parametrize(("text", "worded"), [("dnd", "dnd"), ("DND ana", "dnd"), ("dndx", ""), ("ana", "")])
def test_a_word_of_the_tiles_is_a_state_too(text: str, worded: str) -> None:
    assert [state.value for state in parsed(text).worded] == ([worded] if worded else [])


def test_who_was_never_known_is_not_stale() -> None:
    assert not state_test(State.STALE, Situation(STALE))(Contact(cid=ContactId(1)))
