"""A leg at an own device as a call."""

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.sources.asterisk.ari import AriEvent, Bridge, CallerId, Channel, Dialplan
from lampfield.sources.asterisk.legs import Leg, Legs
from lampfield.sources.asterisk.own_call import call_of, cause_of, true_cause
from tests.sources.asterisk.recorded_traffic import RecordedPbx, parts

OWN = "lampfield-1"


def calls_of_201() -> dict[str, list[tuple[str, str, str]]]:
    """Return state, near-end state and other party of 201's calls, after each part of the recording."""
    recorded_pbx = RecordedPbx()
    found = {}
    for done, events in parts():
        recorded_pbx.hear(events)
        legs = recorded_pbx.pbx.legs
        calls = [call_of(leg, legs) for leg in legs.at("PJSIP/201")]
        found[done] = [(str(call.state), str(call.nr_state), call.name) for call in calls]
    return found


def test_the_calls_of_a_phone_that_dials_by_itself() -> None:
    found = calls_of_201()
    assert found["201 calls 202: ringing"] == [("ring", "up", "Bob Berg")]
    assert found["202 answers"] == [("up", "up", "Bob Berg")]
    assert found["202 holds"] == [("up", "up", "Bob Berg")]
    assert found["201 hangs up"] == []
    assert found["201 calls parking 700"] == [("park", "up", "")]
    assert found["201 calls queue 600"] == [("ring", "ring", "Cara Cole")]


def channel(state: str, app: str) -> Channel:
    """Return the channel of a call that the board made from 201 to 202."""
    return Channel(
        id=OWN,
        name="PJSIP/201-1",
        state=state,
        caller=CallerId("Alice", "201"),
        dialplan=Dialplan(app_name=app, exten="202"),
    )


def peer(state: str) -> Channel:
    """Return the channel of 202."""
    plan = Dialplan(app_name="AppDial")
    return Channel(id="2", name="PJSIP/202-2", state=state, caller=CallerId("Bob", "202"), dialplan=plan)


def dialled(legs: Legs) -> CallChange:
    """Return the board's call."""
    return call_of(legs.by_id[OWN], legs, "Bob B", "202")


def test_a_call_that_the_board_makes_from_its_first_ring_to_the_talk() -> None:
    legs = Legs()
    seen = []

    def then(event: AriEvent) -> None:
        legs.apply_event(event)
        call = dialled(legs)
        assert call.party is CallParty.CALLER
        seen.append((str(call.state), str(call.nr_state), call.name))

    then(AriEvent(type="ChannelCreated", channel=channel("Down", "")))
    then(AriEvent(type="ChannelStateChange", channel=channel("Ringing", "AppDial2")))
    then(AriEvent(type="ChannelStateChange", channel=channel("Up", "")))
    then(AriEvent(type="ChannelDialplan", channel=channel("Up", "Dial")))
    then(AriEvent(type="Dial", caller=channel("Up", "Dial"), peer=peer("Down"), dialstatus=""))
    then(AriEvent(type="Dial", caller=channel("Up", "Dial"), peer=peer("Ringing"), dialstatus="RINGING"))
    then(AriEvent(type="Dial", caller=channel("Up", "Dial"), peer=peer("Up"), dialstatus="ANSWER"))
    bridge = Bridge(id="b", bridge_type="mixing", bridge_class="basic")
    then(AriEvent(type="ChannelEnteredBridge", channel=peer("Up"), bridge=bridge))
    then(AriEvent(type="ChannelEnteredBridge", channel=channel("Up", "Dial"), bridge=bridge))
    then(AriEvent(type="ChannelHold", channel=channel("Up", "Dial")))
    then(AriEvent(type="ChannelUnhold", channel=channel("Up", "Dial")))
    assert seen == [
        ("dial", "ring", "Bob B"),
        ("dial", "ring", "Bob B"),
        ("dial", "up", "Bob B"),
        ("dial", "up", "Bob B"),
        ("dial", "up", "Bob B"),
        ("ring", "up", "Bob B"),
        ("ring", "up", "Bob B"),
        ("ring", "up", "Bob B"),
        ("up", "up", "Bob"),
        ("hold", "hold", "Bob"),
        ("up", "up", "Bob"),
    ]


def test_a_machine_at_the_other_end_is_a_talk_too() -> None:
    legs = Legs()
    legs.apply_event(AriEvent(type="ChannelDialplan", channel=channel("Up", "Echo")))
    assert dialled(legs).state is CallState.UP


def test_why_it_ended_says_whose_phone_it_was() -> None:
    legs = Legs()
    legs.apply_event(AriEvent(type="ChannelStateChange", channel=channel("Ringing", "AppDial2")))
    ringing = legs.by_id[OWN]
    assert cause_of(ringing, 17) == "your phone is busy"
    assert cause_of(ringing, 21) == "your phone declined"
    assert cause_of(ringing, 27) == "your phone did not take the call"
    assert cause_of(ringing, 0) == "your phone did not answer"
    assert cause_of(ringing, None) == "it ended while the connection to Asterisk was down"
    assert true_cause(ringing, 3, unregistered=True) == 3
    legs.apply_event(AriEvent(type="ChannelStateChange", channel=channel("Up", "Dial")))
    up = legs.by_id[OWN]
    assert cause_of(up, 17) == "busy"
    assert cause_of(up, 19) == "no answer"
    assert cause_of(up, 16) == ""
    assert true_cause(up, 3, unregistered=True) == 20
    assert true_cause(up, 17, unregistered=True) == 17
    called = Leg(channel=peer("Ringing"), incoming=True)
    assert cause_of(called, 26) == "answered elsewhere"


def test_a_late_event_of_an_ended_channel_brings_nothing_back() -> None:
    legs = Legs()
    legs.apply_event(AriEvent(type="ChannelCreated", channel=channel("Down", "")))
    legs.apply_event(AriEvent(type="ChannelDestroyed", channel=channel("Down", "")))
    legs.apply_event(
        AriEvent(type="Dial", caller=channel("Down", ""), peer=peer("Ringing"), dialstatus="CANCEL")
    )
    legs.apply_event(AriEvent(type="ChannelDestroyed", channel=peer("Ringing")))
    assert legs.by_id == {}
    assert legs.at("PJSIP/201") == []


def test_what_can_be_done_with_a_call_follows_from_where_it_is() -> None:
    legs = Legs()
    features = []
    for state in ("Ringing", "Up"):
        legs.apply_event(AriEvent(type="ChannelStateChange", channel=peer(state)))
        features.append(call_of(legs.by_id["2"], legs, events=("hold", "talk")).features)
    for kind in ("ChannelHold", "ChannelUnhold"):
        legs.apply_event(AriEvent(type=kind, channel=peer("Up")))
        features.append(call_of(legs.by_id["2"], legs, events=("hold", "talk")).features)
    assert features == ["answer", "hold", "talk", "hold"]
    assert call_of(legs.by_id["2"], legs).features == "", "a phone that does not obey is not asked"
    assert call_of(legs.by_id["2"], legs, events=("talk",)).features == ""
    legs.apply_event(AriEvent(type="ChannelHold", channel=peer("Up")))
    assert call_of(legs.by_id["2"], legs, events=("hold",)).features == "", "it cannot take back"
