"""Every text of every shipped theme has a contrast of at least 4.5:1, on every screen, as it is really seen.

The ratio is that of WCAG 2.2 (w3.org/TR/WCAG22, "contrast ratio" and "relative luminance"); 4.5 is from its
success criterion 1.4.3, level AA. What lies behind a dialog is exempt there: it is inactive.
"""

from collections.abc import AsyncIterator, Callable
from itertools import product

import pytest
from textual.color import Color
from textual.geometry import Region

from lampfield.board.themes.contrast import TEXT, contrast, readable
from lampfield.board.themes.registry import SHIPPED
from tests.board.themes.cells import cells, seen
from tests.screenshots.stage import DEMO, Stage, stage

HIGH = 7.0
"""What the high-contrast theme promises (WCAG 2.2, 1.4.6, level AAA)."""

Screens = AsyncIterator[tuple[str, Region | None]]
"""What is shown in turn, and the part of it that is active; None: all."""


async def work(standing: Stage) -> Screens:
    """Play through what the board shows at work."""
    press = standing.pilot.press
    board = standing.app.board
    yield "the board", None
    await standing.pilot.resize_terminal(80, 24)
    await standing.pilot.pause()
    yield "a low terminal", None
    await standing.pilot.resize_terminal(120, 35)
    await standing.pilot.pause()
    for lit in (True, False):
        board.grid.tick(standing.clock.now, lit=lit)
        await standing.pilot.pause()
        yield "what rings", None
    for name in ("Ida Jansen", "Gita Hansen", "Cara Cole", "Ben Okoro"):
        await standing.go_to(name)
        yield f"the cursor on {name}", None
    await press("slash", "b", "e")
    await standing.shows("be")
    yield "the search", None
    await press("escape", "c")
    await standing.shows("chat ·")
    yield "an empty chat line", None
    await press("h", "i")
    yield "a chat", None
    await press("f2")
    await standing.shows("1 to 9")
    yield "quick texts", standing.app.screen.query_one(".dialog-box").region
    await press("escape", "ctrl+f", "a")
    yield "a search in a chat", None
    await press("escape")
    await press("escape", "z", "z")
    yield "large tiles", None
    await press("z", "z", "f")
    await standing.shows("Type two letters")
    yield "labels to jump by", None
    await press("escape")
    await standing.go_to("Ines Banerjee")
    await press("W")
    await standing.shows("⚑")
    yield "a watched contact", None
    await press("g")
    await standing.shows("Tags of")
    yield "tags in place", None
    await press("escape")


async def dialogs(standing: Stage) -> Screens:
    """Open each dialog."""
    press = standing.pilot.press
    for key, words in DIALOGS.items():
        await press(key)
        await standing.shows(words)
        box = standing.app.screen.query_one(".dialog-box")
        yield words, box.region
        if box.max_scroll_y:
            box.scroll_end(animate=False)
            await standing.pilot.pause()
            yield f"the end of {words}", box.region
        await press("escape")
        await standing.pilot.pause()


async def trouble(standing: Stage) -> Screens:
    """Let something fail, call somebody, and lose the links."""
    press = standing.pilot.press
    standing.app.notify("It could not be sent.", title="Fault", severity="error")
    await standing.shows("Fault")
    yield "a toast", None
    await press("d")
    await standing.shows("F8")
    yield "a call of one's own", None
    await press("l")
    await standing.shows("r resets the link")
    await press("down", "r")
    await standing.shows("✗ phone")
    await press("l")
    await standing.shows("r resets the link")
    await press("down", "down", "r")
    await standing.shows("✗ chat")
    yield "stale tiles", None


DIALOGS = {
    "question_mark": "Dial the contact on",
    "l": "r resets the link",
    "s": "Enter",
    "n": "Esc",
    "A": "Chat requests",
    "T": "Enter keeps it",
    "colon": "or type another name",
    "comma": "The name of the colours",
    "w": "Copy of",
    "o": "Esc",
}


@pytest.mark.parametrize("screens", [work, dialogs, trouble])
@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
async def test_every_text_can_be_read(
    screens: Callable[[Stage], Screens], system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor" if system == "truecolor" else "")
    monkeypatch.setenv("TERM", "xterm-256color" if system == "256" else "xterm")
    poor, signs = set[str](), 0
    async with stage(DEMO, 120, 35) as standing:
        assert standing.app.console.color_system == system
        async for what, region in screens(standing):
            for theme in SHIPPED:
                await apply_look(standing, theme)
                kinds = {cell.style: cell for cell in cells(standing.app, region)}
                signs += len(kinds)
                poor.update(
                    f"{theme} {system}: {what}: {it}"
                    for it in (seen(cell, system) for cell in kinds.values())
                    if it.contrast < least_of(theme, system)
                )
    assert signs > 100
    if poor:
        pytest.fail("\n".join(sorted(poor)), pytrace=False)


async def apply_look(standing: Stage, theme: str) -> None:
    """Wear a theme, up to its picture."""
    before = standing.app.theme
    standing.app.apply_theme(theme)
    if standing.app.theme != before:
        await standing.pilot.pause()


def least_of(theme: str, system: str) -> float:
    """Return the least contrast of a theme's texts."""
    return HIGH if (theme, system) == ("lampfield-high-contrast", "truecolor") else TEXT


@pytest.mark.parametrize(
    ("ink", "ground", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_the_ratio_is_that_of_wcag(ink: str, ground: str, ratio: float) -> None:
    """Values as the W3C's own examples and checkers give them."""
    assert contrast(Color.parse(ink), Color.parse(ground)) == pytest.approx(ratio, abs=0.01)


def test_an_ink_is_made_readable_on_all_its_grounds() -> None:
    greys = [Color(level, level, level) for level in range(0, 256, 15)]
    for ink, ground in product(greys, greys):
        assert contrast(readable(ink, ground), ground) >= TEXT
