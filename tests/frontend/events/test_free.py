"""Whoever is watched is told once to be free."""

import pytest

from lampfield.board.notifications.notified_event import ScreenContext
from lampfield.client.replica import Batch
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.events.free import FreeWatch
from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from tests.board.notifications.scenes import ALICE, BOB, contact, context

UPDATED = Batch(contacts_updated={ALICE, BOB})


def watching() -> FreeWatch:
    watch = FreeWatch()
    assert watch.toggle(ALICE)
    return watch


def freed(watch: FreeWatch, batch: Batch, context: ScreenContext) -> list[Event]:
    return list(watch.events_of(batch, context.state))


@pytest.mark.parametrize("show", [Show.ONLINE, Show.AWAY, Show.OFFLINE])
def test_who_becomes_free_is_told_once_and_the_mark_goes(show: Show) -> None:
    watch = watching()
    free = context([contact(ALICE, blf=0, show=show), contact(BOB, blf=0)])
    [found] = freed(watch, UPDATED, free)
    assert found == Event(Kind.FREE, free.contacts[ALICE])
    assert watch.marks == set()
    assert freed(watch, UPDATED, free) == []


@pytest.mark.parametrize(("blf", "show"), [(1, ""), (2, ""), (3, "online"), (None, "online"), (0, "dnd")])
def test_who_is_not_free_stays_watched(blf: int | None, show: str) -> None:
    watch = watching()
    assert freed(watch, UPDATED, context([contact(ALICE, blf=blf, show=Show(show))])) == []
    assert watch.marks == {ALICE}


def test_what_is_stale_is_not_free_until_the_link_is_back() -> None:
    watch = watching()
    free = contact(ALICE, blf=0)
    assert freed(watch, UPDATED, context([free], phone=LinkState.DOWN)) == []
    assert freed(watch, Batch(links={LinkName.PHONE}), context([free]))


def test_who_is_gone_is_no_longer_watched_but_a_hub_that_starts_forgets_nobody() -> None:
    watch = watching()
    freed(watch, Batch(reset=True, contacts_gone={ALICE}), context())
    assert watch.marks == {ALICE}
    assert freed(watch, Batch(contacts_new={ALICE}), context([contact(ALICE, blf=0)]))
    watch.toggle(ALICE)
    freed(watch, Batch(contacts_gone={ALICE}), context())
    assert watch.marks == set()


def test_the_second_time_takes_the_mark_away() -> None:
    watch = watching()
    assert not watch.toggle(ALICE)
    assert freed(watch, UPDATED, context([contact(ALICE, blf=0)])) == []
