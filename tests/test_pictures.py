"""The pictures in ``screenshots/`` show the application as it is: ``make screenshots`` draws them anew."""

import pytest

from tests.screenshots.__main__ import GALLERY, MOVING, PICTURES
from tests.screenshots.drawing import draw, draw_moving, draw_state, names
from tests.screenshots.scenes import SCENES, Scene

WHAT_TO_DO = "run make screenshots, and look at what differs"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_picture_is_what_the_application_draws(scene: Scene) -> None:
    kept = (PICTURES / f"{scene.name}.svg").read_text()
    same = await draw(scene) == kept
    assert same, WHAT_TO_DO


async def test_the_picture_that_moves_is_what_the_application_draws() -> None:
    same = await draw_moving() == (PICTURES / f"{MOVING}.svg").read_text()
    assert same, WHAT_TO_DO


@pytest.mark.parametrize(("state", "size"), list(names()), ids=str)
async def test_a_state_looks_so_in_every_theme(state: str, size: tuple[int, int]) -> None:
    drawn = await draw_state(state, size)
    other = [name for name, svg in drawn.items() if (GALLERY / f"{name}.svg").read_text() != svg]
    assert other == [], WHAT_TO_DO
