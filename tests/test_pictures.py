"""The pictures in ``screenshots/`` show the application as it is: ``make screenshots`` draws them anew."""

import pytest

from tests.repository import ROOT
from tests.screenshots.drawing import draw
from tests.screenshots.scenes import SCENES, Scene


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_picture_is_what_the_application_draws(scene: Scene) -> None:
    kept = (ROOT / "screenshots" / f"{scene.name}.svg").read_text()
    same = await draw(scene) == kept
    assert same, "run make screenshots, and look at what differs"
