"""The scenes: what each picture shows and how one gets there by keys."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from lampfield.config.settings import LookTable
from tests.screenshots.pairs import FRESH, STALE
from tests.screenshots.stage import DEMO, Setting, Stage, recorded

Play = Callable[[Stage], Awaitable[None]]


class Scene(NamedTuple):
    """One picture."""

    name: str
    """The file's, without its ending."""
    columns: int
    rows: int
    play: Play
    setting: Setting = DEMO
    look: LookTable = LookTable()
    public: bool = False
    """It is a wallboard."""


class Move(NamedTuple):
    """One frame of the picture that moves."""

    caption: str
    play: Play
    seconds: float


async def board(stage: Stage) -> None:
    """Show the board with the cursor on somebody who is on a call."""
    await stage.go_to("Ben Okoro")


async def finding(stage: Stage) -> None:
    """Show the matches with phone and presence while typing."""
    await stage.pilot.press("slash", *"ber")
    await stage.shows(" of 120")


async def card_and_chat(stage: Stage) -> None:
    """Show the card, and the chat with its unread messages."""
    await stage.go_to("Ben Okoro")
    await stage.pilot.press("c")
    await stage.shows("chat · Ben Okoro")


async def calling(stage: Stage) -> None:
    """Show a call of one's own, with what can be done."""
    await stage.go_to("Dan Dietz")
    await stage.pilot.press("d")
    await stage.shows("→ Dan Dietz")


async def request(stage: Stage) -> None:
    """Show who asks for a relationship."""
    await stage.pilot.press("A")
    await stage.shows("Chat requests")


async def lost_link(stage: Stage) -> None:
    """Show a board that has not heard from the phones for 42 seconds."""
    await stage.pilot.press("l")
    await stage.shows("r resets the link")
    await stage.pilot.press("down", "r")
    await stage.shows("✗ phone")
    stage.clock.now += 42
    stage.app.board.tick()
    await stage.shows("✗ phone 42s")


async def phones_of_a_pbx(stage: Stage) -> None:
    """Show the phones of an Asterisk: held, waiting, not to be disturbed, not registered."""
    await stage.go_to("Bob Berg")
    await stage.shows("at the PBX away")


async def pressed(stage: Stage, keys: str, words: str) -> None:
    """Show what some keys lead to."""
    await stage.pilot.press(*keys.split())
    await stage.shows(words)


async def as_it_is(_: Stage) -> None:
    """Show the board as it comes."""


PBX = recorded("asterisk.jsonl", "Alice Ames")

palette = partial(pressed, keys="colon b e r", words="or type another name")
keys_help = partial(pressed, keys="question_mark", words="Keys, by the map")
settings = partial(pressed, keys="comma", words="The name of the colours")
labels = partial(pressed, keys="f", words="Type two letters")
large = partial(pressed, keys="z", words="Density: large")
close = partial(pressed, keys="z z z", words="Density: close")

SCENES = (
    Scene("board-200x50", 200, 50, board),
    Scene("card-and-chat", 120, 35, card_and_chat),
    Scene("lost-link", 120, 35, lost_link),
    Scene("asterisk", 120, 30, phones_of_a_pbx, PBX),
    Scene("light", 120, 35, board, look=LookTable(theme="lampfield-light")),
    Scene("wallboard", 200, 50, as_it_is, public=True),
    Scene("pairs-fresh", 120, 35, as_it_is, FRESH, LookTable(theme="lampfield-monochrome")),
    Scene("pairs-stale", 120, 35, as_it_is, STALE, LookTable(theme="lampfield-monochrome")),
)

GALLERY_SIZES = ((80, 24), (120, 35))

GALLERY_STATES: dict[str, Play] = {
    "board": board,
    "find": finding,
    "chat": card_and_chat,
    "call": calling,
    "request": request,
    "lost-link": lost_link,
    "palette": palette,
    "help": keys_help,
    "settings": settings,
    "jump": labels,
    "large": large,
    "close": close,
}
"""What is drawn in every theme and size."""


async def typed(stage: Stage, keys: str, words: str = "") -> None:
    """Press keys, and wait for words."""
    await stage.pilot.press(
        *(key if len(key) > 1 else {"/": "slash", " ": "space"}.get(key, key) for key in _keys(keys))
    )
    if words:
        await stage.shows(words)


async def picked_up(stage: Stage) -> None:
    """Let the call be answered, and some time pass."""
    stage.clock.now += 4
    stage.app.board.tick()
    await stage.shows("F8 hangs up") if stage.app.size.width >= 100 else await stage.pilot.pause()


def _keys(text: str) -> list[str]:
    """Return the keys of a text; those of more than one letter stand in it as ``<enter>``."""
    keys, rest = [], text
    while rest:
        end = rest.index(">") if rest[0] == "<" else 0
        keys.append(rest[1:end] if end else rest[0])
        rest = rest[end + 1 :]
    return keys


MOVES = (
    Move("lampfield", as_it_is, 1.6),
    Move("/", partial(typed, keys="/"), 0.6),
    Move("/ d", partial(typed, keys="d"), 0.4),
    Move("/ d a", partial(typed, keys="a"), 0.4),
    Move("/ d a n", partial(typed, keys="n", words="Dan Dietz"), 1.2),
    Move("F2: dial", partial(typed, keys="<f2>", words="→ Dan Dietz"), 1.8),
    Move("F8: hang up", partial(typed, keys="<f8>"), 1.2),
    Move("c: chat", partial(typed, keys="c", words="chat · Dan Dietz"), 1.2),
    Move("typing", partial(typed, keys="Mr Brown"), 0.5),
    Move("typing", partial(typed, keys=" calls at 3"), 0.9),
    Move("⏎: send", partial(typed, keys="<enter>", words="Mr Brown calls at 3"), 2.4),
)
"""Find, dial, chat."""
