"""What happened for the first time."""

from collections.abc import Sequence

from msgspec.structs import replace

from lampfield.board.notifications.notified_event import NotifiedEvent, ScreenContext, notified_event
from lampfield.client.replica import Batch
from lampfield.config.notify import EventKind
from lampfield.frontend.events.detector import Detector
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.events.links import GRACE_SECONDS
from lampfield.frontend.events.once import Once
from lampfield.model.call import CallState
from lampfield.model.identity import CallUid, ContactId, RoomId
from lampfield.model.link import LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.room import Message, Receipt, Revision
from lampfield.model.show import Show
from tests.board.notifications.scenes import ALICE, BOB, contact, context, message, ringing


class Watcher:
    """A detector, and the notifications that its events cause on the board."""

    def __init__(self) -> None:
        self.detector = Detector()

    def events_of(self, batch: Batch, context: ScreenContext) -> list[NotifiedEvent]:
        """Return what the operator is notified of."""
        events = self.detector.events_of(batch, context.state, context.now)
        found = (notified_event(event, context) for event in events)
        return [happening for happening in found if happening is not None]


def begun(messages: Sequence[Message] = ()) -> Watcher:
    watcher = Watcher()
    assert watcher.events_of(Batch(reset=True, messages=list(messages)), context()) == []
    return watcher


def occasions(happenings: Sequence[NotifiedEvent]) -> list[EventKind]:
    return [happening.kind for happening in happenings]


def test_the_first_picture_is_not_news_nor_is_any_of_it_later() -> None:
    watcher = Watcher()
    picture = Batch(reset=True, messages=[message(1), message(2)], calls={CallUid(1)})
    full = context(asking=[ALICE, BOB], calls=[ringing(1)])
    assert watcher.events_of(Batch(), full) == []
    assert watcher.events_of(picture, full) == []
    assert watcher.events_of(picture, full) == []


def test_one_who_asks_is_told_once_and_again_when_asking_again() -> None:
    watcher = begun()
    asks, described = context(asking=[ALICE]), Batch(contacts_described={ALICE})
    [found] = watcher.events_of(described, asks)
    assert (found.kind, found.name, found.cid) == (EventKind.ASKS, "Alice", ALICE)
    assert watcher.events_of(described, asks) == []
    assert watcher.events_of(described, context()) == []
    assert occasions(watcher.events_of(described, asks)) == [EventKind.ASKS]


def test_one_who_asks_is_not_told_again_by_a_hub_that_starts_without_any_contact() -> None:
    watcher = begun()
    assert watcher.events_of(Batch(contacts_described={ALICE}), context(asking=[ALICE]))
    assert watcher.events_of(Batch(reset=True, contacts_gone={ALICE}), context()) == []
    assert watcher.events_of(Batch(contacts_updated={BOB}), context()) == []
    assert watcher.events_of(Batch(contacts_new={ALICE}), context(asking=[ALICE])) == []


def test_a_message_is_told_unless_own_old_seen_or_before_the_eyes() -> None:
    watcher = begun()
    [found] = watcher.events_of(Batch(messages=[message(1, "hi")]), context())
    assert (found.kind, found.name, found.number, found.text) == (EventKind.MESSAGE, "Alice", "201", "hi")
    silent = [message(2, own=True), message(3, archived=True), message(4)]
    assert watcher.events_of(Batch(messages=silent), context(seen=4)) == []
    assert watcher.events_of(Batch(messages=[message(5)]), context(reads=True)) == []


def test_a_message_is_not_told_again_under_another_number() -> None:
    watcher = begun([message(1, "hi", time=5)])
    assert watcher.events_of(Batch(messages=[message(900, "hi", time=5)]), context()) == []
    assert watcher.events_of(Batch(messages=[message(901, "hi", time=6)]), context())


def test_a_call_is_told_once_whatever_becomes_of_it() -> None:
    watcher = begun()
    batch, rings = Batch(calls={CallUid(1)}), context(calls=[ringing(1, "channel")])
    [found] = watcher.events_of(batch, rings)
    assert (found.kind, found.name, found.text) == (EventKind.RINGS, "Brown", "on Desk phone")
    assert watcher.events_of(batch, rings) == []
    renumbered = context(calls=[ringing(2, "channel")])
    assert watcher.events_of(Batch(reset=True, calls={CallUid(2)}), renumbered) == []


def test_memory_is_bounded() -> None:
    once: Once[int] = Once(2)
    assert [once.add(key) for key in (1, 2, 3, 3, 1)] == [True, True, True, False, True]


