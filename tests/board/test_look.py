"""How the board looks as its settings say, from the start and when they change."""

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

from lampfield.board.kit.hint import Hint
from lampfield.config.error import ConfigError
from lampfield.config.settings import DensityChoice, Glyphs, LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.model.contact import Party
from lampfield.model.lamp import Lamp
from lampfield.model.show import State
from tests.board.booth import NOON, booth, person
from tests.cli.commands import has_seen_the_tour
from tests.drawn import drawn
from tests.terminal import Terminal
from tests.waiting import until

ALICE = person(
    "Alice", "201", company_name="Acme", email="al@acme.test", states={"desk": State(status="back at 3")}
)
STYLE = re.compile(rb"\x1b\[([\d;]*)m")
"""A sequence that changes how a terminal writes (SGR, ECMA-48, 8.3.117)."""

ATTRIBUTES = {b"", b"0", b"1", b"3", b"7", b"22", b"23", b"27", b"39", b"49"}
"""What needs no colour: nothing, bold, italic, reverse, and the terminal's own two."""


async def test_the_key_steps_through_the_densities_and_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    async with booth(ALICE, settings=SettingsFile(path)) as standing:
        heights = []
        for _ in DensityChoice:
            await standing.press("z")
            await standing.pilot.pause()
            heights.append(standing.grid.tile_height)
        await standing.outcome("Density: auto")
        assert heights == [6, 4, 1, 4]
        await standing.press("z")
        await standing.pilot.pause()
    assert SettingsFile.read(path).values.look.density is DensityChoice.LARGE


async def test_the_cursor_stays_in_sight_and_on_its_contact_in_every_density() -> None:
    people = [person(f"P{number:03}", str(number)) for number in range(200)]
    async with booth(*people) as standing:
        await standing.go_to("P150")
        at = standing.grid.cursor
        for _ in DensityChoice:
            await standing.press("z")
            await standing.pilot.pause()
            assert standing.grid.cursor == at
            assert standing.grid._cursor in standing.grid.visible_places


async def test_fields_are_seen_as_soon_as_they_change() -> None:
    async with booth(ALICE) as standing:
        await standing.sees("Alice               201", "#grid")
        await standing.sees("back at 3", "#grid")
        standing.app.settings.change("look", "fields", ["email", "company", "tags", "status"])
        standing.app.apply_look()
        await standing.sees("Alice      al@acme.test", "#grid")
        await standing.sees("Sales              Acme", "#grid")


def test_a_field_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(ConfigError, match=r"look\.fields"):
        SettingsFile().change("look", "fields", ["shoe size"])


async def test_nothing_flashes_without_motion() -> None:
    ringing = person("Rita", "202", blf=Lamp.RINGING.blf)
    settings = SettingsFile(values=Settings(look=LookTable(motion=False)))
    async with booth(ringing, settings=settings) as standing:
        before = standing.grid.tiles_painted
        for _ in range(4):
            standing.board.tick()
            await standing.pilot.pause()
        assert standing.grid.tiles_painted == before
        standing.app.settings.change("look", "motion", value=True)
        standing.app.apply_look()
        standing.board.tick()
        await standing.pilot.pause()
        assert standing.grid.tiles_painted == before + 1


DEMO = ("demo", "--contacts", "20", "--rate", "0")


