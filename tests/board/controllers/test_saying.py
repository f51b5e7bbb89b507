"""The key that says the state of a tile, and what the board announces."""

from lampfield.frontend.announcing.announcer import Announcer, to_lines
from lampfield.model.announcement import AnnouncementTopic
from tests.board.booth import booth, person
from tests.hub.scripted import contact
from tests.waiting import until


async def test_y_says_the_tile_under_the_cursor_on_the_screen_and_in_the_announcements() -> None:
    lines: list[str] = []
    async with booth(person("Alice", "201"), person("Bob", "202", blf=1)) as standing:
        standing.operator.announce.announcer = Announcer(to_lines(lines.append), ())
        await standing.press("y")
        await standing.outcome("free, Alice, 201, online")
        await standing.press("right", "y")
        await standing.outcome("on call, Bob, 202, online")
        assert lines == ["free, Alice, 201, online", "on call, Bob, 202, online"]


async def test_without_announcements_y_still_says_it_on_the_screen() -> None:
    async with booth(person("Alice", "201")) as standing:
        await standing.press("y")
        await standing.outcome("free, Alice, 201, online")


async def test_the_board_announces_from_its_first_picture_on() -> None:
    lines: list[str] = []
    announcer = Announcer(
        to_lines(lines.append), (AnnouncementTopic.ALL_LAMPS, AnnouncementTopic.PEOPLE), settling_seconds=60.0
    )
    async with booth(person("Alice", "201"), person("Bob", "202"), announcer=announcer) as standing:
        standing.source.tell(contact("alice@acme.test", blf=2))
        await until(lambda: lines, "an announcement")
        assert lines == ["ringing, Alice, 201"]
