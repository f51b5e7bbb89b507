"""The line of a call: what it says in each width, and which keys it names."""

import pytest

from lampfield.board.keys.default import default_map
from lampfield.board.paint.part import Part
from lampfield.board.widgets.call_strip import CallStrip, call_hints, call_line
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.identity import CallUid, DeviceName

NOW = 1000.0
DEVICE = DeviceName("PJSIP/1")
RINGS = Call(
    uid=CallUid(1),
    number="0161",
    name="Brown",
    state=CallState.RING,
    party=CallParty.CALLEE,
    features="answer",
    stamp=959_000,
    device=DEVICE,
    inq=940,
)
TALKS = Call(
    uid=CallUid(2), number="202", state=CallState.UP, features="hold", start=935_000, stamp=1, device=DEVICE
)
HELD = Call(uid=CallUid(3), number="203", state=CallState.HOLD, features="talk", device=DEVICE)


def text(parts: list[Part]) -> str:
    """Return a line as it is read."""
    return "".join(part.text for part in parts)


def hints(call: Call, *others: Call) -> list[Part]:
    """Return what can be done with a call beside others, by the default keys."""
    return call_hints(call, [call, *others], default_map())


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, " ▸ RINGING  ← Brown  0161   waited 1:00   PJSIP/1   0:41   F3 answers · rejects "),
        (60, " ▸ RINGING  ← Brown  0161   waited 1:00   P… 0:41   rejects "),
        (40, " ▸ RINGING  ← Brown  0161   waite… 0:41 "),
    ],
)
def test_the_hints_give_way_to_who_it_is_and_hanging_up_stays_longest(width: int, line: str) -> None:
    assert (
        text(call_line(RINGS, NOW, width, call_hints(RINGS, [TALKS, RINGS], default_map()), stale=False))
        == line
    )


def test_a_call_that_one_made_runs_from_its_answer_and_its_number_stands_once() -> None:
    line = text(call_line(TALKS, NOW, 60, (), stale=False))
    assert line == " ▸ ON CALL  → 202   PJSIP/1                            1:05 "


def test_a_line_never_has_more_cells_than_there_are_and_says_unknown_caller() -> None:
    nobody = Call(uid=CallUid(4), state=CallState.RING, party=CallParty.CALLEE)
    assert text(call_line(nobody, NOW, 44, (), stale=False)) == f" ▸ RINGING  {'← unknown caller':<30}  "


def test_what_is_stale_is_all_of_one_style_and_without_seconds_nothing_counts_them() -> None:
    line = call_line(RINGS, NOW, 80, hints(RINGS), stale=True, by_second=False)
    assert text(line).startswith(" ~ RINGING  ← Brown  0161   PJSIP/1 ")
    assert " <1m " in text(line)
    assert {part.style for part in line} == {"$stale"}


def test_who_it_is_stands_in_plain_style_between_the_lamp_s_and_a_quiet_one() -> None:
    lamp, who, *rest = call_line(RINGS, NOW, 80, hints(RINGS), stale=False)
    assert (lamp.style, who.style) == ("bold $lamp-ringing", "")
    assert {part.style for part in rest} == {"$muted"}


@pytest.mark.parametrize(
    ("call", "others", "said"),
    [
        (RINGS, (), "F3 answers · F8 rejects "),
        (RINGS, (TALKS,), "F3 answers · rejects "),
        (TALKS, (RINGS,), "F7 holds · F8 hangs up "),
        (HELD, (), "F7 takes back · F8 hangs up "),
        (HELD, (TALKS,), "takes back · hangs up "),
    ],
)
def test_a_key_stands_only_at_the_call_that_it_means(call: Call, others: tuple[Call, ...], said: str) -> None:
    assert text(hints(call, *others)) == said


def test_each_hint_does_when_clicked_what_it_says() -> None:
    assert [part.action_id for part in hints(TALKS, RINGS)] == ["hold", "", "hang-up", ""]


def test_the_strip_has_a_line_a_call_and_no_hints_for_one_who_may_do_nothing() -> None:
    strip = CallStrip(default_map(), id="calls")
    assert strip.id == "calls"
    strip.show([RINGS, TALKS], NOW, stale=False)
    assert strip.display
    lines = ["".join(text for text, _ in line) for line in strip.lines(80)]
    assert [line.split()[1] for line in lines] == ["RINGING", "ON"]
    assert "F7 holds" in lines[1]
    assert lines[1].rstrip().endswith("hangs up")
    strip.acts = False
    assert strip.lines(80)[1][-2][0] == " 1:05 "
    strip.by_second = False
    assert strip.lines(80)[1][-2][0] == " 1m "
    strip.show([], NOW, stale=False)
    assert not strip.display
