"""The settings screen: every kind of setting changed by keys alone, kept, told, and refused with a reason."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.pilot import Pilot

from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.settings.choices import Checks, check_place
from lampfield.board.settings.controls import LineBox, Summary
from lampfield.board.settings.row import SettingRow
from lampfield.board.settings.screen import SettingsScreen
from lampfield.board.themes.dark import THEME
from lampfield.config.settings_file import SettingsFile
from tests.board.booth import booth, person
from tests.board.settings.made_up import Odd, OddTable, Side
from tests.drawn import drawn
from tests.waiting import until

WRITTEN = """\
# mine
[odd]
name = "Bea"  # after her
"""


class Listening(App[None]):
    """Opens the settings and keeps what it is told."""

    def __init__(self, settings: SettingsFile, checks: Checks | None = None) -> None:
        super().__init__()
        self.checks = checks
        self.register_theme(THEME)
        self.theme = THEME.name
        self.settings = settings
        self.told: list[SettingsChanged] = []

    def on_mount(self) -> None:
        self.push_screen(
            SettingsScreen(self.settings, {"look.theme": ("dawn", "dusk")}, self.screen, self.checks)
        )

    def on_settings_changed(self, event: SettingsChanged) -> None:
        self.told.append(event)


class Seat:
    """The settings of every kind, open, with a person before them."""

    def __init__(self, app: Listening, pilot: Pilot[None], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    @property
    def odd(self) -> OddTable:
        assert isinstance(self.app.settings.values, Odd)
        return self.app.settings.values.odd

    def row(self, key: str) -> SettingRow:
        path = key if "." in key else f"odd.{key}"
        return next(row for row in self.app.screen.query(SettingRow) if row.setting.path == path)

    async def go_to(self, key: str) -> None:
        """Put the focus on a setting."""
        self.row(key).query("Toggle, WordBox, LineBox, Summary").first().focus()
        await self.pilot.pause()

    async def walk_to(self, key: str) -> None:
        """Go to a setting by keys alone."""
        row = self.row(key)
        for _ in range(120):
            if self.app.focused is not None and row in self.app.focused.ancestors:
                return
            await self.pilot.press("down")
        raise AssertionError(f"{key} cannot be reached")

    async def typed(self, text: str) -> None:
        """Type in place of what stands in the line."""
        await self.pilot.press("end", "ctrl+u", *text)

    def text(self) -> str:
        return "\n".join(strip.text for strip in drawn(self.app))

    async def sees(self, words: str) -> None:
        await until(lambda: words in self.text(), f"{words!r} in\n{self.text()}")


@asynccontextmanager
async def seat(tmp_path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Seat]:
    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    app = Listening(SettingsFile(path, Odd()))
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.focused is not None, "the first setting")
        yield Seat(app, pilot, path)


async def test_it_says_which_file_it_writes_and_reads_it_again(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.sees("look  colours, room, signs and motion")
        await until(lambda: "board.toml" in "".join(here.text().split()), "the file")
        assert here.odd.name == "Bea"
        await until(lambda: [event.concerns("odd") for event in here.app.told] == [True], "told")


async def test_every_kind_by_keys_alone(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        for key, keys in {
            "look.theme": ["right"],
            "loud": ["space"],
            "side": ["left"],
            "rings": ["backspace", "9", "enter"],
            "wait": ["1", "enter"],
            "limit": ["4", "0", "enter"],
            "texts": ["enter", "x", "enter", "down", "down", "n", "e", "w", "enter"],
            "sides": ["enter", "right", "down", "space"],
            "extra": ["end", "left", *"a = 1", "enter"],
        }.items():
            await here.walk_to(key)
            await here.pilot.press(*keys)
        expected = OddTable(
            loud=True,
            side=Side.BOTH,
            name="Bea",
            rings=9,
            wait=1.0,
            limit=40,
            texts=("x", "two", "new"),
            sides=(Side.RIGHT, Side.LEFT),
            extra={"a": 1},
        )
        await until(lambda: here.odd == expected, f"{expected}, not {here.odd}\n{here.text()}")
        await until(lambda: here.app.settings.values.look.theme == "dawn", "another theme")
        again = SettingsFile(here.path, Odd())
        again.read_again()
        assert again.values == here.app.settings.values
        assert WRITTEN in here.path.read_text()
        await here.pilot.press("escape")
        await until(lambda: len(here.app.screen_stack) == 1, "closed")


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("rings", "12", "Write a whole number, at least 1 and at most 9."),
        ("rings", "many", "Write a whole number, at least 1 and at most 9."),
        ("wait", "-1", "Write a number, at least 0."),
        ("extra", "{a", "Write a TOML value."),
        ("extra", '{a = "x"}', "xpected a whole number, got text in quotes"),
    ],
)
async def test_what_cannot_be_is_said_at_the_row_and_stays_typed(
    tmp_path: Path, key: str, typed: str, said: str
) -> None:
    async with seat(tmp_path) as here:
        await here.go_to(key)
        before = here.odd
        await here.typed(typed)
        await here.pilot.press("enter")
        await here.sees(said)
        box = here.row(key).query_one(LineBox)
        await here.pilot.press("down")
        assert (box.value, here.odd, here.path.read_text()) == (typed, before, WRITTEN)
        box.focus()
        await here.pilot.press("escape")
        await until(lambda: not box.is_changed, "put back")
        assert said not in here.text()
        assert len(here.app.screen_stack) == 2


async def test_going_elsewhere_takes_what_was_typed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.go_to("name")
        await here.typed("Cleo")
        await here.pilot.press("tab")
        await until(lambda: here.odd.name == "Cleo", "taken")
        assert here.path.read_text() == WRITTEN.replace("Bea", "Cleo")


async def test_a_setting_is_let_be_as_it_comes(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.go_to("name")
        assert here.row("name").has_class("-set")
        await here.pilot.press("x", "ctrl+r")
        await until(lambda: here.odd.name == "Ann", "as it comes")
        assert here.row("name").query_one(LineBox).value == "Ann"
        assert "name" not in here.path.read_text()
        assert not here.row("name").has_class("-set")


async def test_items_are_moved_and_removed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.go_to("texts")
        await here.pilot.press("enter", "ctrl+down")
        await until(lambda: here.odd.texts == ("two", "one"), "moved")
        await here.pilot.press("x", "enter")
        await until(lambda: here.odd.texts == ("two", "x"), "the focus moved along")
        await here.pilot.press("ctrl+d")
        await until(lambda: here.odd.texts == ("two",), "removed")
        await here.pilot.press("up", "end", "ctrl+u", "enter")
        await until(lambda: here.odd.texts == (), "an empty one is removed")
        await here.pilot.press("n", "o", "w", "enter", "escape")
        await here.sees("texts           now ")
        assert len(here.app.screen_stack) == 2


async def test_with_the_mouse(tmp_path: Path) -> None:
    async with seat(tmp_path, (120, 160)) as here:
        await here.go_to("loud")
        await here.pilot.click(here.row("loud").control)
        await until(lambda: here.odd.loud, "on")
        await here.pilot.click(here.row("side").control, offset=Offset(5, 0))
        await until(lambda: here.odd.side is Side.RIGHT, "the next word")
        await here.pilot.click(here.row("side").control, offset=Offset(0, 0))
        await until(lambda: here.odd.side is Side.LEFT, "the word before")
        await here.pilot.click(here.row("texts").query_one(Summary))
        await until(lambda: here.row("texts").query(LineBox), "the items")


async def test_a_file_that_is_wrong_elsewhere_is_named(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        here.path.write_text("[odd]\nloud = 3\n")
        await here.go_to("side")
        await here.pilot.press("right")
        await here.sees("board.toml:2: odd.loud:")
        assert here.odd.side is Side.LEFT
        assert here.path.read_text() == "[odd]\nloud = 3\n"


async def test_a_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text("[odd\n")
    app = Listening(SettingsFile(path, Odd()))
    async with app.run_test(size=(80, 24)) as pilot:
        here = Seat(app, pilot, path)
        await here.sees("Changes cannot be saved until the file")


async def test_the_board_shows_a_change_at_once(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    async with booth(person("Ann", "201"), size=(80, 24)) as here:
        here.app.settings = SettingsFile.read(path)
        await here.press("comma")
        await here.sees("lampfield-dark")
        await here.press("right")
        await until(lambda: here.app.theme == "lampfield-light", "another theme")
        await here.press("down", "down", "down", "space")
        await until(lambda: here.app.animation_level == "none", "no motion")
        assert path.read_text() == '[look]\ntheme = "lampfield-light"\nmotion = false\n'
        await here.press("escape")
        await here.misses("Settings")
        assert here.app.focused is here.grid


async def test_a_comma_in_the_search_is_a_comma() -> None:
    async with booth(person("Ann", "201")) as here:
        here.burst("/a,")
        await here.sees("a,", "#find")
        assert len(here.app.screen_stack) == 1


async def test_keys_that_come_at_once_each_do_what_they_would_alone(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.go_to("side")
        for key in ("right", "right", "down", *"xy", "enter", "down", "end", "backspace", "4", "enter"):
            here.app.post_message(events.Key(key, key if len(key) == 1 else None))
        expected = OddTable(side=Side.BOTH, name="xy", rings=4)
        await until(lambda: here.odd == expected, f"{expected}, not {here.odd}")
        await here.sees("‹ both ›")


async def test_a_word_that_cannot_be_kept_is_put_back(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        here.path.unlink()
        here.path.mkdir()
        await here.go_to("side")
        await here.pilot.press("right")
        await here.sees("Is a directory")
        await here.sees("‹ left ›")


async def test_what_a_table_says_of_one_of_its_keys_is_said_at_that_key(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.go_to("notify.quiet")
        await here.typed("evening")
        await here.pilot.press("enter")
        await here.sees("'evening' are not hours")


async def test_what_is_typed_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.walk_to("name")
        await here.pilot.press(*"Cleo", "enter")
        await until(lambda: here.odd.name == "Cleo", "not BeaCleo")
        await here.pilot.press("up", "down", "end", *"pat", "enter")
        await until(lambda: here.odd.name == "Cleopat", "the end of it")


async def test_a_value_that_the_application_refuses_is_not_kept(tmp_path: Path) -> None:
    def check(value: str) -> None:
        if value != "Dora":
            raise ValueError("there is no " + value)

    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    app = Listening(SettingsFile(path, Odd()), {"odd.name": check})
    async with app.run_test(size=(80, 24)) as pilot:
        here = Seat(app, pilot, path)
        for wrong in ("Dor", "Dor4"):
            await here.go_to("name")
            await here.typed(wrong)
            await pilot.press("enter")
            await here.sees(f"There is no {wrong}")
            assert (here.odd.name, path.read_text()) == ("Bea", WRITTEN)
            assert here.row("name").query_one(LineBox).value == wrong
        await here.typed("Dora")
        await pilot.press("enter")
        await until(lambda: here.odd.name == "Dora", "taken")


def run_together(text: str) -> str:
    """Return a text without its blanks, edges and line ends: how it is wrapped depends on a folder's name."""
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_the_key_map_is_chosen_and_one_that_cannot_be_used_is_refused(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "mine.toml").write_text('extends = "mnemonic"\n[keys]\ndial = "ctrl+d"\n')
    (tmp_path / "keys" / "slip.toml").write_text("[keys]\ndail = 'd'\n")
    path = tmp_path / "board.toml"
    async with booth(person("Ann", "201"), size=size, settings=SettingsFile(path)) as here:
        await here.press("comma", *["down"] * 5)
        await here.sees("‹ mnemonic ›")
        seen = []
        for _ in range(3):
            await here.press("right")
            await here.pilot.pause()
            seen.append(here.app.settings.values.keys.map)
        assert seen == ["find-first", "numpad", "mine"]
        await here.press("right")
        await until(lambda: "nosuchaction" in run_together(here.text()), "the reason, however it is wrapped")
        assert here.app.settings.values.keys.map == "mine"
        assert path.read_text() == '[keys]\nmap = "mine"\n'


@pytest.mark.parametrize(
    ("typed", "said"),
    [("nowhere/told", "There is no folder"), ("keys", "is a folder: write the name of a file")],
)
async def test_announcements_go_where_a_file_can_be(tmp_path: Path, typed: str, said: str) -> None:
    (tmp_path / "keys").mkdir()
    with pytest.raises(ValueError, match=said):
        check_place(str(tmp_path / typed))
    check_place(str(tmp_path / "told"))
    check_place("-")
    check_place("")
    path = tmp_path / "board.toml"
    async with booth(person("Ann", "201"), settings=SettingsFile(path)) as here:
        await here.press("comma", *["down"] * 6, *str(tmp_path / typed), "enter")
        await here.sees(said)
        assert here.app.settings.values.announce.to == ""
        assert not path.exists()
