"""What is said, and how it is written to a terminal: nothing foreign gets out of its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.notifications.notified_event import NotifiedEvent
from lampfield.board.notifications.terminal import (
    TEXT_BYTES,
    TITLE_BYTES,
    field,
    notify_for,
    passed_on,
    sequences_of,
)
from lampfield.board.notifications.wording import notification_of
from lampfield.config.notify import EventKind, Notify

KINDS = [Notify.OSC9, Notify.OSC777, Notify.OSC99]
SCREEN_HOLDS_BYTES = 767
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
SHAPES = {
    Notify.OSC9: re.compile("\x1b\\]9;lampfield: [^;]*\x1b\\\\"),
    Notify.OSC777: re.compile("\x1b\\]777;notify;[^;]*;[^;]*\x1b\\\\"),
    Notify.OSC99: re.compile("\x1b\\]99;i=lampfield-[a-z]+:u=[12]:d=[01](:p=body)?;[^;]*\x1b\\\\"),
}
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "\x1b",
                "\x07",
                "\x1b\\",
                "\x9c",
                "\x9d",
                "\n",
                "\r",
                ";",
                "\x1b]52;c;",
                "\x1bP",
                "\x00",
                "\ud800",
            ]
        ),
        st.text(max_size=8),
        st.characters(),
    ),
    max_size=60,
).map("".join)


def inside(sequence: str) -> str:
    """Return what stands between the introducer and the terminator."""
    return sequence.removeprefix("\x1b]").removesuffix("\x1b\\")


@given(st.sampled_from(KINDS), HOSTILE, HOSTILE, st.sampled_from(EventKind))
def test_no_control_gets_into_a_sequence(protocol: Notify, name: str, text: str, kind: EventKind) -> None:
    notification = notification_of([NotifiedEvent(kind, name, name, text)])
    sequences = sequences_of(protocol, notification.title, notification.text, kind)
    assert sequences
    for sequence in sequences:
        assert not CONTROLS.search(inside(sequence))
        assert SHAPES[protocol].fullmatch(sequence) or protocol is Notify.OSC99
        assert sequence.startswith("\x1b]")
        assert sequence.endswith("\x1b\\")
        sequence.encode()


@given(st.sampled_from(KINDS), HOSTILE, HOSTILE)
def test_raw_texts_do_no_harm_either(kind: Notify, title: str, text: str) -> None:
    for sequence in sequences_of(kind, title, text, EventKind.MESSAGE):
        assert not CONTROLS.search(inside(sequence))


@given(st.sampled_from(KINDS), st.text("ü王👍a", max_size=2000), st.text("ü王👍a", max_size=2000))
def test_a_sequence_fits_into_what_screen_holds(kind: Notify, title: str, text: str) -> None:
    for sequence in sequences_of(kind, title, text, EventKind.MESSAGE):
        passed = passed_on(sequence, {"STY": "1.tty"})
        assert len(passed.removeprefix("\x1bP").removesuffix("\x1b\\").encode()) <= SCREEN_HOLDS_BYTES


@given(HOSTILE, st.integers(3, 400))
def test_a_field_is_as_long_as_it_may_be(text: str, limit: int) -> None:
    assert len(field(text, limit).encode()) <= limit


@given(st.sampled_from(KINDS), HOSTILE)
def test_what_tmux_takes_out_of_its_wrapping_is_what_was_put_in(kind: Notify, text: str) -> None:
    for sequence in sequences_of(kind, "title", text, EventKind.MESSAGE):
        passed = passed_on(sequence, {"TMUX": "/tmp/socket,1,0"})  # noqa: S108
        body = passed.removeprefix("\x1bPtmux;").removesuffix("\x1b\\")
        assert body.replace("\x1b\x1b", "\x1b") == sequence
        assert "\x1b\\" not in body.replace("\x1b\x1b", "")


def test_the_sequences() -> None:
    def of(kind: Notify, text: str = "hi") -> tuple[str, ...]:
        return sequences_of(kind, "Message from Al;ce", text, EventKind.MESSAGE)

    assert of(Notify.OSC9) == ("\x1b]9;lampfield: Message from Al,ce: hi\x1b\\",)
    assert of(Notify.OSC9, "") == ("\x1b]9;lampfield: Message from Al,ce\x1b\\",)
    assert of(Notify.OSC777) == ("\x1b]777;notify;Message from Al,ce;hi\x1b\\",)
    assert of(Notify.OSC99) == (
        "\x1b]99;i=lampfield-message:u=1:d=0;Message from Al,ce\x1b\\",
        "\x1b]99;i=lampfield-message:d=1:p=body;hi\x1b\\",
    )
    assert of(Notify.OSC99, "") == ("\x1b]99;i=lampfield-message:u=1:d=1;Message from Al,ce\x1b\\",)
    assert of(Notify.OFF) == ()


def test_screen_gets_bel_for_the_end() -> None:
    assert passed_on("\x1b]9;x\x1b\\", {"STY": "1.tty"}) == "\x1bP\x1b]9;x\x07\x1b\\"
    assert passed_on("\x1b]9;x\x1b\\", {}) == "\x1b]9;x\x1b\\"


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"TERM": "xterm-kitty"}, Notify.OSC99),
        (
            {"TERM": "tmux-256color", "TMUX": "x", "TERM_PROGRAM": "tmux", "KITTY_WINDOW_ID": "1"},
            Notify.OSC99,
        ),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Notify.OSC9),
        ({"TERM": "screen", "STY": "x", "LC_TERMINAL": "iTerm2"}, Notify.OSC9),
        ({"TERM": "foot-extra", "KITTY_WINDOW_ID": "1"}, Notify.OSC777),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, Notify.OSC777),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm", "VTE_VERSION": "7600"}, Notify.OSC777),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, Notify.OSC777),
        ({"TERM": "xterm-256color"}, Notify.OFF),
        ({"TERM": "linux"}, Notify.OFF),
        ({}, Notify.OFF),
    ],
)
def test_the_terminal_is_known_by_its_environment(environ: dict[str, str], kind: Notify) -> None:
    assert notify_for(Notify.AUTO, environ) is kind
    assert notify_for(Notify.OSC9, environ) is Notify.OSC9
    assert notify_for(Notify.OFF, environ) is Notify.OFF


def test_the_lengths_leave_room_for_the_rest() -> None:
    assert TITLE_BYTES + TEXT_BYTES + 100 < SCREEN_HOLDS_BYTES


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        ("A", "from A"),
        ("AB", "from A and B"),
        ("ABC", "from A, B and C"),
        ("ABCDE", "from A, B, C and 2 more"),
    ],
)
def test_names_are_listed(names: str, listed: str) -> None:
    group = [NotifiedEvent(EventKind.MESSAGE, name) for name in (*names, names[0])]
    notification = notification_of(group)
    assert (notification.title, notification.text) == (f"{len(group)} messages", listed)
    assert notification.name == (names if len(names) == 1 else "")


@given(st.sampled_from(EventKind), st.lists(HOSTILE, min_size=1, max_size=6))
def test_every_occasion_has_words_without_controls(kind: EventKind, names: list[str]) -> None:
    notification = notification_of([NotifiedEvent(kind, name, name, name) for name in names])
    assert notification.title
    for text in notification[1:]:
        assert not CONTROLS.search(text)
