"""What happened for the first time."""

from collections.abc import Sequence

from lampfield.board.telling.happening import Happening
from lampfield.board.telling.once import Once
from lampfield.board.telling.witness import Witness
from lampfield.config.tell import Occasion
from lampfield.feed.batch import Batch
from lampfield.model.identity import CallUid
from lampfield.model.room import Message
from tests.board.telling.scenes import ALICE, BOB, message, ringing, scene


def begun(messages: Sequence[Message] = ()) -> Witness:
    witness = Witness()
    assert witness.see(Batch(reset=True, messages=list(messages)), scene()) == []
    return witness


def occasions(happenings: Sequence[Happening]) -> list[Occasion]:
    return [happening.occasion for happening in happenings]


def test_the_first_picture_is_not_news_nor_is_any_of_it_later() -> None:
    witness = Witness()
    picture = Batch(reset=True, messages=[message(1), message(2)], calls={CallUid(1)})
    full = scene(asking=[ALICE, BOB], calls=[ringing(1)])
    assert witness.see(Batch(), full) == []
    assert witness.see(picture, full) == []
    assert witness.see(picture, full) == []


def test_one_who_asks_is_told_once_and_again_when_asking_again() -> None:
    witness = begun()
    asks, described = scene(asking=[ALICE]), Batch(contacts_described={ALICE})
    [told] = witness.see(described, asks)
    assert (told.occasion, told.name, told.cid) == (Occasion.ASKS, "Alice", ALICE)
    assert witness.see(described, asks) == []
    assert witness.see(described, scene()) == []
    assert occasions(witness.see(described, asks)) == [Occasion.ASKS]


def test_one_who_asks_is_not_told_again_by_a_hub_that_starts_without_any_contact() -> None:
    witness = begun()
    assert witness.see(Batch(contacts_described={ALICE}), scene(asking=[ALICE]))
    assert witness.see(Batch(reset=True, contacts_gone={ALICE}), scene()) == []
    assert witness.see(Batch(contacts_updated={BOB}), scene()) == []
    assert witness.see(Batch(contacts_new={ALICE}), scene(asking=[ALICE])) == []


def test_a_message_is_told_unless_own_old_seen_or_before_the_eyes() -> None:
    witness = begun()
    [told] = witness.see(Batch(messages=[message(1, "hi")]), scene())
    assert (told.occasion, told.name, told.number, told.text) == (Occasion.MESSAGE, "Alice", "201", "hi")
    silent = [message(2, own=True), message(3, archived=True), message(4)]
    assert witness.see(Batch(messages=silent), scene(seen=4)) == []
    assert witness.see(Batch(messages=[message(5)]), scene(reads=True)) == []


def test_a_message_is_not_told_again_under_another_number() -> None:
    witness = begun([message(1, "hi", time=5)])
    assert witness.see(Batch(messages=[message(900, "hi", time=5)]), scene()) == []
    assert witness.see(Batch(messages=[message(901, "hi", time=6)]), scene())


def test_a_call_is_told_once_whatever_becomes_of_it() -> None:
    witness = begun()
    batch, rings = Batch(calls={CallUid(1)}), scene(calls=[ringing(1, "channel")])
    [told] = witness.see(batch, rings)
    assert (told.occasion, told.name, told.text) == (Occasion.RINGS, "Brown", "on Desk phone")
    assert witness.see(batch, rings) == []
    renumbered = scene(calls=[ringing(2, "channel")])
    assert witness.see(Batch(reset=True, calls={CallUid(2)}), renumbered) == []


def test_memory_is_bounded() -> None:
    once: Once[int] = Once(2)
    assert [once.first(key) for key in (1, 2, 3, 3, 1)] == [True, True, True, False, True]
