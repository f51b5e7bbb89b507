"""Lamps, parties and labels from what a real Asterisk sent."""

import msgspec
import pytest

from lampfield.model.contact import Direction
from lampfield.model.lamp import Lamp
from lampfield.sources.asterisk.ari import Bridge
from lampfield.sources.asterisk.snapshot import Snapshot
from tests.sources.asterisk.recorded import Watched, empty_picture, parts

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
    watched = Watched()
    said = {}
    for done, events in parts():
        watched.hear(events)
        said[done] = {number: watched.says(number) for number in AFTER.get(done, {})}
    assert {done: said[done] for done in AFTER} == AFTER


def test_who_is_called_and_does_not_ring_yet_has_no_party() -> None:
    """A phone that answers nothing stays so until the caller gives up, and its lamp is free."""
    watched = Watched()
    seen = []
    for _, events in parts():
        for event in events:
            watched.hear([event])
            legs = watched.pbx.legs.at("PJSIP/202")
            if legs and all(leg.channel.state == "Down" for leg in legs):
                seen.append((watched.patch("202").blf, watched.party("202")))
    assert len(seen) > 3
    assert set(seen) == {(0, None)}


def test_every_call_is_over_at_the_end() -> None:
    watched = Watched()
    ended = []
    for _, events in parts():
        watched.hear(events)
        ended += [it.leg.device for news in watched.heard for it in news.ended]
    assert watched.pbx.legs.by_id == {}
    assert len(ended) == 14


def test_what_is_told_anew_are_those_whose_calls_changed() -> None:
    watched = Watched()
    told = {}
    for done, events in parts():
        watched.hear(events)
        told[done] = {number for news in watched.heard for number in news.people}
    assert told["202 holds"] == {"201", "202"}
    assert told["203 gives up"] == {"202", "203"}
    assert told["re-register 201"] == set()


def test_a_call_counts_from_its_answer_and_a_ring_from_its_beginning() -> None:
    watched = Watched()
    since = {}
    for done, events in parts():
        watched.hear(events)
        party = watched.party("202")
        since[done] = party.since if party else 0
    assert 0 < since["201 calls 202: ringing"] < since["202 answers"]
    assert since["202 holds"] == since["202 resumes"] == since["202 answers"]


def test_after_a_picture_in_mid_call_the_parties_are_the_same() -> None:
    """A hub that starts late, or lost its line, knows who talks to whom, only not since when."""
    first = Watched()
    for done, events in parts():
        first.hear(events)
        if done == "202 answers queue":
            break
    late = Watched()
    late.pbx.apply_snapshot(picture_of(first))
    assert [late.says(number) for number in ("201", "202", "203")] == [
        first.says(number) for number in ("201", "202", "203")
    ]
    party = late.party("202")
    assert party is not None
    assert party.direction is Direction.IN


def picture_of(watched: Watched) -> Snapshot:
    """Return what Asterisk would say when it was asked."""
    legs = list(watched.pbx.legs.by_id.values())
    members: dict[str, tuple[str, ...]] = {}
    for leg in legs:
        members[leg.bridge] = (*members.get(leg.bridge, ()), leg.channel.id)
    return msgspec.structs.replace(
        empty_picture(),
        states=watched.pbx.states,
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
    watched = Watched()
    watched.hear([{"Event": "DeviceStateChange", "Device": "PJSIP/201", "State": state}])
    patch = watched.patch("201")
    assert patch.blf == lamp.blf
    assert reason in str(patch.blf_reason)


def test_who_is_gone_from_the_dial_plan_is_gone() -> None:
    watched = Watched()
    picture = empty_picture()
    fewer = {number: person for number, person in picture.people.items() if number != "205"}
    news = watched.pbx.apply_snapshot(msgspec.structs.replace(picture, people=fewer))
    assert news.gone == {"205"}
    assert "205" not in watched.pbx.people
