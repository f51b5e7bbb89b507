"""Lamps, parties and labels from what a real Asterisk sent."""

import msgspec
import pytest

from lampfield.model.contact import Direction
from lampfield.model.lamp import Lamp
from lampfield.sources.asterisk.ari import Bridge
from lampfield.sources.asterisk.snapshot import Snapshot
from tests.sources.asterisk.recorded_traffic import RecordedPbx, empty_snapshot, parts

AFTER = {
    "register 201-204": {"201": "0", "204": "0", "205": "None"},
    "201 calls 202: ringing": {"201": "1 > Bob Berg 202", "202": "2 < Alice Ames 201"},
    "202 answers": {"201": "1 > Bob Berg 202", "202": "1 < Alice Ames 201"},
    "202 holds": {"201": "1 > Bob Berg 202 [on hold]", "202": "1 < Alice Ames 201"},
    "202 resumes": {"201": "1 > Bob Berg 202", "202": "1 < Alice Ames 201"},
    "203 calls 202 (202 on call and ringing)": {"202": "3 < Alice Ames 201", "203": "1 > Bob Berg 202"},
    "203 gives up": {"202": "1 < Alice Ames 201", "203": "0"},
    "203 calls 202 again, 202 answers second (first held)": {
        "201": "1 > Bob Berg 202 [on hold]",
        "202": "1 < Cara Cole 203",
        "203": "1 > Bob Berg 202",
    },
    "202 ends second, resumes first": {"201": "1 > Bob Berg 202", "202": "1 < Alice Ames 201", "203": "0"},
    "201 hangs up": {"201": "0", "202": "0"},
    "201 calls 202, 202 busy": {"201": "0", "202": "0"},
    "201 calls 205 offline": {"201": "0", "205": "None"},
    "204 unregisters": {"204": "None"},
    "201 calls parking 700": {"201": "1 [parked]", "701": "1"},
    "201 calls queue 600": {
        "201": "2 < Cara Cole 203 via support",
        "202": "2 < Cara Cole 203 via support",
        "203": "1 > Queue support 600",
        "600": "2",
    },
    "202 answers queue": {
        "201": "0",
        "202": "1 < Cara Cole 203 via support",
        "203": "1 > Bob Berg 202",
        "600": "0",
    },
    "queue hang": {"202": "0", "203": "0"},
    "DND by devstate Custom:DND201 BUSY": {"201": "0 [do not disturb]"},
    "DND off": {"201": "0"},
    "unregister all": {"201": "None", "202": "None", "203": "None"},
}


def test_every_step_shows_what_happened() -> None:
    recorded_pbx = RecordedPbx()
    said = {}
    for done, events in parts():
        recorded_pbx.hear(events)
        said[done] = {number: recorded_pbx.describe(number) for number in AFTER.get(done, {})}
    assert {done: said[done] for done in AFTER} == AFTER


def test_who_is_called_and_does_not_ring_yet_has_no_party() -> None:
    """A phone that answers nothing stays so until the caller gives up, and its lamp is free."""
    recorded_pbx = RecordedPbx()
    seen = []
    for _, events in parts():
        for event in events:
            recorded_pbx.hear([event])
            legs = recorded_pbx.pbx.legs.at("PJSIP/202")
            if legs and all(leg.channel.state == "Down" for leg in legs):
                seen.append((recorded_pbx.patch("202").blf, recorded_pbx.party("202")))
    assert len(seen) > 3
    assert set(seen) == {(0, None)}


def test_every_call_is_over_at_the_end() -> None:
    recorded_pbx = RecordedPbx()
    ended = []
    for _, events in parts():
        recorded_pbx.hear(events)
        ended += [it.leg.device for affected in recorded_pbx.seen for it in affected.ended]
    assert recorded_pbx.pbx.legs.by_id == {}
    assert len(ended) == 14


def test_what_is_told_anew_are_those_whose_calls_changed() -> None:
    recorded_pbx = RecordedPbx()
    told = {}
    for done, events in parts():
        recorded_pbx.hear(events)
        told[done] = {number for affected in recorded_pbx.seen for number in affected.people}
    assert told["202 holds"] == {"201", "202"}
    assert told["203 gives up"] == {"202", "203"}
    assert told["re-register 201"] == set()


def test_a_call_counts_from_its_answer_and_a_ring_from_its_beginning() -> None:
    recorded_pbx = RecordedPbx()
    since = {}
    for done, events in parts():
        recorded_pbx.hear(events)
        party = recorded_pbx.party("202")
        since[done] = party.since if party else 0
    assert 0 < since["201 calls 202: ringing"] < since["202 answers"]
    assert since["202 holds"] == since["202 resumes"] == since["202 answers"]


def test_after_a_picture_in_mid_call_the_parties_are_the_same() -> None:
    """A hub that starts late, or lost its line, knows the parties of each call, but not since when."""
    first = RecordedPbx()
    for done, events in parts():
        first.hear(events)
        if done == "202 answers queue":
            break
    late = RecordedPbx()
    late.pbx.apply_snapshot(snapshot_of(first))
    assert [late.describe(number) for number in ("201", "202", "203")] == [
        first.describe(number) for number in ("201", "202", "203")
    ]
    party = late.party("202")
    assert party is not None
    assert party.direction is Direction.IN


def snapshot_of(recorded_pbx: RecordedPbx) -> Snapshot:
    """Return what Asterisk would say when it was asked."""
    legs = list(recorded_pbx.pbx.legs.by_id.values())
    members: dict[str, tuple[str, ...]] = {}
    for leg in legs:
        members[leg.bridge] = (*members.get(leg.bridge, ()), leg.channel.id)
    return msgspec.structs.replace(
        empty_snapshot(),
        states=recorded_pbx.pbx.states,
        channels=[leg.channel for leg in legs],
        bridges=[Bridge(id=key, bridge_class="basic", channels=ids) for key, ids in members.items() if key],
    )


@pytest.mark.parametrize(
    ("state", "lamp", "reason"),
    [
        ("UNAVAILABLE", Lamp.UNKNOWN, "not registered"),
        ("INVALID", Lamp.UNKNOWN, "no such device"),
        ("UNKNOWN", Lamp.UNKNOWN, "does not know"),
        ("SOMETHING NEW", Lamp.UNKNOWN, "reports no state"),
        ("BUSY", Lamp.ON_CALL, ""),
        ("ONHOLD", Lamp.ON_CALL, ""),
        ("RINGINUSE", Lamp.ON_CALL_RINGING, ""),
    ],
)
def test_only_a_state_that_says_free_is_free(state: str, lamp: Lamp, reason: str) -> None:
    """With a do-not-disturb device that is idle, Asterisk's own hint would read idle for all of these."""
    recorded_pbx = RecordedPbx()
    recorded_pbx.hear([{"Event": "DeviceStateChange", "Device": "PJSIP/201", "State": state}])
    patch = recorded_pbx.patch("201")
    assert patch.blf == lamp.blf
    assert reason in str(patch.blf_reason)


def test_who_is_gone_from_the_dial_plan_is_gone() -> None:
    recorded_pbx = RecordedPbx()
    snapshot = empty_snapshot()
    fewer = {number: person for number, person in snapshot.people.items() if number != "205"}
    affected = recorded_pbx.pbx.apply_snapshot(msgspec.structs.replace(snapshot, people=fewer))
    assert affected.gone == {"205"}
    assert "205" not in recorded_pbx.pbx.people
