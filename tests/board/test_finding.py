"""SavedSearch on the board: best first, filters that do not move anybody, favourites, saved searches."""

from pathlib import Path

import pytest

from lampfield.board.controllers import search
from lampfield.config.memory import Memory, SavedSearch
from lampfield.config.memory_file import MemoryFile
from lampfield.config.settings import FindTable, Settings
from lampfield.frontend.search.groups import FAVOURITES
from lampfield.model.change import ContactChange, ContactGone, LinkChange, MessageChange, RoomChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactId, ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import State
from tests.board.booth import DEVICE, Booth, booth, person
from tests.drawn import drawn
from tests.waiting import until

ANN = person("Ann", "201")
BEN = person("Ben", "202")
DAN = person("Dan", "203")
DANA = person("Dana", "204")
HANA = person("Hana", "205")
OFFICE = (ANN, BEN, DAN, DANA, HANA)


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator never rests."""
    monkeypatch.setattr(search, "REST_SECONDS", 3600.0)


@pytest.fixture
def short_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator rests at once."""
    monkeypatch.setattr(search, "REST_SECONDS", 0.05)


def told(name: str, /, **properties: object) -> ContactChange:
    """Return a change of a contact."""
    patch = ContactPatch(**properties)  # type: ignore[arg-type]
    return ContactChange(ContactKey(f"{name.lower()}@acme.test"), patch)


def dimmed(standing: Booth) -> set[str]:
    """Return the names on the tiles that are dim."""
    grid = standing.grid
    return {grid.contacts[cid].name for cid in grid.order if cid in grid.dimmed}


def under_cursor(standing: Booth) -> str:
    """Return whose tile the cursor is on."""
    cid = standing.grid.cursor
    return "" if cid is None else standing.grid.contacts[cid].name


async def shows(standing: Booth, *names: str) -> None:
    """Wait until the tiles are these."""
    await until(lambda: standing.names() == list(names), f"{names}")


async def test_the_best_match_comes_first_and_gets_the_cursor() -> None:
    async with booth(*OFFICE) as standing:
        await standing.go_to("Hana")
        await standing.press("slash", *"an")
        await shows(standing, "Ann", "Dan", "Dana", "Hana")
        assert under_cursor(standing) == "Ann"
        await standing.sees("4 of 5", "#find")
        await standing.press("down", "enter", "d")
        await standing.asked("dial", DEVICE.name, "205", "Hana")


async def test_escape_shows_everybody_and_the_cursor_stays_on_whom_was_found() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"326", "escape")
        await shows(standing, "Ann", "Ben", "Dan", "Dana", "Hana")
        assert under_cursor(standing) == "Dan"
        await standing.misses("of 5", "#find")


async def test_a_slip_is_told() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"hnaa")
        await shows(standing, "Hana")
        await standing.sees("1 like hana", "#find")


async def test_a_number_that_letters_have_can_be_dialled_all_the_same() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"326")
        await standing.sees("326 is nobody's", "#find")
        await standing.press("enter", "o")
        await standing.sees("326")
        await standing.press("enter")
        await standing.asked("dial", DEVICE.name, "326", None)


async def test_an_is_that_is_none_yet_says_which_there_are() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"is:fr")
        await standing.sees("is: fav, free, oncall", "#find")
        assert len(standing.names()) == 5
        await standing.press("slash", "backspace", *"ee")
        await standing.sees("5 of 5", "#find")


@pytest.mark.usefixtures("no_rest")
async def test_who_no_longer_matches_is_dim_in_place_and_nobody_moves() -> None:
    async with booth(*OFFICE) as standing:
        standing.source.tell(told("Ann", blf=1))
        await standing.sees("ON CALL", "#grid")
        await standing.press("slash", *"is:free", "enter", "right")
        await shows(standing, "Ben", "Dan", "Dana", "Hana")
        standing.source.tell(told("Dan", blf=1), told("Ben", blf=2), told("Ann", blf=0))
        await until(lambda: dimmed(standing) == {"Dan", "Ben"}, "two that are dim")
        assert standing.names() == ["Ben", "Dan", "Dana", "Hana"]
        assert under_cursor(standing) == "Dan"
        await standing.sees("2 of 5", "#find")
        standing.source.tell(told("Dan", blf=0))
        await until(lambda: dimmed(standing) == {"Ben"}, "Dan bright again")


