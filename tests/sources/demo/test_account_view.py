"""The invariant of a view: its changes add up to what a fresh snapshot holds."""

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
from lampfield.sources.demo.phones import CallEnd
from tests.sources.demo.harness import ACCOUNT, Harness
from tests.sources.demo.replica import Replica

EXTERNAL = ContactKey("guest@elsewhere.example")
DESK = ACCOUNT.devices[0]
PHONE_VERBS = frozenset({"dial", "hang_up", "end", "hold", "talk"})

ACTIONS: dict[str, Callable[[AccountView, ContactKey, int], object]] = {
    "dial": lambda view, _, n: view.own_phones.dial(ACCOUNT.devices[n % 2], str(201 + n)),
    "hang_up": lambda view, _, n: view.own_phones.hang_up(f"demo-{n % 4 + 1}"),
    "end": lambda view, key, _: view.hang_up_contact(key),
    "hold": lambda view, _, n: view.own_phones.hold(f"demo-{n % 4 + 1}"),
    "talk": lambda view, _, n: view.own_phones.talk(f"demo-{n % 4 + 1}"),
    "request": lambda view, key, _: view.subscriptions.request(key),
    "authorize": lambda view, key, _: view.subscriptions.authorize(key),
    "remove": lambda view, key, _: view.remove(key),
    "add": lambda view, _, __: view.add(EXTERNAL, "A guest", ["elsewhere"]),
    "tags": lambda view, key, n: view.set_tags(key, [f"tag {n}"]),
    "open": lambda view, key, _: view.chats.open(key),
    "post": lambda view, key, _: view.post(key, "Are you free?"),
    "leave": lambda view, key, _: view.chats.leave(key),
    "history": lambda view, key, n: view.chats.history(key, n),
    "show": lambda view, _, n: view.set_presence(list(Show)[n % 4], f"status {n}"),
}
OTHERS: dict[str, Callable[[AccountView, ContactKey, int], object]] = {
    "write": lambda view, key, _: view.chat_partners.start_conversation(key),
    "receive_request": lambda view, _, __: view.subscriptions.receive_request(),
    "withdraw_one": lambda view, _, __: view.subscriptions.withdraw_one(),
    "rings": lambda view, _, __: view.own_phones.receive_call(CallEnd("Brown", "01614960000")),
    "cut phone": lambda view, _, __: view.links.cut(LinkName.PHONE),
    "cut chat": lambda view, _, __: view.links.cut(LinkName.CHAT),
}
steps = st.lists(
    st.tuples(st.sampled_from([*ACTIONS, *OTHERS]), st.integers(0, 30), st.floats(0, 15)), max_size=30
)


def act(harness: Harness, verb: str, number: int) -> None:
    """Run one action as the session does: over a link that must be up."""
    view, keys = harness.view, [*harness.people[:15], EXTERNAL]
    key = keys[number % len(keys)]
    with contextlib.suppress(Refusal):
        if verb in OTHERS:
            OTHERS[verb](view, key if key != EXTERNAL else keys[0], number)
            return
        view.links.require(LinkName.PHONE if verb in PHONE_VERBS else LinkName.CHAT)
        if verb not in {"add", *PHONE_VERBS}:
            view.roster.require(key)
        ACTIONS[verb](view, key, number)


@settings(max_examples=80, deadline=None)
@given(steps, st.sampled_from((0.0, 2.0)), st.integers(0, 5))
def test_changes_add_up_to_a_fresh_snapshot(
    steps: list[tuple[str, int, float]], rate: float, seed: int
) -> None:
    harness = Harness(40, rate, seed)
    for verb, number, pause in steps:
        act(harness, verb, number)
        harness.advance(pause)
    harness.advance(21)
    assert harness.replica.up()
    harness.replica.assert_equals(Replica(harness.view.snapshot()))


@settings(max_examples=20, deadline=None)
@given(steps)
def test_same_actions_give_the_same_changes(steps: list[tuple[str, int, float]]) -> None:
    one, other = Harness(40, 2.0), Harness(40, 2.0)
    for harness in (one, other):
        for verb, number, pause in steps:
            act(harness, verb, number)
            harness.advance(pause)
    assert one.changes == other.changes


@pytest.mark.parametrize("name", [LinkName.PHONE, LinkName.CHAT])
def test_cut_link_emits_nothing_until_its_fresh_snapshot(name: LinkName) -> None:
    harness = Harness(60, 30.0)
    harness.view.links.cut(name)
    harness.collect()
    link = harness.replica.links[name]
    assert (link.state, bool(link.reason)) == (LinkState.DOWN, True)
    before = len(harness.changes)
    harness.advance(19.9)
    field = "blf" if name is LinkName.PHONE else "states"
    assert len(harness.changes) > before, "the other link goes on"
    assert not any(
        hasattr(c, "patch") and getattr(c.patch, field, None)
        for c in harness.changes[before:]
        if field == "states"
    )
    harness.advance(0.2)
    assert harness.replica.links[name].state is LinkState.UP
    harness.replica.assert_equals(Replica(harness.view.snapshot()))


@pytest.mark.parametrize("name", [LinkName.PHONE, LinkName.CHAT])
def test_action_over_a_cut_link_is_refused(name: LinkName) -> None:
    harness = Harness()
    harness.view.links.cut(name)
    with pytest.raises(Refusal) as refused:
        harness.view.links.require(name)
    assert refused.value.word is RefusalCode.LINK_DOWN


def test_snapshot_with_both_links_down_holds_the_links_alone() -> None:
    harness = Harness()
    for name in (LinkName.PHONE, LinkName.CHAT):
        harness.view.links.cut(name)
    assert {type(change) for change in harness.view.snapshot()} == {LinkChange}


def test_link_of_another_source_cannot_be_cut() -> None:
    with pytest.raises(Refusal) as refused:
        Harness().view.links.cut(LinkName.HUB)
    assert refused.value.word is RefusalCode.UNSUPPORTED


def test_call_that_ends_in_an_outage_is_emitted_afterwards() -> None:
    harness = Harness()
    harness.view.own_phones.dial(DESK, "99")
    harness.view.links.cut(LinkName.PHONE)
    assert not harness.advance(10).replica.ended
    assert [call.cause for call in harness.advance(11).replica.ended] == ["no such number"]


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@c.example", "a@c.example/x", "<a>@c.example"])
def test_invalid_address_is_not_added(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        Harness().view.add(address, "", ())
    assert refused.value.word is RefusalCode.BAD_ADDRESS


def test_tags_are_stripped_and_unique() -> None:
    harness = Harness()
    harness.view.set_tags(harness.people[0], [" Sales", "Sales", "", "VIP "])
    assert harness.collect().replica.contacts[harness.people[0]]["tags"] == ("Sales", "VIP")
    with pytest.raises(Refusal):
        harness.view.set_tags(harness.people[0], ["two\nlines"])


def test_tags_of_a_protected_contact_are_refused_by_name() -> None:
    harness = Harness(120)
    person = next(person for person in harness.simulation.world.people if not person.can_tag)
    with pytest.raises(Refusal) as refused:
        harness.view.set_tags(person.key, ["VIP"])
    assert refused.value.word is RefusalCode.REFUSED


def test_two_accounts_have_their_own_relationships() -> None:
    harness = Harness()
    other = harness.simulation.view(type(ACCOUNT)(name="night"))
    harness.view.remove(harness.people[0])
    assert other.relations.sees(harness.people[0])
