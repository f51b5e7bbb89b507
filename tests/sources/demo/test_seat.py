"""The law of the seat: who heard all changes knows what a fresh snapshot would tell."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.change import LinkChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.phones import End
from tests.sources.demo.desk import ACCOUNT, Desk
from tests.sources.demo.picture import Picture

GUEST = ContactKey("guest@elsewhere.example")
DESK = ACCOUNT.devices[0]
PHONE_VERBS = frozenset({"dial", "hang_up", "end", "hold", "talk"})

ACTIONS: dict[str, Callable[[AccountView, ContactKey, int], object]] = {
    "dial": lambda seat, _, n: seat.line.dial(ACCOUNT.devices[n % 2], str(201 + n)),
    "hang_up": lambda seat, _, n: seat.line.hang_up(f"demo-{n % 4 + 1}"),
    "end": lambda seat, key, _: seat.end_call(key),
    "hold": lambda seat, _, n: seat.line.hold(f"demo-{n % 4 + 1}"),
    "talk": lambda seat, _, n: seat.line.talk(f"demo-{n % 4 + 1}"),
    "request": lambda seat, key, _: seat.askings.request(key),
    "authorize": lambda seat, key, _: seat.askings.authorize(key),
    "remove": lambda seat, key, _: seat.remove(key),
    "add": lambda seat, _, __: seat.add(GUEST, "A guest", ["elsewhere"]),
    "tags": lambda seat, key, n: seat.set_tags(key, [f"tag {n}"]),
    "open": lambda seat, key, _: seat.chats.open(key),
    "post": lambda seat, key, _: seat.post(key, "Are you free?"),
    "leave": lambda seat, key, _: seat.chats.leave(key),
    "history": lambda seat, key, n: seat.chats.history(key, n),
    "show": lambda seat, _, n: seat.set_presence(list(Show)[n % 4], f"status {n}"),
}
OTHERS: dict[str, Callable[[AccountView, ContactKey, int], object]] = {
    "write": lambda seat, key, _: seat.partners.writes(key),
    "comes": lambda seat, _, __: seat.askings.comes(),
    "withdraws": lambda seat, _, __: seat.askings.withdraws(),
    "rings": lambda seat, _, __: seat.line.ring_in(End("Brown", "01614960000")),
    "cut phone": lambda seat, _, __: seat.links.cut(LinkName.PHONE),
    "cut chat": lambda seat, _, __: seat.links.cut(LinkName.CHAT),
}
steps = st.lists(
    st.tuples(st.sampled_from([*ACTIONS, *OTHERS]), st.integers(0, 30), st.floats(0, 15)), max_size=30
)


def act(desk: Desk, verb: str, number: int) -> None:
    """Do one thing as the session does: over a link that must be up."""
    seat, keys = desk.seat, [*desk.people[:15], GUEST]
    key = keys[number % len(keys)]
    with contextlib.suppress(Refusal):
        if verb in OTHERS:
            OTHERS[verb](seat, key if key != GUEST else keys[0], number)
            return
        seat.links.require(LinkName.PHONE if verb in PHONE_VERBS else LinkName.CHAT)
        if verb not in {"add", *PHONE_VERBS}:
            seat.roster.require(key)
        ACTIONS[verb](seat, key, number)


@settings(max_examples=80, deadline=None)
@given(steps, st.sampled_from((0.0, 2.0)), st.integers(0, 5))
def test_what_was_told_adds_up_to_what_is(
    steps: list[tuple[str, int, float]], rate: float, seed: int
) -> None:
    desk = Desk(40, rate, seed)
    for verb, number, pause in steps:
        act(desk, verb, number)
        desk.wait(pause)
    desk.wait(21)
    assert desk.picture.up()
    desk.picture.same_as(Picture(desk.seat.snapshot()))


@settings(max_examples=20, deadline=None)
@given(steps)
def test_the_same_actions_make_the_same_world(steps: list[tuple[str, int, float]]) -> None:
    one, other = Desk(40, 2.0), Desk(40, 2.0)
    for desk in (one, other):
        for verb, number, pause in steps:
            act(desk, verb, number)
            desk.wait(pause)
    assert one.told == other.told


@pytest.mark.parametrize("name", [LinkName.PHONE, LinkName.CHAT])
def test_a_cut_link_tells_nothing_until_it_is_back_with_a_fresh_picture(name: LinkName) -> None:
    desk = Desk(60, 30.0)
    desk.seat.links.cut(name)
    desk.hear()
    link = desk.picture.links[name]
    assert (link.state, bool(link.reason)) == (LinkState.DOWN, True)
    before = len(desk.told)
    desk.wait(19.9)
    field = "blf" if name is LinkName.PHONE else "states"
    assert len(desk.told) > before, "the other link goes on"
    assert not any(
        hasattr(c, "patch") and getattr(c.patch, field, None) for c in desk.told[before:] if field == "states"
    )
    desk.wait(0.2)
    assert desk.picture.links[name].state is LinkState.UP
    desk.picture.same_as(Picture(desk.seat.snapshot()))


@pytest.mark.parametrize("name", [LinkName.PHONE, LinkName.CHAT])
def test_what_needs_a_cut_link_is_refused(name: LinkName) -> None:
    desk = Desk()
    desk.seat.links.cut(name)
    with pytest.raises(Refusal) as refused:
        desk.seat.links.require(name)
    assert refused.value.word is RefusalCode.LINK_DOWN


def test_both_links_down_tell_nothing_at_all_to_a_newcomer_but_that() -> None:
    desk = Desk()
    for name in (LinkName.PHONE, LinkName.CHAT):
        desk.seat.links.cut(name)
    assert {type(change) for change in desk.seat.snapshot()} == {LinkChange}


def test_a_link_of_others_cannot_be_cut() -> None:
    with pytest.raises(Refusal) as refused:
        Desk().seat.links.cut(LinkName.HUB)
    assert refused.value.word is RefusalCode.UNSUPPORTED


def test_a_call_that_ends_in_an_outage_is_told_afterwards() -> None:
    desk = Desk()
    desk.seat.line.dial(DESK, "99")
    desk.seat.links.cut(LinkName.PHONE)
    assert not desk.wait(10).picture.ended
    assert [call.cause for call in desk.wait(11).picture.ended] == ["no such number"]


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@c.example", "a@c.example/x", "<a>@c.example"])
def test_what_is_no_address_is_not_added(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        Desk().seat.add(address, "", ())
    assert refused.value.word is RefusalCode.BAD_ADDRESS


def test_tags_are_kept_plain_and_once() -> None:
    desk = Desk()
    desk.seat.set_tags(desk.people[0], [" Sales", "Sales", "", "VIP "])
    assert desk.hear().picture.contacts[desk.people[0]]["tags"] == ("Sales", "VIP")
    with pytest.raises(Refusal):
        desk.seat.set_tags(desk.people[0], ["two\nlines"])


def test_who_cannot_be_tagged_is_refused_by_name() -> None:
    desk = Desk(120)
    person = next(person for person in desk.office.floor.people if not person.can_tag)
    with pytest.raises(Refusal) as refused:
        desk.seat.set_tags(person.key, ["VIP"])
    assert refused.value.word is RefusalCode.REFUSED


def test_two_accounts_have_their_own_relationships() -> None:
    desk = Desk()
    other = desk.office.seat(type(ACCOUNT)(name="night"))
    desk.seat.remove(desk.people[0])
    assert other.relations.sees(desk.people[0])
