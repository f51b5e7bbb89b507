"""Bursts are told together, and nothing that was read meanwhile."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.notifications.filter import JOIN_SECONDS, EventGrouping, NotificationFilter
from lampfield.board.notifications.notified_event import NotifiedEvent
from lampfield.client.replica import Batch
from lampfield.config.notify import EventKind
from lampfield.model.link import LinkName, LinkState
from tests.board.notifications.scenes import ALICE, context, message

LATER = JOIN_SECONDS[EventKind.MESSAGE]


def lookout() -> NotificationFilter:
    """Return one whose first picture is long ago."""
    one = NotificationFilter()
    assert one.see(Batch(reset=True, links=set(LinkName)), context(now=-100.0)) == []
    assert one.wait(context(now=-50.0)) == []
    return one


def test_a_message_is_told_at_once_and_those_that_follow_together() -> None:
    one = lookout()
    [told] = one.see(Batch(messages=[message(1, "hi")]), context())
    assert (told.title, told.text) == ("Message from Alice", "hi")
    for number in (2, 3, 4):
        assert one.see(Batch(messages=[message(number)]), context(now=1.0)) == []
    assert one.wait(context(now=LATER - 0.1)) == []
    [told] = one.wait(context(now=LATER))
    assert (told.title, told.text) == ("3 messages", "from Alice")
    assert one.wait(context(now=3 * LATER)) == []


def test_a_burst_in_one_frame_is_told_at_once_as_one() -> None:
    [told] = lookout().see(Batch(messages=[message(1), message(2), message(3)]), context())
    assert told.title == "3 messages"


def test_what_was_read_or_answered_meanwhile_is_not_told() -> None:
    one = lookout()
    ask = Batch(contacts_described={ALICE}, messages=[message(1)])
    assert len(one.see(ask, context(asking=[ALICE]))) == 2
    one.see(Batch(contacts_described={ALICE}), context())
    again = Batch(contacts_described={ALICE}, messages=[message(2), message(3)])
    assert one.see(again, context(now=1.0, asking=[ALICE])) == []
    assert one.wait(context(now=LATER, seen=3)) == []


def test_a_chat_that_is_open_but_not_looked_at_is_told_though_it_counts_as_seen() -> None:
    one = lookout()
    assert one.see(Batch(messages=[message(1)]), context(shows=True))
    assert one.see(Batch(messages=[message(2)]), context(shows=True)) == []
    assert one.wait(context(now=LATER, seen=2, shows=True))


def test_the_rest_of_a_long_first_picture_is_summed_up() -> None:
    one = NotificationFilter()
    one.see(Batch(reset=True), context())
    for count in (1, 2):
        assert one.see(Batch(contacts_new={ALICE}, messages=[message(count)]), context(asking=[ALICE])) == []
    titles = [told.title for told in one.wait(context(now=LATER, asking=[ALICE]))]
    assert sorted(titles) == ["2 messages", "Contact request"]


def test_links_that_are_lost_one_after_the_other_are_two_tellings_at_most() -> None:
    one = lookout()
    down = LinkState.DOWN
    one.see(Batch(links={LinkName.HUB}), context(hub=down))
    all_down = [context(now=float(now), hub=down, phone=down, chat=down) for now in range(1, 20)]
    one.see(Batch(links=set(LinkName)), all_down[0])
    told = [it.title for later in all_down[1:] for it in one.wait(later)]
    assert told == ["The hub link is lost", "2 links are lost"]


@given(st.lists(st.tuples(st.sampled_from(EventKind), st.floats(0, 3)), max_size=40))
def test_everything_is_told_once_and_no_kind_twice_within_its_time(
    steps: list[tuple[EventKind, float]],
) -> None:
    joining, now = EventGrouping(), 0.0
    told: list[tuple[EventKind, float, int]] = []
    for kind, seconds in steps:
        now += seconds
        groups = [*joining.due(now), *joining.take([NotifiedEvent(kind)], now)]
        told += [(group[0].kind, now, len(group)) for group in groups]
    now += max(JOIN_SECONDS.values())
    told += [(group[0].kind, now, len(group)) for group in joining.due(now)]
    assert sum(count for _, _, count in told) == len(steps)
    for kind in JOIN_SECONDS:
        times = [at for its_kind, at, _ in told if its_kind is kind]
        gaps = [later - at for at, later in pairwise(times)]
        assert all(gap >= JOIN_SECONDS[kind] - 1e-6 for gap in gaps)
