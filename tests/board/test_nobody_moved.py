"""Nothing moves under the operator's hands, however much happens elsewhere."""

from random import Random

import pytest

from lampfield.model.change import Change, ContactChange, MessageChange
from lampfield.model.contact import ContactPatch, Direction, Party
from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from tests.board.booth import Booth, booth, person
from tests.waiting import until

PEOPLE = [person(f"Person{number:02}", str(200 + number)) for number in range(60)]
ROUNDS = 40
"""Of as many changes as there are people."""

WRITER = ContactKey("person03@acme.test")

LAST = "that was all"
"""What the last change says, of the contact under the cursor."""


def another(chance: Random, number: int) -> Change:
    """Return a change of a person's phone and presence."""
    blf = chance.choice([None, 0, 1, 2, 3])
    states = chance.choice([{}, {"desk": State()}, {"desk": State("dnd", "no")}, {"m": State("away", "out")}])
    party = Party("Brown", "0161", chance.choice(list(Direction)), 1) if blf else None
    return ContactChange(
        ContactKey(f"person{number:02}@acme.test"), ContactPatch(blf=blf, party=party, states=states)
    )


async def storm(standing: Booth, under_cursor: str) -> None:
    """Let everything change many times, with letters typed meanwhile, and wait for the last change."""
    chance = Random(5)
    for round_ in range(ROUNDS):
        changes = [another(chance, chance.randrange(len(PEOPLE))) for _ in PEOPLE]
        written = MessageChange(key=WRITER, id=f"m{round_}", text="hello", time=round_ + 1)
        standing.source.tell(*changes, written)
        await standing.press("x")
    key = ContactKey(f"{under_cursor.lower()}@acme.test")
    states = {"desk": State("away", LAST)}
    standing.source.tell(ContactChange(key, ContactPatch(blf=0, party=None, states=states)))
    cid = standing.grid.cursor
    assert cid is not None
    await until(lambda: standing.grid.contacts[cid].status == LAST, "the last change", 20.0)
    await standing.pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (200, 50)])
async def test_cursor_scroll_order_and_what_is_being_written_stay(size: tuple[int, int]) -> None:
    async with booth(*PEOPLE, size=size) as standing:
        await standing.go_to("Person41")
        await standing.press("c")
        await until(
            lambda: standing.app.focused is not None and standing.app.focused.id == "chat-input", "the chat"
        )
        await standing.press(*"half a word: ")
        grid = standing.grid
        before = (grid.cursor, int(grid.scroll_y), list(grid.order), standing.app.focused)
        await storm(standing, "Person41")
        assert (grid.cursor, int(grid.scroll_y), list(grid.order), standing.app.focused) == before
        assert standing.app.focused is not None
        assert getattr(standing.app.focused, "value", None) == "half a word: " + "x" * ROUNDS
        await standing.sees("unread", "#header")