@pytest.fixture(autouse=True)
def toured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    has_seen_the_tour(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def lampfield(*words: str) -> list[str]:
    import sys

    return [sys.executable, "-m", "lampfield", *words]


async def test_without_colour_no_colour_is_sent_and_all_can_be_told(tmp_path: Path) -> None:
    env = {"NO_COLOR": "1", "LAMPFIELD_SETTINGS": str(tmp_path / "board.toml")}
    async with Terminal(lampfield(*DEMO), 120, 35, env) as terminal:
        await terminal.shows("Alice Ames")
        await terminal.shows("○ FREE")
        terminal.send("T")
        await terminal.shows("Enter keeps it")
        terminal.send("\x1b")
        await terminal.hides("Enter keeps it")
        sent = {code for codes in STYLE.findall(bytes(terminal.written)) for code in codes.split(b";")}
        assert {b"1", b"7"} <= sent <= ATTRIBUTES


@pytest.mark.parametrize("how", ["settings", "locale", "console"])
async def test_a_terminal_of_ascii_is_sent_nothing_else(tmp_path: Path, how: str) -> None:
    settings = tmp_path / "board.toml"
    if how == "settings":
        settings.write_text('[look]\nglyphs = "ascii"\n')
    env = {"LAMPFIELD_SETTINGS": str(settings)}
    env |= {"locale": {"LC_ALL": "C"}, "console": {"TERM": "linux"}}.get(how, {})
    async with Terminal(lampfield(*DEMO), 120, 35, env) as terminal:
        await terminal.shows("o FREE")
        await terminal.shows("@ ON CALL")
        for keys, words in (("?", "Dial the contact"), ("\x1bc", "chat")):
            terminal.send(keys)
            await terminal.shows(words)
        assert terminal.written.isascii()


@pytest.mark.parametrize("term", ["xterm", "screen", "tmux-256color", "xterm-256color", "vt100"])
async def test_every_terminal_shows_the_same_words(tmp_path: Path, term: str) -> None:
    env = {"TERM": term, "COLORTERM": "", "LAMPFIELD_SETTINGS": str(tmp_path / "board.toml")}
    async with Terminal(lampfield(*DEMO), 80, 24, env) as terminal:
        await terminal.shows("Alice Ames")
        await terminal.shows("● ON CALL")
        assert b"38;2;" not in terminal.written


async def test_wide_names_leave_every_edge_in_its_column() -> None:
    names = ("山田太郎と申します会社の", "Ωμέγα", "Zoë", "👩‍🚀 Nova", "한국어이름")
    people = [person(name, str(200 + place)) for place, name in enumerate(names)]
    settings = SettingsFile(values=Settings(look=LookTable(glyphs=Glyphs.UNICODE)))
    async with booth(*people, size=(80, 24), clock=lambda: NOON, settings=settings) as standing:
        for density in DensityChoice:
            standing.app.settings.change("look", "density", density.value)
            standing.app.apply_look()
            await standing.pilot.pause()
            for strip in drawn(standing.app):
                assert strip.cell_length == 80


async def test_a_low_terminal_has_room_for_the_whole_of_a_dialog() -> None:
    async with booth(ALICE, size=(80, 24)) as standing:
        await standing.press("T")
        await standing.sees("Enter keeps it")


@pytest.mark.parametrize("lines", [24, 45])
async def test_a_dialog_is_as_high_as_what_it_holds_however_long_its_list_is(lines: int) -> None:
    people = [person(f"Dora{number}", str(2000 + number)) for number in range(60)]
    async with booth(*people, size=(120, lines)) as standing:
        await standing.press("colon", "d")
        await standing.sees("Dora1")
        box = standing.app.screen.query_one("#palette")
        hint = box.query(Hint).last()
        room = lines // 2
        await until(lambda: box.query_one(OptionList).size.height <= room, "a list that is bounded")
        await until(lambda: hint.region.bottom == box.content_region.bottom, "the hint in the last line")
        assert box.query_one(OptionList).virtual_size.height > room


async def test_without_motion_running_times_change_by_the_minute() -> None:
    now = [NOON]
    party = Party(name="Brown", since=int((NOON - 5) * 1000))
    busy = person("Rita", "202", blf=Lamp.ON_CALL.blf, party=party)
    settings = SettingsFile(values=Settings(look=LookTable(motion=False)))
    async with booth(busy, settings=settings, clock=lambda: now[0]) as standing:
        await standing.sees("<1m", "#grid")
        await standing.sees("← Brown <1m", "#card")
        painted = standing.grid.tiles_painted
        for _ in range(50):
            now[0] += 1
            standing.board.tick()
            await standing.pilot.pause()
        assert standing.grid.tiles_painted == painted
        now[0] += 6
        standing.board.tick()
        await until(lambda: standing.grid.tiles_painted == painted + 1, "the next minute")
        assert "<1m" not in standing.text("#grid")
