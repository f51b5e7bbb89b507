"""Where tiles lie."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.widgets.grid.density import CLOSE, LARGE, NORMAL, SNUG, density_for, next_choice
from lampfield.board.widgets.grid.geometry import geometry_for
from lampfield.config.settings import DensityChoice

AUTO = DensityChoice.AUTO

widths = st.integers(1, 400)
counts = st.integers(1, 10_000)


@given(width=st.integers(26, 400), count=st.integers(1, 200))
def test_tiles_lie_side_by_side_and_inside(width: int, count: int) -> None:
    geometry = geometry_for(width, NORMAL)
    regions = [geometry.region(place) for place in range(min(count, geometry.columns))]
    assert regions[0].x == 0
    assert all(left.right == right.x for left, right in itertools.pairwise(regions))
    assert regions[-1].right <= width


@given(width=widths, count=counts, data=st.data())
def test_the_place_at_a_tile_s_corners_is_that_tile(width: int, count: int, data: st.DataObject) -> None:
    geometry = geometry_for(width, CLOSE)
    place = data.draw(st.integers(0, count - 1))
    region = geometry.region(place)
    assert geometry.place_at(region.x, region.y) == place
    assert geometry.place_at(region.right - 1, region.bottom - 1) == place


@given(width=widths, count=counts, data=st.data(), columns=st.integers(-1, 1), rows=st.integers(-30, 30))
def test_a_move_stays_among_the_tiles(
    width: int, count: int, data: st.DataObject, columns: int, rows: int
) -> None:
    geometry = geometry_for(width, NORMAL)
    place = data.draw(st.integers(0, count - 1))
    assert 0 <= geometry.moved(place, columns, rows, count) < count


@given(width=widths, count=counts, data=st.data())
def test_down_and_up_again_is_where_one_was(width: int, count: int, data: st.DataObject) -> None:
    geometry = geometry_for(width, NORMAL)
    place = data.draw(st.integers(0, count - 1))
    below = geometry.moved(place, 0, 1, count)
    if below == place + geometry.columns:
        assert geometry.moved(below, 0, -1, count) == place


def test_a_low_grid_has_no_air_between_tiles() -> None:
    assert density_for(21) is SNUG
    assert density_for(32) is NORMAL
    assert geometry_for(79, SNUG).columns == 3


@pytest.mark.parametrize("height", [3, 21, 48, 98])
def test_what_the_operator_chose_counts_at_any_height(height: int) -> None:
    assert density_for(height, DensityChoice.LARGE) is LARGE
    assert density_for(height, DensityChoice.CLOSE) is CLOSE
    assert density_for(height, DensityChoice.NORMAL).lines == NORMAL.lines


def test_each_density_is_followed_by_another_until_all_were_there() -> None:
    choices = list(itertools.accumulate(range(4), lambda choice, _: next_choice(choice), initial=AUTO))
    assert set(choices) == set(DensityChoice)
    assert choices[-1] is AUTO


@pytest.mark.parametrize(
    ("width", "columns"), [(54, 1), (75, 1), (76, 2), (78, 2), (107, 2), (108, 2), (162, 3), (200, 3)]
)
def test_large_tiles_stand_in_pairs_where_there_would_be_one(width: int, columns: int) -> None:
    assert geometry_for(width, LARGE).columns == columns
    assert geometry_for(60, NORMAL).columns == 2
    assert geometry_for(77, CLOSE).columns == 1
