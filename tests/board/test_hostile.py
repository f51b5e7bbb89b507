"""Text that somebody else wrote is text: nothing moves, nothing runs."""

import pytest
from rich.cells import cell_len

from lampfield.model.change import MessageChange
from lampfield.model.contact import Party
from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from tests.board.booth import NOON, booth, person

HOSTILE = {
    "markup": "[red]x[/red] [@click=app.quit]free[/] [/] [$error",
    "escapes": "\x1b[2J\x1b]0;owned\x07\x9b31m \x08\x7f",
    "bidirectional": "\u202efirst\u202c \u2066second\u2069 \u200fthird",
    "zero width": "a\u200bb\u200dc\ufeffd\u2060e\u00ad",
    "emoji": "👩‍👩‍👧‍👦 🏴‍☠️ 🇬🇧 👍🏽 ❤️",
    "marks": "z" + "\u0335\u0321\u0322\u0327" * 40,
    "wide": "王小明" * 30,
    "long": "very " * 2000,
    "lines": "one\r\ntwo\u2028three\x0bfour",
}
"""By what it tries."""

NEIGHBOUR = person("Zoe", "299")
KEY = ContactKey("mallory@acme.test")
NEVER = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("size", [(80, 24), (120, 35)], ids=["80x24", "120x35"])
async def test_tile_card_and_chat_keep_their_shape(text: str, size: tuple[int, int]) -> None:
    """Everything of a contact is hostile; every line stays as wide as the screen, and the neighbour whole."""
    mallory = person(
        "Mallory",
        "214",
        name=text,
        states={text[:200]: State("dnd", text)},
        tags=(text[:200],),
        company_name=text,
        email=text,
        blf=1,
        party=Party(name=text, number=text),
    )
    async with booth(mallory, NEIGHBOUR, size=size) as standing:
        cid = next(cid for cid, it in standing.grid.contacts.items() if it.number == "214")
        standing.grid.move_to(cid)
        await standing.press("i")
        standing.source.tell(MessageChange(key=KEY, id="1", text=text, time=int(NOON * 1000)))
        await standing.sees("»1 unread", "#header")
        await standing.press("escape")
        shape(standing.lines(), size[0])
        await standing.sees("○ FREE", "#grid")
        await standing.sees("Zoe", "#grid")
        await standing.press("c")
        await standing.asked("seen", KEY, "1")
        await standing.sees("chat · ")
        shape(standing.lines(), size[0])
        assert standing.app.is_running


def shape(lines: list[str], width: int) -> None:
    """Check that every line is as wide as the screen, and that nothing is left that could do harm."""
    assert {cell_len(line) for line in lines} == {width}
    for line in lines:
        assert not any(char in line for char in NEVER)
