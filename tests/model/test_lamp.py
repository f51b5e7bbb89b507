"""The lamp: the ``blf`` numbers of the IPCortex API, and properties of the union over devices."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.lamp import Lamp, lamp_from_blf, lamp_union

lamps = st.sampled_from(Lamp)


def test_the_numbers_of_the_ipcortex_api() -> None:
    assert [lamp.blf for lamp in Lamp] == [None, 0, 1, 2, 3]


@given(st.one_of(st.none(), st.integers()))
def test_only_the_four_numbers_are_known(blf: int | None) -> None:
    lamp = lamp_from_blf(blf)
    assert lamp.blf == (blf if blf in (0, 1, 2, 3) else None)


@given(lamps, lamps, lamps)
def test_a_union_does_not_depend_on_the_order(a: Lamp, b: Lamp, c: Lamp) -> None:
    assert lamp_union([a, b, c]) == lamp_union([c, a, b]) == lamp_union([lamp_union([b, a]), c])


@given(lamps)
def test_a_repeated_device_does_not_change_the_union(lamp: Lamp) -> None:
    assert lamp_union([lamp, lamp]) == lamp


@given(st.lists(lamps))
def test_a_union_is_never_freer_than_any_known_device(devices: list[Lamp]) -> None:
    known = [lamp for lamp in devices if lamp is not Lamp.UNKNOWN]
    union = lamp_union(devices)
    assert (union is Lamp.UNKNOWN) == (not known)
    for lamp in known:
        assert union & lamp == lamp


def test_talking_on_one_phone_while_another_rings_is_both() -> None:
    assert lamp_union([Lamp.ON_CALL, Lamp.RINGING]) is Lamp.ON_CALL_RINGING
