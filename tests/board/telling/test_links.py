"""Links that are lost, and back."""

from lampfield.board.telling.links import GRACE_SECONDS, LinkWatch
from lampfield.config.tell import Occasion
from lampfield.model.link import LinkState
from tests.board.telling.scenes import links


def test_a_link_is_told_once_as_lost_and_once_as_back() -> None:
    watch = LinkWatch()
    down = links(phone=LinkState.DOWN)
    assert watch.look(links(), 0.0) == []
    assert watch.look(down, 10.0) == []
    [lost] = watch.look(down, 10.0 + GRACE_SECONDS)
    assert (lost.occasion, lost.name, lost.text) == (Occasion.LOST, "phone", "no route to the PBX")
    assert watch.look(links(phone=LinkState.CONNECTING), 60.0) == []
    [back] = watch.look(links(), 70.0)
    assert (back.occasion, back.name) == (Occasion.BACK, "phone")
    assert watch.look(links(), 80.0) == []


def test_a_short_cut_is_not_told() -> None:
    watch = LinkWatch()
    watch.look(links(), 0.0)
    assert watch.look(links(hub=LinkState.CONNECTING), 1.0) == []
    assert watch.look(links(), 2.0) == []
    assert watch.look(links(), 90.0) == []


def test_what_was_never_up_is_not_lost() -> None:
    watch = LinkWatch()
    for now in (0.0, 60.0):
        assert watch.look(links(chat=LinkState.ABSENT, phone=LinkState.DOWN), now) == []


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    watch = LinkWatch()
    watch.look(links(), 0.0)
    down = links(phone=LinkState.DOWN)
    assert watch.look(down, 7200.0) == []
    assert watch.look(down, 3600.0) == []
    assert watch.look(down, 3600.0 + GRACE_SECONDS)


def test_what_a_lost_hub_cannot_say_is_neither_lost_nor_back() -> None:
    watch = LinkWatch()
    watch.look(links(), 0.0)
    gone = links(hub=LinkState.CONNECTING, phone=LinkState.UNKNOWN, chat=LinkState.UNKNOWN)
    assert watch.look(gone, 1.0) == []
    assert [lost.name for lost in watch.look(gone, 1.0 + GRACE_SECONDS)] == ["hub"]
    back = links(phone=LinkState.DOWN)
    assert [(told.occasion, told.name) for told in watch.look(back, 9.0)] == [(Occasion.BACK, "hub")]
    assert [told.name for told in watch.look(back, 9.0 + GRACE_SECONDS)] == ["phone"]
