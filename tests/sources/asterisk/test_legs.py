"""Legs as events and pictures tell them: times, bridges, and what is remembered of those that ended."""

from typing import Any

import pytest

from lampfield.sources.asterisk.ari import AriEvent, Bridge, CallerId, Channel
from lampfield.sources.asterisk.legs import MAX_ENDED, Legs

FIRST_MS = 1_767_225_600_000


def channel(key: str = "1", **properties: Any) -> Channel:
    """Return a channel at the phone 201."""
    known: dict[str, Any] = {
        "name": f"PJSIP/201-{int(key):08x}",
        "state": "Ringing",
        "caller": CallerId("Alice", "201"),
    }
    return Channel(id=key, **(known | properties))


def event(kind: str, second: int, of: Channel, **properties: Any) -> AriEvent:
    """Return an event, so many seconds after the first."""
    return AriEvent(type=kind, timestamp=f"2026-01-01T00:00:{second:02}.000+0000", channel=of, **properties)


def test_a_leg_is_answered_at_the_first_event_in_which_it_is_up_and_never_again() -> None:
    legs = Legs()
    for second, state in enumerate(("Ringing", "Ringing", "Up", "Up"), 1):
        legs.apply_event(event("ChannelStateChange", second, channel(state=state)))
    (leg,) = legs.at("PJSIP/201")
    assert (leg.born_ms, leg.answered_ms) == (FIRST_MS + 1000, FIRST_MS + 3000)


def test_a_leg_that_is_up_at_its_first_event_is_answered_then() -> None:
    legs = Legs()
    legs.apply_event(event("ChannelCreated", 4, channel(state="Up")))
    (leg,) = legs.at("PJSIP/201")
    assert (leg.born_ms, leg.answered_ms) == (FIRST_MS + 4000, FIRST_MS + 4000)


def test_a_leg_that_a_picture_finds_up_has_no_time_of_answer() -> None:
    legs = Legs()
    legs.apply_snapshot([channel(state="Up")], [])
    (leg,) = legs.at("PJSIP/201")
    assert (leg.born_ms, leg.answered_ms) == (0, 0)
    legs.apply_event(event("ChannelConnectedLine", 9, channel(state="Up")))
    (leg,) = legs.at("PJSIP/201")
    assert leg.answered_ms == 0


def test_a_picture_puts_legs_into_bridges_and_takes_them_out_of_those_that_are_gone() -> None:
    legs = Legs()
    both = [channel("1", state="Up"), channel("2", state="Up", name="PJSIP/202-2")]
    legs.apply_snapshot(both, [Bridge(id="b", channels=("1", "2"))])
    assert [(leg.bridge, leg.joined_ms) for leg in legs.by_id.values()] == [("b", 0), ("b", 0)]
    assert [leg.channel.id for leg in legs.bridge_peers(legs.by_id["1"])] == ["2"]
    legs.apply_snapshot(both, [Bridge(id="c", channels=("2",))])
    assert [leg.bridge for leg in legs.by_id.values()] == ["", "c"]
    assert legs.bridge_peers(legs.by_id["1"]) == legs.bridge_peers(legs.by_id["2"]) == []
    legs.apply_snapshot(both, [])
    assert [leg.bridge for leg in legs.by_id.values()] == ["", ""]


def test_a_bridge_that_stays_keeps_since_when() -> None:
    legs = Legs()
    joined = Bridge(id="b", channels=("1",))
    legs.apply_event(event("ChannelEnteredBridge", 7, channel("1", state="Up"), bridge=joined))
    legs.apply_snapshot([channel("1", state="Up")], [joined])
    assert legs.by_id["1"].joined_ms == FIRST_MS + 7000


def test_those_who_ended_are_remembered_up_to_a_bound_and_none_comes_back() -> None:
    legs = Legs()
    for number in range(MAX_ENDED + 3):
        one = channel(str(number))
        legs.apply_event(event("ChannelCreated", 1, one))
        assert legs.apply_event(event("ChannelDestroyed", 2, one)) == {"PJSIP/201"}
    assert legs.apply_event(event("ChannelVarset", 3, channel(str(MAX_ENDED + 2)))) == set()
    assert legs.apply_event(event("ChannelVarset", 3, channel("3"))) == set()
    assert legs.by_id == {}
    assert legs.apply_event(event("ChannelVarset", 3, channel("2"))) == {"PJSIP/201"}, (
        "it is forgotten by now"
    )


def test_a_masquerade_moves_a_leg_to_the_other_device() -> None:
    legs = Legs()
    legs.apply_event(event("ChannelCreated", 1, channel("1")))
    legs.apply_event(event("ChannelConnectedLine", 2, channel("1", name="PJSIP/203-9")))
    assert legs.at("PJSIP/201") == []
    assert [leg.channel.id for leg in legs.at("PJSIP/203")] == ["1"]
    legs.apply_event(event("ChannelDestroyed", 3, channel("1", name="PJSIP/203-9")))
    assert legs.at("PJSIP/203") == []


def test_who_leaves_a_bridge_alone_has_talked_to_nobody_and_who_leaves_another_has() -> None:
    legs = Legs()
    for second, key in enumerate(("1", "2"), 1):
        bridge = Bridge(id="b", channels=(key,))
        one = channel(key, state="Up", name=f"PJSIP/20{key}-1")
        legs.apply_event(event("ChannelEnteredBridge", second, one, bridge=bridge))
        if key == "1":
            legs.apply_event(event("ChannelLeftBridge", second, one, bridge=bridge))
            assert legs.by_id["1"].talked_ms == 0
            legs.apply_event(event("ChannelEnteredBridge", second, one, bridge=bridge))
    legs.apply_event(event("ChannelLeftBridge", 9, channel("2", state="Up", name="PJSIP/202-1")))
    assert {key: leg.talked_ms for key, leg in legs.by_id.items()} == {
        "1": FIRST_MS + 2000,
        "2": FIRST_MS + 2000,
    }


def test_those_who_are_parked_do_not_talk() -> None:
    legs = Legs()
    for key in ("1", "2"):
        one = channel(key, state="Up", name=f"PJSIP/20{key}-1")
        parked = Bridge(id="p", bridge_class="parking", channels=(key,))
        legs.apply_event(event("ChannelEnteredBridge", 1, one, bridge=parked))
    legs.apply_event(event("ChannelLeftBridge", 2, channel("2", state="Up", name="PJSIP/202-1")))
    assert [leg.talked_ms for leg in legs.by_id.values()] == [0, 0]


@pytest.mark.parametrize(
    ("name", "device"),
    [
        ("PJSIP/201-00000005", "PJSIP/201"),
        ("PJSIP/front-desk-2-0000000a", "PJSIP/front-desk-2"),
        ("Surrogate", "Surrogate"),
    ],
)
def test_the_device_of_a_channel_may_have_hyphens_of_its_own(name: str, device: str) -> None:
    legs = Legs()
    legs.apply_event(event("ChannelCreated", 1, channel("1", name=name)))
    assert [leg.channel.name for leg in legs.at(device)] == [name]