@pytest.mark.usefixtures("short_rest")
async def test_when_the_operator_rests_the_list_is_right_again_but_for_whom_the_cursor_is_on() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"is:free", "enter", "right")
        standing.source.tell(told("Ben", blf=1), told("Ann", blf=1))
        await shows(standing, "Ben", "Dan", "Dana", "Hana")
        assert (under_cursor(standing), dimmed(standing)) == ("Ben", {"Ben"})
        standing.source.tell(told("Ann", blf=0))
        await shows(standing, "Ann", "Ben", "Dan", "Dana", "Hana")
        await standing.press("right")
        await shows(standing, "Ann", "Dan", "Dana", "Hana")
        assert under_cursor(standing) == "Dan"


@pytest.mark.usefixtures("no_rest")
async def test_while_a_search_stands_nobody_who_comes_or_is_described_anew_moves_the_others() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"sales", "down")
        standing.source.tell(person("Andy", "206"), told("Ann", tags=("VIP",)), told("Ben", name="Zoe"))
        await until(lambda: dimmed(standing) == {"Ann"}, "Ann dim")
        assert standing.names() == ["Ann", "Zoe", "Dan", "Dana", "Hana"]
        standing.source.tell(ContactGone(ContactKey("dan@acme.test")))
        await shows(standing, "Ann", "Zoe", "Dana", "Hana")
        await standing.press("enter", "slash", "d")
        await until(lambda: "Dana" in standing.names()[:1], "another search")


async def test_who_comes_to_match_an_empty_search_is_shown_soon() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"is:oncall")
        await standing.sees("Nobody matches", "#grid")
        standing.source.tell(told("Dana", blf=1))
        await shows(standing, "Dana")


@pytest.mark.usefixtures("no_rest")
async def test_a_status_is_looked_for_as_it_changes() -> None:
    async with booth(*OFFICE) as standing:
        standing.source.tell(told("Hana", states={"desk": State(status="at lunch")}))
        await standing.sees("at lunch", "#grid")
        await standing.press("slash", *"lunch")
        await shows(standing, "Hana")
        standing.source.tell(told("Hana", states={"desk": State()}))
        await until(lambda: dimmed(standing) == {"Hana"}, "Hana dim")


@pytest.mark.usefixtures("no_rest")
async def test_nobody_is_free_while_the_phone_link_is_down() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("slash", *"is:free")
        await shows(standing, "Ann", "Ben", "Dan", "Dana", "Hana")
        standing.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, since=1.0)))
        await until(lambda: len(dimmed(standing)) == 5, "all dim")
        await standing.press("escape", "slash", *"is:stale")
        await until(lambda: len(standing.names()) == 5 and not dimmed(standing), "all stale")
        await standing.sees("Stale", "#find")


async def test_states_are_tabs_and_go_together_with_words() -> None:
    async with booth(*OFFICE, person("Asa", "9", relationship=Relationship.ASKING)) as standing:
        standing.source.tell(told("Dan", blf=1))
        await standing.sees("ON CALL", "#grid")
        await standing.press("right_square_bracket")
        await shows(standing, "Ann", "Asa", "Ben", "Dana", "Hana")
        await standing.press("slash", *"da", "enter")
        await shows(standing, "Dana")
        await standing.press("escape", *["right_square_bracket"] * 3)
        await shows(standing, "Asa")


async def test_favourites_have_a_tab_and_an_order_of_their_own_that_is_kept() -> None:
    async with booth(*OFFICE) as standing:
        for name in ("Hana", "Ann", "Dan"):
            await standing.go_to(name)
            await standing.press("asterisk")
        await standing.outcome("Dan is a favourite now.")
        await standing.sees("Favourites 3", "#find")
        await standing.press("right_square_bracket")
        await shows(standing, "Hana", "Ann", "Dan")
        await standing.press("less_than_sign")
        await shows(standing, "Hana", "Dan", "Ann")
        await standing.press("less_than_sign", "less_than_sign", "shift+right")
        await shows(standing, "Hana", "Dan", "Ann")
        assert under_cursor(standing) == "Dan"
        kept = standing.app.setup.memory.values.finding
        assert [
            standing.grid.contacts[ContactId(cid)].name for cid in next(iter(kept.values())).favourites
        ] == [
            "Hana",
            "Dan",
            "Ann",
        ]
        assert list(kept) == [f"reception@{standing.hub.url}"]
        standing.operator.favourites.recall(f"reception@{standing.hub.url}")
        standing.board.search.look_again()
        await shows(standing, "Hana", "Dan", "Ann")


