"""Links that are lost, and back."""

from collections.abc import Mapping, Sequence

from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.events.links import GRACE_SECONDS, LinkWatch
from lampfield.model.link import Link, LinkName, LinkState
from tests.board.notifications.scenes import links


class Watch:
    """A watch, and what it reports as a list."""

    def __init__(self) -> None:
        self.watch = LinkWatch()

    def check(
        self, links: Mapping[LinkName, Link], now: float, opened: Sequence[LinkName] = ()
    ) -> list[tuple[Kind, str]]:
        """Return what is reported, and of which link."""
        return list(map(kind_and_name, self.watch.check(links, now, opened)))


def kind_and_name(event: Event) -> tuple[Kind, str]:
    assert event.link is not None
    return event.kind, event.link.name


def test_a_link_is_told_once_as_lost_and_once_as_back() -> None:
    watch = Watch()
    down = links(phone=LinkState.DOWN)
    assert watch.check(links(), 0.0) == []
    assert watch.check(down, 10.0) == []
    [lost] = watch.watch.check(down, 10.0 + GRACE_SECONDS)
    assert kind_and_name(lost) == (Kind.LOST, "phone")
    assert lost.link is not None
    assert lost.link.reason == "no route to the PBX"
    assert watch.check(links(phone=LinkState.CONNECTING), 60.0) == []
    assert watch.check(links(), 70.0) == [(Kind.BACK, "phone")]
    assert watch.check(links(), 80.0) == []


def test_a_short_cut_is_not_told() -> None:
    watch = Watch()
    watch.check(links(), 0.0)
    assert watch.check(links(hub=LinkState.CONNECTING), 1.0) == []
    assert watch.check(links(), 2.0) == []
    assert watch.check(links(), 90.0) == []


def test_what_was_never_up_is_not_lost() -> None:
    watch = Watch()
    for now in (0.0, 60.0):
        assert watch.check(links(chat=LinkState.ABSENT, phone=LinkState.DOWN), now) == []


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    watch = Watch()
    watch.check(links(), 0.0)
    down = links(phone=LinkState.DOWN)
    assert watch.check(down, 7200.0) == []
    assert watch.check(down, 3600.0) == []
    assert watch.check(down, 3600.0 + GRACE_SECONDS)


def test_what_a_lost_hub_cannot_say_is_neither_lost_nor_back() -> None:
    watch = Watch()
    watch.check(links(), 0.0)
    gone = links(hub=LinkState.CONNECTING, phone=LinkState.UNKNOWN, chat=LinkState.UNKNOWN)
    assert watch.check(gone, 1.0) == []
    assert watch.check(gone, 1.0 + GRACE_SECONDS) == [(Kind.LOST, "hub")]
    back = links(phone=LinkState.DOWN)
    assert watch.check(back, 9.0) == [(Kind.BACK, "hub")]
    assert watch.check(back, 9.0 + GRACE_SECONDS) == [(Kind.LOST, "phone")]


def test_a_link_that_was_down_before_the_start_is_reported_as_back_and_never_as_lost() -> None:
    watch = Watch()
    down = links(phone=LinkState.DOWN, chat=LinkState.CONNECTING)
    watch.watch.begin(down)
    assert watch.check(down, 0.0) == []
    assert watch.check(down, 2 * GRACE_SECONDS) == []
    assert watch.check(links(), 60.0) == [(Kind.BACK, "phone")]


def test_a_snapshot_shows_that_the_hub_is_back_before_its_link_says_so() -> None:
    watch = Watch()
    watch.check(links(), 0.0)
    lost = links(hub=LinkState.CONNECTING)
    assert watch.check(lost, 1.0) == []
    assert watch.check(lost, 1.0 + GRACE_SECONDS) == [(Kind.LOST, "hub")]
    assert watch.check(lost, 9.0, [LinkName.HUB]) == [(Kind.BACK, "hub")]
    assert watch.check(links(), 9.1) == []


def test_the_reason_of_a_loss_is_the_first_one() -> None:
    watch = LinkWatch()
    list(watch.check(links(), 0.0))
    add = {LinkName.HUB: Link(LinkName.HUB, LinkState.DOWN, 7.0, reason="restarted")}
    later = {LinkName.HUB: Link(LinkName.HUB, LinkState.CONNECTING, 7.0, reason="refused")}
    assert watch.due is None
    assert list(watch.check(add, 1.0)) == []
    assert watch.due == 1.0 + GRACE_SECONDS
    [lost] = watch.check(later, 1.0 + GRACE_SECONDS)
    assert lost.link == add[LinkName.HUB]
    assert watch.due is None
    assert (watch.down, watch.hub_lost_at) == ({LinkName.HUB}, 7.0)


def test_the_hub_is_up_at_the_start_whatever_its_link_says() -> None:
    watch = Watch()
    watch.watch.begin(links(hub=LinkState.DOWN))
    assert watch.check(links(), 0.0) == []
    lost = links(hub=LinkState.DOWN)
    assert watch.check(lost, 1.0) == []
    assert watch.check(lost, 1.0 + GRACE_SECONDS) == [(Kind.LOST, "hub")]


def test_the_hub_is_lost_from_the_first_moment_of_each_loss_on() -> None:
    watch = LinkWatch()
    moments = []
    for state, since in (
        (LinkState.UP, 1.0),
        (LinkState.DOWN, 7.0),
        (LinkState.CONNECTING, 8.0),
        (LinkState.UP, 9.0),
        (LinkState.DOWN, 11.0),
    ):
        list(watch.check({LinkName.HUB: Link(LinkName.HUB, state, since)}, since))
        moments.append((watch.hub_lost_at, watch.down == {LinkName.HUB}))
    assert moments == [(0.0, False), (7.0, True), (7.0, True), (7.0, False), (11.0, True)]
