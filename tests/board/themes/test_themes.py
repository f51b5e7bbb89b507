"""Which theme is worn: the board's, Textual's, or the user's own, as far as the terminal can show it."""

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from lampfield.board.app import BoardApp, make_board
from lampfield.board.kit.signs import LAMP_SIGNS, SHOW_SIGNS
from lampfield.board.themes.contrast import TEXT, contrast
from lampfield.board.themes.derived import derived
from lampfield.board.themes.files import own_themes, read_theme
from lampfield.board.themes.registry import SHIPPED, all_shipped
from lampfield.board.themes.sixteen import sixteen
from lampfield.board.themes.variables import NEEDED
from lampfield.config.error import ConfigError
from lampfield.config.settings import LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from tests.board.booth import booth, person
from tests.repository import APP, STYLES

OWN = """\
primary = "#ff8800"
background = "#101018"
dark = true

[variables]
lamp-free = "#88ff88"
"""

DARK = next(iter(all_shipped()))
ALICE = person("Alice", "201")


def board_with(theme: str, path: Path | None = None) -> BoardApp:
    settings = SettingsFile(path, Settings(look=LookTable(theme=theme)))
    return make_board("ws://127.0.0.1:1", settings=settings)


@pytest.mark.parametrize("theme", [*all_shipped(), *map(sixteen, all_shipped())], ids=lambda it: it.name)
def test_a_shipped_theme_has_every_colour_of_the_board(theme: Theme) -> None:
    assert theme.variables.keys() >= NEEDED


def test_what_is_derived_is_all_that_is_needed() -> None:
    for theme in BUILTIN_THEMES.values():
        assert derived(theme).keys() == NEEDED


def test_every_variable_that_is_asked_for_is_there_and_the_other_way_round() -> None:
    texts = [
        path.read_text() for path in (*STYLES.glob("*.tcss"), *(APP / "lampfield" / "board").rglob("*.py"))
    ]
    asked = {name for text in texts for name in re.findall(r"\$([a-z][a-z0-9-]*[a-z0-9])", text)}
    asked |= {sign.variable for sign in (*LAMP_SIGNS.values(), *SHOW_SIGNS.values())}
    assert asked - NEEDED - DARK.to_color_system().generate().keys() <= {"lamp", "show"}
    assert asked >= NEEDED


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_textual_s_own_themes_are_worn_with_lamps_that_can_be_read(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    variables = derived(theme)
    assert board_with(name).get_css_variables()["lamp-free"] == variables["lamp-free"]
    if theme.ansi:
        return
    for ink in (
        "lamp-free",
        "lamp-busy",
        "lamp-ringing",
        "lamp-both",
        "lamp-unknown",
        "muted",
        "stale",
        "number",
    ):
        for ground in ("tile", "tile-quiet", "tile-busy", "tile-ringing", "tile-both", "tile-cursor"):
            assert contrast(Color.parse(variables[ink]), Color.parse(variables[ground])) >= TEXT - 0.02


def test_a_file_beside_the_settings_is_a_theme(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "dusk.toml").write_text(OWN)
    app = board_with("dusk", tmp_path / "board.toml")
    variables = app.get_css_variables()
    assert app.theme == "dusk"
    assert (variables["primary"], variables["lamp-free"]) == ("#FE8800", "#88ff88")
    assert variables["lamp-busy"]
    assert app.theme_names()[:6] == [*SHIPPED, "dusk"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("primary = 'reddish'", "dusk.toml: primary: 'reddish' is not a colour: write it as #rrggbb"),
        ("primary = '#ff0000'\nsurfaces = '#000000'", "not a valid theme: .*surfaces"),
        ("dark = true", "not a valid theme: .*primary"),
        ("primary", "not a valid theme"),
    ],
)
def test_a_file_that_is_no_theme_says_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "dusk.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said):
        read_theme(path)


def test_without_settings_nobody_has_themes_of_their_own() -> None:
    assert list(own_themes(None)) == []


@pytest.mark.parametrize(
    ("terminal", "wish", "worn"),
    [
        ({"COLORTERM": "truecolor"}, "lampfield-light", "lampfield-light"),
        ({"COLORTERM": "", "TERM": "tmux-256color"}, "lampfield-dark", "lampfield-dark-256"),
        ({"COLORTERM": "", "TERM": "screen"}, "lampfield-dark", "lampfield-dark-16"),
        ({"COLORTERM": "", "TERM": "xterm"}, "lampfield-light", "lampfield-light-16"),
        ({"COLORTERM": "", "TERM": "xterm"}, "nord", "lampfield-dark-16"),
        ({"COLORTERM": "", "TERM": "xterm"}, "lampfield-colour-safe", "lampfield-colour-safe-16"),
        ({"NO_COLOR": "1"}, "lampfield-light", "lampfield-monochrome"),
    ],
)
def test_each_terminal_gets_what_it_can_show(
    terminal: dict[str, str], wish: str, worn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    assert board_with(wish).theme == worn


async def test_a_theme_is_tried_on_chosen_and_kept(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "board.toml")
    async with booth(ALICE, settings=settings) as standing:
        await standing.press("T", "down", "down")
        await standing.sees("lampfield-high-contrast")
        await standing.pilot.pause()
        assert standing.app.theme == "lampfield-high-contrast"
        await standing.press("escape")
        await standing.pilot.pause()
        assert standing.app.theme == "lampfield-dark"
        await standing.press("T", "down", "enter")
        await standing.pilot.pause()
        assert standing.app.theme == "lampfield-light"
    assert SettingsFile.read(tmp_path / "board.toml").values.look.theme == "lampfield-light"