async def test_another_board_of_the_operator_adds_favourites_too(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path / "board.json", Memory(toured=True))
    async with booth(*OFFICE, memory=memory) as standing:
        await standing.go_to("Hana")
        await standing.press("asterisk")
        await standing.outcome("Hana is a favourite now.")
        other, whose = MemoryFile.read(tmp_path / "board.json"), standing.board.kept_for
        ann = next(cid for cid, it in standing.grid.contacts.items() if it.name == "Ann")
        mine = other.values.finding[whose]
        theirs = SavedSearch(favourites=(*mine.favourites, ann), saved={"Free": "is:free"})
        other.change(finding={whose: theirs})
        await standing.go_to("Dan")
        await standing.press("asterisk")
        await standing.sees("Favourites 3", "#find")
        await standing.press("right_square_bracket")
        await shows(standing, "Hana", "Ann", "Dan")
        kept = MemoryFile.read(tmp_path / "board.json").values.finding[whose]
        assert (len(kept.favourites), kept.saved) == (3, {"Free": "is:free"})


@pytest.mark.usefixtures("no_rest")
async def test_a_favourite_that_is_none_any_more_stays_for_a_change_of_mind() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("asterisk", "down", "asterisk", "right_square_bracket")
        await until(lambda: standing.board.search.directory.group == FAVOURITES, "the tab")
        before = standing.names()
        await standing.press("home", "asterisk")
        await until(lambda: dimmed(standing) == {"Ann"}, "Ann dim")
        await standing.press("asterisk")
        await until(lambda: dimmed(standing) == set(), "nobody dim")
        standing.board.search.look_again()
        assert standing.names() == before


async def test_favourites_are_not_moved_elsewhere() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("asterisk", "greater_than_sign")
        await standing.outcome("Favourites can be moved on their own tab")


async def test_a_search_is_saved_as_a_tab_and_forgotten_there() -> None:
    async with booth(*OFFICE) as standing:
        await standing.press("S")
        await standing.outcome("There is no search to save")
        await standing.press("right_square_bracket", "slash", *"da", "enter", "S")
        await standing.sees("is:free da")
        await standing.press(*"Free Ds", "enter")
        await standing.outcome("The search was saved as a tab: Free Ds.")
        await standing.press("escape", "escape")
        await standing.sees("Free Ds", "#find")
        standing.board.search.directory.group = next(
            group for group in standing.board.search.directory.groups if group.name == "Free Ds"
        )
        standing.board.search.look_again()
        await shows(standing, "Dan", "Dana")
        standing.source.tell(told("Dan", blf=1))
        await until(lambda: dimmed(standing) == {"Dan"}, "Dan dim")
        assert [dict(it.saved) for it in standing.app.setup.memory.values.finding.values()] == [
            {"Free Ds": "is:free da"}
        ]
        await standing.press("S", "y")
        await standing.outcome("Free Ds was deleted.")
        await shows(standing, "Ann", "Ben", "Dan", "Dana", "Hana")
        assert "Free Ds" not in standing.text("#find")