def events(detector: Detector, batch: Batch, context: ScreenContext) -> list[Kind]:
    return [event.kind for event in detector.events_of(batch, context.state, context.now)]


def detecting(context: ScreenContext, *kinds: Kind) -> Detector:
    detector = Detector(kinds, None)
    detector.begin(context.state)
    return detector


def test_a_call_is_reported_at_each_turn_and_every_other_change_as_a_detail() -> None:
    uids = Batch(calls={CallUid(1)})
    ring = ringing(1, "channel")
    up = replace(ring, state=CallState.UP)
    detector = detecting(context())
    turns = [ring, replace(ring, number="0162"), up, ring]
    found = [events(detector, uids, context(calls=[call])) for call in turns]
    assert found == [[Kind.RINGS], [Kind.CALL_DETAIL], [Kind.CALL], [Kind.CALL]]
    assert events(detector, uids, context()) == [Kind.ENDED]
    assert events(detector, uids, context()) == []


def test_calls_that_another_run_of_the_hub_numbers_differently_are_the_same_calls() -> None:
    """Its numbers may even mean other calls: a call is known by its channel."""
    before = [ringing(1, "a"), ringing(2, "b"), ringing(3, "c")]
    after = [ringing(1, "b"), ringing(2, "a"), ringing(4, "d")]
    detector = detecting(context(calls=before))
    snapshot = Batch(reset=True, calls={CallUid(uid) for uid in range(1, 5)})
    found = detector.events_of(snapshot, context(calls=after).state, 0.0)
    assert [
        (it.kind, it.call.cid) for it in found if it.call is not None and it.kind is not Kind.CALL_DETAIL
    ] == [
        (Kind.RINGS, "d"),
        (Kind.ENDED, "c"),
    ]


def test_people_who_are_missing_in_a_snapshot_are_neither_gone_nor_new_when_it_is_completed() -> None:
    both = context()
    detector = detecting(both, Kind.CAME, Kind.WENT)
    assert events(detector, Batch(reset=True, contacts_gone={ALICE, BOB}), context()) == []
    assert events(detector, Batch(contacts_new={ALICE}), both) == []
    assert events(detector, Batch(reset=True, contacts_gone=set()), both) == [Kind.WENT]
    assert events(detector, Batch(contacts_gone={ALICE}), both) == [Kind.WENT]
    assert events(detector, Batch(contacts_new={ALICE}), both) == [Kind.CAME]


def test_phones_and_presence_are_compared_with_what_was_reported_last() -> None:
    detector = detecting(context(), Kind.PHONE, Kind.PRESENCE)
    changed = context([contact(ALICE, blf=0, show=Show.DND), contact(BOB, "Bob", blf=0)])
    batch = Batch(contacts_updated={ALICE, BOB})
    assert sorted(kind.name for kind in events(detector, batch, changed)) == ["PHONE", "PHONE", "PRESENCE"]
    assert events(detector, batch, changed) == []


def test_only_followed_phones_are_reported() -> None:
    followed: set[ContactId] = set()
    detector = Detector([Kind.PHONE], followed)
    detector.begin(context().state)
    followed.add(BOB)
    detector.people.follow(context().contacts[BOB])
    free = context([contact(ALICE, blf=0), contact(BOB, "Bob", blf=0)])
    [event] = detector.events_of(Batch(contacts_updated={ALICE, BOB}), free.state, 0.0)
    assert event == Event(Kind.PHONE, free.contacts[BOB])


def test_the_answer_to_a_request_is_reported() -> None:
    asked = context([contact(ALICE, relationship=Relationship.ASKED)])
    described = Batch(contacts_described={ALICE})
    for answer in (Relationship.MUTUAL, Relationship.NONE):
        detector = detecting(asked)
        answered = context([contact(ALICE, relationship=answer)])
        assert events(detector, described, answered) == [Kind.ANSWER]
        assert events(detector, described, answered) == []


def test_an_own_message_that_was_not_delivered_is_reported_once() -> None:
    detector = detecting(context())
    failed = message(1, own=True, receipt=Receipt.FAILED)
    assert events(detector, Batch(messages_updated=[failed]), context()) == [Kind.UNDELIVERED]
    assert events(detector, Batch(messages_updated=[failed]), context()) == []
    other = message(2, own=True, receipt=Receipt.READ)
    assert events(detector, Batch(messages_updated=[other]), context()) == []


