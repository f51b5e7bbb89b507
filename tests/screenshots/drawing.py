"""From a scene to its picture."""

from collections.abc import Iterator

from rich.color import Color

from lampfield.board.themes.registry import SHIPPED
from tests.screenshots.animation import Frame, moving
from tests.screenshots.markup import Palette, row_markup, title_markup, window
from tests.screenshots.scenes import GALLERY_SIZES, GALLERY_STATES, MOVES, Scene
from tests.screenshots.stage import DEMO, Stage, stage

TITLE = "lampfield"


async def draw(scene: Scene) -> str:
    """Play a scene and return its picture as SVG."""
    async with stage(scene.setting, scene.columns, scene.rows, scene.look, public=scene.public) as standing:
        await scene.play(standing)
        await standing.settles()
        return picture(standing)


async def draw_state(state: str, size: tuple[int, int]) -> dict[str, str]:
    """Return the pictures of a state in all themes, by the names of their files without their endings."""
    columns, rows = size
    drawn = {}
    async with stage(DEMO, columns, rows) as standing:
        await GALLERY_STATES[state](standing)
        for theme in SHIPPED:
            standing.app.apply_theme(theme)
            await standing.settles()
            drawn[f"{state}-{theme.removeprefix('lampfield-')}-{columns}x{rows}"] = picture(standing)
    return drawn


async def draw_moving() -> str:
    """Play the moves one after the other and return them as one SVG."""
    frames, columns, rows = [], *GALLERY_SIZES[0]
    async with stage(DEMO, columns, rows) as standing:
        palette = _palette(standing)
        for move in MOVES:
            await move.play(standing)
            await standing.settles()
            title = title_markup(move.caption, columns)
            frames.append(Frame(title, tuple(_rows(standing, palette)), move.seconds))
    parts = moving(frames)
    return window(columns, rows, parts.title, parts.body, parts.css, palette)


def names() -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each state of the gallery in each size."""
    for state in GALLERY_STATES:
        for size in GALLERY_SIZES:
            yield state, size


def picture(standing: Stage) -> str:
    """Return what is on the screen now."""
    palette = _palette(standing)
    body = "\n".join(_rows(standing, palette))
    size = standing.app.size
    return window(size.width, size.height, title_markup(TITLE, size.width), body, "", palette)


def _rows(standing: Stage, palette: Palette) -> Iterator[str]:
    for y, strip in enumerate(standing.strips()):
        yield row_markup(strip, y, palette)


def _palette(standing: Stage) -> Palette:
    variables = standing.app.theme_variables
    return Palette(
        *(Color.parse(variables[name]).get_truecolor().hex for name in ("foreground", "background"))
    )
