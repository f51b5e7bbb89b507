"""Ages, running times, and since when what is known may be untrue."""

import pytest

from lampfield.frontend.staleness import (
    FRESH,
    Staleness,
    age_end,
    age_text,
    minutes_end,
    minutes_text,
    staleness,
    timer_end,
    timer_text,
)
from lampfield.frontend.wording import age_words
from lampfield.model.link import Link, LinkName, LinkState


@pytest.mark.parametrize(
    ("seconds", "words", "text", "ends"),
    [
        (-5.0, "0 sec", "0s", 1),
        (0.0, "0 sec", "0s", 1),
        (1.9, "1 sec", "1s", 2),
        (59.0, "59 sec", "59s", 60),
        (60.0, "1 min", "1m", 120),
        (179.0, "2 min", "2m", 180),
        (3_600.0, "1 hour", "1h", 7_200),
        (7_200.0, "2 hours", "2h", 10_800),
        (86_400.0, "1 day", "1d", 172_800),
        (172_800.0, "2 days", "2d", 259_200),
        (86_400.0 * 1_500, "1500 days", "999d", 86_400 * 1_501),
    ],
)
def test_an_age_is_said_in_its_greatest_unit(seconds: float, words: str, text: str, ends: float) -> None:
    assert (age_words(seconds), age_text(seconds), age_end(seconds)) == (words, text, ends)


@pytest.mark.parametrize(
    ("seconds", "text", "ends"),
    [
        (-1.0, "0:00", 1),
        (0.0, "0:00", 1),
        (9.5, "0:09", 10),
        (59.0, "0:59", 60),
        (60.0, "1:00", 61),
        (192.0, "3:12", 193),
        (3_599.0, "59:59", 3_600),
        (3_765.0, "1:02:45", 3_766),
    ],
)
def test_a_running_time_is_told_to_the_second(seconds: float, text: str, ends: float) -> None:
    assert (timer_text(seconds), timer_end(seconds)) == (text, ends)


def test_each_signal_is_stale_by_its_own_link_and_all_by_the_hub_s() -> None:
    up, absent = LinkState.UP, LinkState.ABSENT
    assert staleness({}) == FRESH
    assert not FRESH.any
    assert staleness({LinkName.PHONE: Link(LinkName.PHONE, up, 1.0)}) == FRESH
    assert staleness({LinkName.PHONE: Link(LinkName.PHONE, absent, 1.0)}) == FRESH
    down = {LinkName.PHONE: Link(LinkName.PHONE, LinkState.DOWN, 5.0)}
    assert staleness(down) == Staleness(phone=5.0)
    assert staleness({LinkName.CHAT: Link(LinkName.CHAT, LinkState.CONNECTING, 6.0)}) == Staleness(chat=6.0)
    hub = {LinkName.HUB: Link(LinkName.HUB, LinkState.DOWN, 7.0)}
    assert staleness(down | hub) == Staleness(phone=5.0, chat=7.0)
    assert staleness(hub).any


@pytest.mark.parametrize(
    ("seconds", "text", "ends"),
    [(-5.0, "<1m", 60), (0.0, "<1m", 60), (59.9, "<1m", 60), (60.0, "1m", 120), (7_199.0, "1h", 7_200)],
)
def test_by_the_minute_an_age_stands_still_for_a_minute(seconds: float, text: str, ends: float) -> None:
    assert (minutes_text(seconds), minutes_end(seconds)) == (text, ends)
