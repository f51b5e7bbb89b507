"""Whether a line is alive: by its traffic, and never by one answer alone."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.xmpp.liveness import (
    ANSWER_SECONDS,
    FIRST_BYTES,
    LATE_SECONDS,
    MAX_ANSWER_SECONDS,
    MIN_BYTES_PER_SECOND,
    PING_AFTER_BYTES,
    PING_AFTER_SECONDS,
    LivenessCheck,
    LivenessMonitor,
    Step,
)

WAIT, PING, GIVE_UP = Step


def test_a_server_that_stands_still_is_asked_after_5_s_and_given_up_after_15() -> None:
    monitor = LivenessMonitor(100.0)
    assert monitor.check(100.0) == LivenessCheck(WAIT, 5.0)
    assert monitor.check(104.0) == LivenessCheck(WAIT, 1.0)
    assert monitor.check(105.0) == LivenessCheck(PING, 5.0)
    monitor.note_ping(105.0)
    assert monitor.check(110.0) == LivenessCheck(WAIT, 5.0)
    assert monitor.check(114.0) == LivenessCheck(WAIT, 1.0)
    assert monitor.check(115.0) == LivenessCheck(GIVE_UP, 0.0)


def test_any_byte_is_life() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.check(0.0)
    monitor.note_read(b" ", 4.0)
    assert monitor.check(5.0) == LivenessCheck(WAIT, 4.0)
    assert monitor.check(9.0).step is PING
    monitor.note_ping(9.0)
    monitor.note_read(b"<", 18.0)
    assert monitor.check(14.0) == LivenessCheck(WAIT, 5.0)
    assert monitor.check(19.0) == LivenessCheck(WAIT, 5.0)
    assert monitor.check(24.0) == LivenessCheck(WAIT, 4.0)
    assert monitor.check(28.0).step is GIVE_UP


def test_an_answer_ends_the_question_and_silence_is_asked_about_again() -> None:
    monitor = LivenessMonitor(0.0)
    for began in (0.0, 6.0, 12.0):
        assert monitor.check(began + 5.0).step is PING
        monitor.note_ping(began + 5.0)
        monitor.note_read(b"<iq/>", began + 6.0)
        monitor.note_pong()
        assert monitor.check(began + 6.0) == LivenessCheck(WAIT, 5.0)


def test_what_was_sent_before_the_question_makes_its_answer_later() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.note_written(10 * MIN_BYTES_PER_SECOND)
    assert monitor.unanswered_bytes == 20_000
    monitor.check(0.0)
    monitor.note_ping(5.0)
    assert monitor.check(5.0) == LivenessCheck(WAIT, PING_AFTER_SECONDS)
    assert monitor.check(24.5) == LivenessCheck(WAIT, 0.5)
    assert monitor.check(25.0).step is GIVE_UP


def test_an_answer_says_what_was_read_and_only_that() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.note_written(1000)
    monitor.note_ping(5.0)
    monitor.note_written(300)
    assert monitor.unanswered_bytes == 1300
    monitor.note_pong()
    assert monitor.unanswered_bytes == 300
    monitor.note_ping(6.0)
    monitor.note_pong()
    assert monitor.unanswered_bytes == 0


def test_no_answer_takes_longer_than_a_minute_whatever_was_sent() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.note_written(10**9)
    monitor.note_ping(0.0)
    for second in range(0, 60, 5):
        assert monitor.check(float(second)).step is WAIT
    assert monitor.check(MAX_ANSWER_SECONDS).step is GIVE_UP


def test_after_many_bytes_it_is_asked_without_silence() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.note_written(PING_AFTER_BYTES - 1)
    monitor.note_read(b"x", 1.0)
    assert monitor.check(1.0) == LivenessCheck(WAIT, PING_AFTER_SECONDS)
    monitor.note_written(1)
    assert monitor.check(1.0) == LivenessCheck(PING, PING_AFTER_SECONDS)


def test_who_stood_still_itself_looks_again_before_it_judges() -> None:
    """As after this process was stopped for a while: what the server sent meanwhile is not read yet."""
    monitor = LivenessMonitor(0.0)
    monitor.check(0.0)
    monitor.note_ping(5.0)
    assert monitor.check(5.0) == LivenessCheck(WAIT, 5.0)
    assert monitor.check(40.0) == LivenessCheck(WAIT, LATE_SECONDS)
    assert monitor.check(42.0) == LivenessCheck(GIVE_UP, 0.0)


def test_a_little_late_is_no_excuse() -> None:
    monitor = LivenessMonitor(0.0)
    monitor.note_ping(0.0)
    assert monitor.check(5.0 + LATE_SECONDS).step is WAIT
    assert monitor.check(10.0 + LATE_SECONDS).step is GIVE_UP


def test_the_first_bytes_are_kept_to_tell_what_kind_of_server_it_is() -> None:
    monitor = LivenessMonitor(0.0)
    assert monitor.first_bytes == b""
    monitor.note_read(b"HTTP/1.1 ", 1.0)
    monitor.note_read(b"400 Bad Request" + b"x" * 100, 2.0)
    assert monitor.first_bytes == (b"HTTP/1.1 400 Bad Request" + b"x" * 100)[:FIRST_BYTES]
    monitor.note_read(b"more", 3.0)
    assert len(monitor.first_bytes) == FIRST_BYTES


Events = list[tuple[float, str, int]]
EVENTS = st.lists(
    st.tuples(st.floats(0.0, 20.0), st.sampled_from(["read", "wrote", "answered"]), st.integers(1, 30_000)),
    max_size=30,
)


@given(EVENTS)
def test_a_server_that_says_anything_in_ten_seconds_is_never_given_up(events: Events) -> None:
    """Looks come when they are due; between two of them anything may happen."""
    monitor, now, asked = LivenessMonitor(0.0), 0.0, False
    due = now + monitor.check(now).seconds
    seen = 0.0
    for pause, kind, count in events:
        at = now + min(pause, ANSWER_SECONDS - 0.01 - (now - seen))
        while due <= at:
            check = monitor.check(due)
            assert check.step is not GIVE_UP
            assert 0 < check.seconds <= PING_AFTER_SECONDS
            if check.step is PING:
                assert not asked
                monitor.note_ping(due)
                asked = True
            due += check.seconds
        now = at
        match kind:
            case "wrote":
                monitor.note_written(count)
            case "answered" if asked:
                monitor.note_read(b"<iq/>", now)
                monitor.note_pong()
                asked, seen = False, now
            case _:
                monitor.note_read(b" ", now)
                seen = now


@given(EVENTS)
def test_a_server_that_says_nothing_more_is_given_up_in_bounded_time(events: Events) -> None:
    monitor, now = LivenessMonitor(0.0), 0.0
    for pause, kind, count in events:
        now += pause
        if kind == "wrote":
            monitor.note_written(count)
        else:
            monitor.note_read(b" ", now)
    silent_from = now
    while (check := monitor.check(now)).step is not GIVE_UP:
        if check.step is PING:
            monitor.note_ping(now)
        now += check.seconds
    assert ANSWER_SECONDS <= now - silent_from <= PING_AFTER_SECONDS + MAX_ANSWER_SECONDS + LATE_SECONDS
