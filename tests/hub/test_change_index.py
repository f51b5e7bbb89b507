"""When each thing last changed."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub.changelog import ChangeIndex

events = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["there", "changed", "gone"])), max_size=40
)


def played(told: list[tuple[str, str]], max_gone: int = 100) -> tuple[ChangeIndex[str], list[dict[str, int]]]:
    """Return a track after some events, and the last change of each thing there after each event."""
    track: ChangeIndex[str] = ChangeIndex(max_gone)
    there: dict[str, int] = {}
    history = [dict(there)]
    for seq, (key, event) in enumerate(told, start=1):
        if event == "gone" and key in there:
            track.removed(key, seq)
            del there[key]
        elif event == "changed" and key in there:
            track.changed(key, seq, ["field"])
            there[key] = seq
        elif key not in there:
            track.added(key, seq)
            there[key] = seq
        history.append(dict(there))
    return track, history


@given(events, st.integers(0, 40))
def test_since_names_what_differs_and_nothing_else(told: list[tuple[str, str]], cursor: int) -> None:
    track, history = played(told)
    before, after = history[min(cursor, len(told))], history[-1]
    marks = dict(track.since(min(cursor, len(told))))
    assert {key for key, mark in marks.items() if not mark.removed} == {
        key for key, seq in after.items() if seq > cursor
    }
    assert before.keys() - after.keys() <= {key for key, mark in marks.items() if mark.removed}


@given(events)
def test_since_is_in_the_order_of_the_last_change(told: list[tuple[str, str]]) -> None:
    track, _ = played(told)
    numbers = [mark.last for _, mark in track.since(0)]
    assert numbers == sorted(numbers)


def test_a_property_keeps_the_number_of_its_own_last_change() -> None:
    track: ChangeIndex[str] = ChangeIndex()
    track.added("a", 1)
    track.changed("a", 2, ["name"])
    track.changed("a", 3, ["blf", "party"])
    ((_, mark),) = track.since(1)
    assert mark.fields == {"name": 2, "blf": 3, "party": 3}


def test_what_is_born_again_has_no_changes() -> None:
    track: ChangeIndex[str] = ChangeIndex()
    track.added("a", 1)
    track.changed("a", 2, ["name"])
    track.removed("a", 3)
    track.added("a", 4)
    ((_, mark),) = track.since(0)
    assert (mark.added, mark.fields, mark.removed) == (4, {}, False)


def test_forgetting_who_is_gone_raises_the_floor() -> None:
    track, _ = played([("a", "there"), ("b", "there"), ("a", "gone"), ("b", "gone")], max_gone=1)
    assert track.floor == 3
    assert [key for key, _ in track.since(0)] == ["b"]
