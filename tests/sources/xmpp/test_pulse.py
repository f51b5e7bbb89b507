"""Whether a line is alive: by its traffic, and never by one answer alone."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.xmpp.pulse import (
    ANSWER_SECONDS,
    ASK_BYTES,
    ASK_SECONDS,
    FIRST_BYTES,
    LATE_SECONDS,
    LONGEST_SECONDS,
    SLOWEST_BYTES_PER_SECOND,
    Liveness,
    Pulse,
    Step,
)

WAIT, ASK, GIVE_UP = Step


def test_a_server_that_stands_still_is_asked_after_5_s_and_given_up_after_15() -> None:
    pulse = Pulse(100.0)
    assert pulse.look(100.0) == Liveness(WAIT, 5.0)
    assert pulse.look(104.0) == Liveness(WAIT, 1.0)
    assert pulse.look(105.0) == Liveness(ASK, 5.0)
    pulse.asked(105.0)
    assert pulse.look(110.0) == Liveness(WAIT, 5.0)
    assert pulse.look(114.0) == Liveness(WAIT, 1.0)
    assert pulse.look(115.0) == Liveness(GIVE_UP, 0.0)


def test_any_byte_is_life() -> None:
    pulse = Pulse(0.0)
    pulse.look(0.0)
    pulse.read(b" ", 4.0)
    assert pulse.look(5.0) == Liveness(WAIT, 4.0)
    assert pulse.look(9.0).step is ASK
    pulse.asked(9.0)
    pulse.read(b"<", 18.0)
    assert pulse.look(14.0) == Liveness(WAIT, 5.0)
    assert pulse.look(19.0) == Liveness(WAIT, 5.0)
    assert pulse.look(24.0) == Liveness(WAIT, 4.0)
    assert pulse.look(28.0).step is GIVE_UP


def test_an_answer_ends_the_question_and_silence_is_asked_about_again() -> None:
    pulse = Pulse(0.0)
    for began in (0.0, 6.0, 12.0):
        assert pulse.look(began + 5.0).step is ASK
        pulse.asked(began + 5.0)
        pulse.read(b"<iq/>", began + 6.0)
        pulse.answered()
        assert pulse.look(began + 6.0) == Liveness(WAIT, 5.0)


def test_what_was_sent_before_the_question_makes_its_answer_later() -> None:
    pulse = Pulse(0.0)
    pulse.wrote(10 * SLOWEST_BYTES_PER_SECOND)
    assert pulse.unanswered_bytes == 20_000
    pulse.look(0.0)
    pulse.asked(5.0)
    assert pulse.look(5.0) == Liveness(WAIT, ASK_SECONDS)
    assert pulse.look(24.5) == Liveness(WAIT, 0.5)
    assert pulse.look(25.0).step is GIVE_UP


def test_an_answer_says_what_was_read_and_only_that() -> None:
    pulse = Pulse(0.0)
    pulse.wrote(1000)
    pulse.asked(5.0)
    pulse.wrote(300)
    assert pulse.unanswered_bytes == 1300
    pulse.answered()
    assert pulse.unanswered_bytes == 300
    pulse.asked(6.0)
    pulse.answered()
    assert pulse.unanswered_bytes == 0


def test_no_answer_takes_longer_than_a_minute_whatever_was_sent() -> None:
    pulse = Pulse(0.0)
    pulse.wrote(10**9)
    pulse.asked(0.0)
    for second in range(0, 60, 5):
        assert pulse.look(float(second)).step is WAIT
    assert pulse.look(LONGEST_SECONDS).step is GIVE_UP


def test_after_many_bytes_it_is_asked_without_silence() -> None:
    pulse = Pulse(0.0)
    pulse.wrote(ASK_BYTES - 1)
    pulse.read(b"x", 1.0)
    assert pulse.look(1.0) == Liveness(WAIT, ASK_SECONDS)
    pulse.wrote(1)
    assert pulse.look(1.0) == Liveness(ASK, ASK_SECONDS)


def test_who_stood_still_itself_looks_again_before_it_judges() -> None:
    """As after this process was stopped for a while: what the server sent meanwhile is not read yet."""
    pulse = Pulse(0.0)
    pulse.look(0.0)
    pulse.asked(5.0)
    assert pulse.look(5.0) == Liveness(WAIT, 5.0)
    assert pulse.look(40.0) == Liveness(WAIT, LATE_SECONDS)
    assert pulse.look(42.0) == Liveness(GIVE_UP, 0.0)


def test_a_little_late_is_no_excuse() -> None:
    pulse = Pulse(0.0)
    pulse.asked(0.0)
    assert pulse.look(5.0 + LATE_SECONDS).step is WAIT
    assert pulse.look(10.0 + LATE_SECONDS).step is GIVE_UP


def test_the_first_bytes_are_kept_to_tell_what_kind_of_server_it_is() -> None:
    pulse = Pulse(0.0)
    assert pulse.first_bytes == b""
    pulse.read(b"HTTP/1.1 ", 1.0)
    pulse.read(b"400 Bad Request" + b"x" * 100, 2.0)
    assert pulse.first_bytes == (b"HTTP/1.1 400 Bad Request" + b"x" * 100)[:FIRST_BYTES]
    pulse.read(b"more", 3.0)
    assert len(pulse.first_bytes) == FIRST_BYTES


Events = list[tuple[float, str, int]]
EVENTS = st.lists(
    st.tuples(st.floats(0.0, 20.0), st.sampled_from(["read", "wrote", "answered"]), st.integers(1, 30_000)),
    max_size=30,
)


@given(EVENTS)
def test_a_server_that_says_anything_in_ten_seconds_is_never_given_up(events: Events) -> None:
    """Looks come when they are due; between two of them anything may happen."""
    pulse, now, asked = Pulse(0.0), 0.0, False
    due = now + pulse.look(now).seconds
    heard = 0.0
    for pause, kind, count in events:
        at = now + min(pause, ANSWER_SECONDS - 0.01 - (now - heard))
        while due <= at:
            look = pulse.look(due)
            assert look.step is not GIVE_UP
            assert 0 < look.seconds <= ASK_SECONDS
            if look.step is ASK:
                assert not asked
                pulse.asked(due)
                asked = True
            due += look.seconds
        now = at
        match kind:
            case "wrote":
                pulse.wrote(count)
            case "answered" if asked:
                pulse.read(b"<iq/>", now)
                pulse.answered()
                asked, heard = False, now
            case _:
                pulse.read(b" ", now)
                heard = now


@given(EVENTS)
def test_a_server_that_says_nothing_more_is_given_up_in_bounded_time(events: Events) -> None:
    pulse, now = Pulse(0.0), 0.0
    for pause, kind, count in events:
        now += pause
        if kind == "wrote":
            pulse.wrote(count)
        else:
            pulse.read(b" ", now)
    silent_from = now
    while (look := pulse.look(now)).step is not GIVE_UP:
        if look.step is ASK:
            pulse.asked(now)
        now += look.seconds
    assert ANSWER_SECONDS <= now - silent_from <= ASK_SECONDS + LONGEST_SECONDS + LATE_SECONDS
