"""The settings hold from the start, and while the board runs."""

from lampfield.board.themes.registry import DEFAULT
from lampfield.config.settings import DensityChoice, LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from tests.board.booth import booth, person
from tests.waiting import until

PEOPLE = [person(f"Person{number:02}", str(200 + number)) for number in range(60)]


def looking(**look: object) -> SettingsFile:
    return SettingsFile(values=Settings(look=LookTable(**look)))  # type: ignore[arg-type]


async def test_a_board_starts_without_motion_where_none_is_wanted() -> None:
    async with booth(*PEOPLE, settings=looking(motion=False)) as standing:
        assert standing.app.animation_level == "none"


async def test_a_board_starts_with_the_room_that_was_chosen() -> None:
    async with booth(*PEOPLE, settings=looking(density=DensityChoice.CLOSE)) as standing:
        close = len(standing.grid.visible_places)
    async with booth(*PEOPLE) as standing:
        usual = len(standing.grid.visible_places)
    assert close > usual


async def test_another_choice_of_room_is_seen_at_once_and_the_cursor_stays() -> None:
    async with booth(*PEOPLE) as standing:
        await standing.go_to("Person30")
        before, cursor = len(standing.grid.visible_places), standing.grid.cursor
        standing.app.settings.change("look", "density", "close")
        standing.app.apply_look()
        await standing.sees("Person30", "#grid")
        assert (len(standing.grid.visible_places) > before, standing.grid.cursor) == (True, cursor)


async def test_a_theme_that_is_not_there_is_named_in_a_sentence() -> None:
    async with booth(*PEOPLE, settings=looking(theme="dusk")) as standing:
        notes = standing.app._notifications
        said = lambda: any("there is no dusk; there is" in note.message for note in notes)  # noqa: E731
        await until(said, "a sentence")
        assert standing.app.theme == DEFAULT
        await standing.sees("FREE", "#grid")
