"""What Asterisk writes, read; and what is written to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from lampfield.sources.asterisk.ami import read_packet, write_packet
from lampfield.sources.asterisk.ari import read_event
from lampfield.sources.asterisk.device_state import queue_states
from lampfield.sources.asterisk.dialling import caller_id
from lampfield.sources.asterisk.hint import is_number, place_name, read_hint
from lampfield.sources.asterisk.people import (
    Names,
    caller_name,
    freepbx_names,
    read_forwards,
    read_hints,
    read_mailboxes,
    read_people,
    read_tree,
    with_endpoints,
)
from lampfield.sources.asterisk.presence import presence_value, read_presence
from lampfield.sources.validation import parse_dialled


def test_of_a_key_that_comes_twice_the_first_counts() -> None:
    packet = read_packet(b"Response: Success\r\nMessage: Presence State\r\nState: away\r\nMessage: lunch")
    assert packet == {"Response": "Success", "Message": "Presence State", "State": "away"}


def test_a_value_may_hold_colons_and_be_empty() -> None:
    packet = read_packet(b"Device: Custom:DND201\r\nPager: \r\nServer:bare")
    assert packet == {"Device": "Custom:DND201", "Pager": "", "Server": "bare"}


@given(st.text(min_size=1))
def test_what_is_written_is_read_again_or_refused(value: str) -> None:
    """No value begins a line of its own."""
    try:
        data = write_packet({"Action": "Setvar", "Value": value})
    except ValueError:
        return
    assert data.count(b"\r\n") == 3
    assert read_packet(data)["Value"] == value


@pytest.mark.parametrize("value", ["a\r\nAction: Logoff", "a\nb", "a\x00", "a\x1b[2J"])
def test_a_value_with_a_line_end_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        write_packet({"Action": "Ping", "Value": value})
    with pytest.raises(ValueError, match="one line"):
        write_packet({"Action": "Ping"}, [value])


def test_a_hint_has_devices_do_not_disturb_and_presence() -> None:
    hint = read_hint("201", "internal", "PJSIP/201&SIP/201&Custom:DND201,CustomPresence:201")
    assert hint.devices == ("PJSIP/201", "SIP/201")
    assert hint.do_not_disturb == ("Custom:DND201",)
    assert hint.presentity == "CustomPresence:201"


def test_a_custom_device_that_is_no_do_not_disturb_makes_a_lamp() -> None:
    assert read_hint("281", "x", "Custom:DAYNIGHT1").devices == ("Custom:DAYNIGHT1",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("park:701@parkedcalls", "Parking 701"),
        ("Queue:support", "Queue support"),
        ("confbridge:5000", "Conference 5000"),
        ("Local/8000@bulk", ""),
        ("PJSIP/201", ""),
        ("", ""),
    ],
)
def test_a_place_has_a_name(text: str, name: str) -> None:
    assert place_name(read_hint("1", "x", text)) == name


def test_a_queue_rings_while_somebody_waits_and_is_free_before_its_first_call() -> None:
    summaries = [{"Queue": "support", "Callers": "0"}, {"Queue": "sales", "Callers": "2"}]
    assert queue_states(summaries) == {"Queue:support": "NOT_INUSE", "Queue:sales": "RINGING"}


def test_feature_codes_are_nobody_s_number() -> None:
    assert [it for it in ("201", "+44161", "*76201", "_20X", "s", "") if is_number(it)] == ["201", "+44161"]


def test_of_two_contexts_the_operators_own_one_counts() -> None:
    packets = [
        {"Exten": "201", "Context": "other", "Hint": "SIP/1"},
        {"Exten": "201", "Context": "internal", "Hint": "PJSIP/201"},
        {"Exten": "201", "Context": "third", "Hint": "SIP/3"},
        {"Exten": "*76201", "Context": "internal", "Hint": "Custom:DND201"},
    ]
    hints = read_hints(packets, "internal")
    assert {number: hint.devices for number, hint in hints.items()} == {"201": ("PJSIP/201",)}


def test_an_endpoint_without_a_hint_is_somebody_when_it_is_a_number() -> None:
    hints = with_endpoints(
        read_hints([{"Exten": "21", "Context": "x", "Hint": "PJSIP/201"}], "x"),
        ["PJSIP/201", "PJSIP/205", "PJSIP/trunk", "PJSIP/21"],
        "x",
    )
    assert {number: hint.devices for number, hint in hints.items()} == {
        "21": ("PJSIP/201",),
        "205": ("PJSIP/205",),
    }


def test_names_are_looked_for_in_order() -> None:
    hints = {
        number: read_hint(number, "x", text)
        for number, text in [
            ("1", "PJSIP/1"),
            ("2", "PJSIP/2"),
            ("3", "PJSIP/3"),
            ("4", "PJSIP/4"),
            ("7", "park:7@p"),
        ]
    }
    names = Names(
        of_freepbx={"1": "Free"},
        of_devices={"PJSIP/1": "Device", "PJSIP/2": "Device", "PJSIP/3": ""},
        of_mailboxes={"1": "Mail", "2": "Mail", "3": "Mail", "7": "Mail"},
        emails={"3": "three@acme.test"},
    )
    people = read_people(hints, names)
    assert [person.name for person in people.values()] == ["Free", "Device", "Mail", "4", "Parking 7 (p)"]
    assert people["3"].email == "three@acme.test"
    assert people["7"].is_place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"Alice Ames" <201>', "Alice Ames"),
        ("Alice <201>", "Alice"),
        ("<201>", ""),
        ("Alice", "Alice"),
        ("", ""),
        ('"王小明" <1>', "王小明"),
    ],
)
def test_the_name_of_a_caller_id(text: str, name: str) -> None:
    assert caller_name(text) == name


def test_forwards_are_told_with_when_they_count() -> None:
    trees: list[dict[str, str]] = [{"201": "0161", "202": ""}, {"201": "204"}, {"203": "501"}]
    assert read_forwards(trees, ("forwards to", "if busy to", "if unanswered to")) == {
        "201": ("forwards to 0161", "if busy to 204"),
        "203": ("if unanswered to 501",),
    }


def test_a_tree_of_freepbx_gives_names() -> None:
    packets = [
        {"Key": "/AMPUSER/201/cidname", "Val": "Alice A"},
        {"Key": "/AMPUSER/201/cidnum", "Val": "201"},
        {"Key": "/DEVICE/201/user", "Val": "201"},
    ]
    assert freepbx_names(read_tree(packets, "AMPUSER")) == {"201": "Alice A"}


def test_a_mailbox_without_an_address_has_none() -> None:
    names, emails = read_mailboxes(
        [
            {"VoiceMailbox": "201", "Fullname": "Alice", "Email": "(null)"},
            {"VoiceMailbox": "202", "Fullname": "Bob", "Email": "bob@acme.test"},
        ]
    )
    assert names == {"201": "Alice", "202": "Bob"}
    assert emails == {"201": "", "202": "bob@acme.test"}


@pytest.mark.parametrize(("word", "there"), [("away", True), ("available", True), ("unavailable", False)])
def test_a_presence_is_a_state_or_none(word: str, *, there: bool) -> None:
    state = read_presence({"Status": word, "Message": "lunch, one"}, 5.0)
    assert (state is not None) == there
    assert state is None or (state.show, state.status, state.since) == (word, "lunch, one", 5.0)


def test_a_status_is_read_without_asterisk_s_escapes() -> None:
    told = {"Status": "away", "Message": r"back at \"1\"\? C:\\new\tx \z"}
    state = read_presence(told, 5.0)
    assert state is not None
    assert state.status == 'back at "1"? C:\\new\tx \\z'


def test_a_status_cannot_part_the_arguments_of_a_function() -> None:
    assert presence_value(Show.AWAY, "a,b,c") == "away,,YSxiLGM=,e"
    assert presence_value(Show.OFFLINE, "") == "unavailable"


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("202", "202"),
        ("0161 496-0000", "01614960000"),
        ("+44 (0)161 496 0000", "+441614960000"),
        ("(0161) 496 0000", "01614960000"),
        ("*98", "*98"),
        ("alice", "alice"),
    ],
)
def test_a_number_as_people_write_it_is_dialled(number: str, dialled: str) -> None:
    assert parse_dialled(number).dial == dialled


@pytest.mark.parametrize(
    "number",
    ["202&PJSIP/203", "202,1&2", "202,x", "${EXTEN}", "2;${X}", "202@other", "", " ", "2\n3x;"],
)
def test_what_would_say_something_to_asterisk_is_no_number(number: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_dialled(number)
    assert caught.value.word is RefusalCode.BAD_ADDRESS


@pytest.mark.parametrize(
    ("number", "dialled", "tones"),
    [("202", "202", ""), ("202,1", "202", "1"), ("0161 496 0000,,4p2#", "01614960000", "4p2#")],
)
def test_tones_are_never_part_of_what_is_dialled(number: str, dialled: str, tones: str) -> None:
    parsed = parse_dialled(number)
    assert (parsed.dial, parsed.tones) == (dialled, tones)


def test_a_name_cannot_end_a_caller_id() -> None:
    assert caller_id('Al"ice <9> \\ Ames', "201") == '"Alice 9  Ames" <201>'
    assert caller_id("", "201") == "<201>"


def test_an_event_of_a_newer_asterisk_is_read_as_far_as_it_is_known() -> None:
    event = read_event('{"type":"SomethingNew","channel":{"id":"1","name":"X/1-1","more":[1]},"else":{}}')
    assert event.type == "SomethingNew"
    peer = read_event('{"type":"PeerStatusChange","peer":{"peer_status":"Reachable"}}').peer
    assert peer is not None
    assert not peer.id
