"""The scenes: what each picture shows and how one gets there by keys."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from lampfield.config.settings import LookTable
from tests.screenshots.stage import DEMO, Setting, Stage, recorded


class Scene(NamedTuple):
    """One picture."""

    name: str
    """The file's, without its ending."""
    columns: int
    rows: int
    play: Callable[[Stage], Awaitable[None]]
    setting: Setting = DEMO
    look: LookTable = LookTable()
    public: bool = False
    """It is a wallboard."""


async def board(stage: Stage) -> None:
    """Show the board with the cursor on somebody who is on a call."""
    await stage.go_to("Ben Okoro")


async def card_and_chat(stage: Stage) -> None:
    """Show the card, and the chat with its unread messages."""
    await stage.go_to("Ben Okoro")
    await stage.pilot.press("c")
    await stage.shows("chat · Ben Okoro")


async def request(stage: Stage) -> None:
    """Show who asks for a relationship."""
    await stage.pilot.press("A")
    await stage.shows("They ask for a chat relationship")


async def lost_link(stage: Stage) -> None:
    """Show a board that has not heard from the phones for 42 seconds."""
    await stage.pilot.press("l")
    await stage.shows("r cuts the link")
    await stage.pilot.press("down", "r")
    await stage.shows("✗ phone")
    stage.clock.now += 42
    stage.app.board.tick()
    await stage.shows("✗ phone 42s")


async def phones_of_a_pbx(stage: Stage) -> None:
    """Show the phones of an Asterisk: held, waiting, not to be disturbed, not registered."""
    await stage.go_to("Bob Berg")
    await stage.shows("at the PBX away")


async def wallboard(_: Stage) -> None:
    """Show the board as everybody sees it."""


PBX = recorded("asterisk.jsonl", "Alice Ames")

SCENES = (
    Scene("board-200x50", 200, 50, board),
    Scene("board-80x24", 80, 24, board),
    Scene("card-and-chat", 120, 35, card_and_chat),
    Scene("request", 120, 35, request),
    Scene("lost-link", 120, 35, lost_link),
    Scene("asterisk", 120, 30, phones_of_a_pbx, PBX),
    Scene("light", 120, 35, board, look=LookTable(theme="lampfield-light")),
    Scene("wallboard", 200, 50, wallboard, public=True),
)