def test_of_a_snapshot_only_what_was_written_since_the_loss_is_new() -> None:
    detector = detecting(context())
    lost = context(now=10.0, hub=LinkState.DOWN)
    links = {name: replace(link, since=1_000.0) for name, link in lost.links.items()}
    detector.events_of(Batch(links={LinkName.HUB}), lost.state._replace(links=links), 10.0)
    old = [message(1, "old", time=900_000), message(2, "new", time=999_000)]
    found = detector.events_of(Batch(reset=True, messages=old), context().state, 11.0)
    assert [it.message for it in found] == [old[1]]


def test_a_corrected_message_of_theirs_is_reported() -> None:
    detector = detecting(context())
    corrected = [message(1, revision=Revision.CORRECTED), message(2, revision=Revision.RETRACTED, own=True)]
    assert events(detector, Batch(messages_updated=corrected), context()) == [Kind.EDITED]


def test_a_call_that_is_in_a_snapshot_unchanged_is_no_event() -> None:
    calls = context(calls=[ringing(1, "a")])
    detector = detecting(calls)
    assert events(detector, Batch(reset=True, calls={CallUid(1)}), calls) == []


def test_a_call_that_rang_at_the_start_does_not_begin_to_ring_later() -> None:
    ring, uids = ringing(1, "a"), Batch(calls={CallUid(1)})
    detector = detecting(context(calls=[ring]))
    for call in (replace(ring, state=CallState.UP), ring):
        assert events(detector, uids, context(calls=[call])) == [Kind.CALL]


def after_a_loss(detector: Detector, at: float = 1_000.0) -> None:
    """Lose the hub at a time."""
    lost = context(hub=LinkState.DOWN)
    links = {name: replace(link, since=at) for name, link in lost.links.items()}
    detector.events_of(Batch(links={LinkName.HUB}), lost.state._replace(links=links), 10.0)


def test_an_old_correction_in_a_snapshot_is_no_news_and_a_live_message_is_however_old() -> None:
    detector = detecting(context())
    after_a_loss(detector)
    old = message(1, time=900_000, revision=Revision.CORRECTED)
    assert events(detector, Batch(reset=True, messages_updated=[old]), context()) == []
    live = message(2, "live", time=900_000)
    assert events(detector, Batch(messages=[live], messages_updated=[old]), context()) == [
        Kind.MESSAGE,
        Kind.EDITED,
    ]


def test_a_message_is_news_though_its_chat_is_not_known_yet() -> None:
    elsewhere = message(1, room_id=RoomId(99))
    assert events(detecting(context()), Batch(messages=[elsewhere]), context()) == [Kind.MESSAGE]


def test_a_message_of_theirs_is_never_undelivered() -> None:
    theirs = message(1, receipt=Receipt.FAILED)
    assert events(detecting(context()), Batch(messages_updated=[theirs]), context()) == []


def test_one_who_was_missing_in_one_snapshot_and_is_in_the_next_neither_went_nor_came() -> None:
    both = context()
    detector = detecting(both, Kind.CAME, Kind.WENT)
    assert events(detector, Batch(reset=True, contacts_gone={ALICE}), both) == []
    assert events(detector, Batch(reset=True, contacts_new={ALICE}), both) == []
    assert events(detector, Batch(reset=True), both) == []


def test_the_phone_of_one_who_comes_back_is_compared_with_nothing() -> None:
    detector = detecting(context(), Kind.PHONE)
    assert events(detector, Batch(contacts_gone={ALICE}), context()) == []
    back = context([contact(ALICE, blf=0)])
    assert events(detector, Batch(contacts_new={ALICE}), back) == []


def test_a_snapshot_says_that_the_hub_is_back_before_anything_else() -> None:
    detector = detecting(context())
    lost = context(hub=LinkState.CONNECTING, calls=[ringing(1)])
    after_a_loss(detector)
    assert [event.kind for event in detector.overdue_events(lost.state, 10.0 + GRACE_SECONDS)] == [Kind.LOST]
    snapshot = Batch(reset=True, calls={CallUid(1)})
    assert events(detector, snapshot, lost) == [Kind.BACK, Kind.RINGS]


def test_those_who_are_taken_as_they_are_ask_for_nothing_new() -> None:
    detector = detecting(context())
    asks = context(asking=[ALICE])
    detector.set_baseline({ALICE}, asks.state)
    assert events(detector, Batch(contacts_new={ALICE}), asks) == []
    assert events(detector, Batch(contacts_described={ALICE}), asks) == []


def test_no_link_is_lost_before_the_first_snapshot() -> None:
    detector = Detector()
    states = (context(), context(hub=LinkState.DOWN), context(hub=LinkState.DOWN))
    assert [detector.overdue_events(it.state, 60.0 * place) for place, it in enumerate(states)] == [
        [],
        [],
        [],
    ]