async def test_who_does_not_match_is_dim_where_they_are_if_that_is_wanted() -> None:
    async with booth(*OFFICE) as standing:
        standing.app.settings.values = Settings(find=FindTable(dim=True))
        await standing.press("slash", *"da")
        await until(lambda: dimmed(standing) == {"Ann", "Ben", "Hana"}, "three dim")
        assert standing.names() == ["Ann", "Ben", "Dan", "Dana", "Hana"]
        assert under_cursor(standing) == "Dan"
        await standing.press("down")
        assert under_cursor(standing) == "Dana"
        await standing.press("down")
        assert under_cursor(standing) == "Dan"
        await standing.press("enter", "p")
        assert under_cursor(standing) == "Dana"
        await standing.press("home", "m")
        assert under_cursor(standing) == "Dan"
        standing.source.tell(told("Ben", name="Dagny"))
        await until(lambda: dimmed(standing) == {"Ann", "Hana"}, "Dagny bright")
        await standing.press("slash", *"0161", "enter")
        await standing.asked("dial", DEVICE.name, "0161", None)
        await until(lambda: not dimmed(standing), "nobody dim")


async def test_a_dim_tile_is_painted_otherwise() -> None:
    async with booth(ANN, BEN) as standing:
        standing.app.settings.values = Settings(find=FindTable(dim=True))
        bright = colours(standing, "Ben")
        await standing.press("slash", *"ann")
        await until(lambda: dimmed(standing) == {"Ben"}, "Ben dim")
        await until(lambda: colours(standing, "Ben") != bright, "other colours")
        await standing.press("escape")
        await until(lambda: colours(standing, "Ben") == bright, "his own colours")


def colours(standing: Booth, name: str) -> object:
    """Return the style of a name on the screen."""
    for strip in drawn(standing.app):
        for text, style, _ in strip:
            if text.strip().startswith(name):
                return style
    return None


async def test_where_nobody_matches_the_board_says_what_the_keys_do() -> None:
    async with booth(person("Alice", "201"), person("Bob", "202")) as standing:
        for key in ("enter", "f2"):
            standing.burst("/zzzz")
            await standing.sees("Nobody matches zzzz. Esc shows everybody", "#grid")
            await standing.sees("⏎ everybody", "#footer")
            await standing.press(key)
            await standing.outcome("Nobody matches zzzz. Esc shows everybody.")
            await standing.sees("zzzz", "#find-input")
            await standing.press("escape")
            await standing.sees("Alice", "#grid")
        standing.burst("/99999")
        await standing.sees("Nobody has 99999. ⏎ dials it", "#grid")
        await standing.sees("⏎ dial it", "#footer")
        assert not standing.source.asked


async def test_the_words_on_the_tiles_find_those_who_are_so_and_those_who_are_called_so() -> None:
    busy = person("Ana", "201", states={"desk": State("dnd")})
    ringing = person("Bob", "202", blf=2)
    called = person("Dndy", "203")
    async with booth(busy, ringing, called, person("Zed", "204")) as standing:
        for text, found in {
            "dnd": ["Ana", "Dndy"],
            "is:dnd": ["Ana"],
            "ringing": ["Bob"],
            "dnd ana": ["Ana"],
            "dnd bob": [],
            "is:busy": ["Bob"],
        }.items():
            standing.burst(f"\x1b/{text}")
            await until(lambda: standing.names() == found, f"{found} by {text}")  # noqa: B023
        standing.burst("\x1b/dnd")
        await until(lambda: standing.names() == ["Ana", "Dndy"], "both")
        standing.source.tell(person("Zed", "204", states={"desk": State("dnd")}))
        await until(lambda: standing.board.search.directory.result.is_outdated, "Zed to be so")
        standing.source.tell(person("Ana", "201"))
        await until(lambda: len(standing.board.search.directory.result.dimmed) == 1, "Ana to be so no more")


async def test_who_wrote_is_found_by_unread() -> None:
    async with booth(person("Alice", "201"), person("Bob", "202")) as standing:
        standing.burst("/is:unread")
        await standing.sees("Nobody matches is:unread", "#grid")
        standing.source.tell(RoomChange(key=ContactKey("bob@acme.test")))
        standing.source.tell(MessageChange(key=ContactKey("bob@acme.test"), id="1", text="hello", time=1))
        await until(lambda: standing.names() == ["Bob"], "Bob, who wrote")


async def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    memory = MemoryFile(tmp_path / "taken" / "board.json", Memory(toured=True))
    async with booth(*OFFICE, memory=memory) as standing:
        await standing.go_to("Hana")
        await standing.press("asterisk")
        await standing.outcome("Hana is a favourite now, until the board ends: ")
        await standing.sees("Favourites 1", "#find")
