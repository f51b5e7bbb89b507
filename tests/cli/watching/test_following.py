"""What ``watch`` follows: from the hub's frames to the events that are written."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from lampfield.cli.client import Feed
from lampfield.cli.commands.watch import _write_all
from lampfield.frontend.events.event import Event, Kind
from lampfield.model.change import ContactGone
from lampfield.model.identity import ContactKey
from lampfield.model.lamp import Lamp
from tests.cli.recording.taping import watching
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ANN = contact("ann", name="Ann", number="201", blf=0)
BO = contact("bo", name="Bo", number="202", blf=0)
Written = list[tuple[int, list[Event]]]


@asynccontextmanager
async def written(source: Scripted) -> AsyncIterator[Written]:
    """Write what a hub with a source tells into a list while the block runs."""
    told: Written = []
    async with watching(source) as pbx:
        await until(lambda: len(pbx.contacts) == 2, "both contacts")
        writing = asyncio.create_task(_write_all(lambda seq, events: told.append((seq, events)), Feed(pbx)))
        await until(lambda: told, "the first events")
        yield told
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing


def has_count(told: Written, count: int) -> bool:
    """Return whether as many frames were written."""
    return len(told) == count


def kinds(told: Written) -> list[tuple[Kind, str]]:
    """Return what happened to whom."""
    return [(it.kind, it.contact.name) for _, events in told for it in events if it.contact is not None]


async def test_everybody_is_written_once_and_then_only_who_changes() -> None:
    source = Scripted(ANN, BO)
    async with written(source) as told:
        assert sorted(kinds(told)) == [(Kind.CAME, "Ann"), (Kind.CAME, "Bo")]
        told.clear()
        source.tell(contact("bo", blf=Lamp.RINGING.value))
        await until(lambda: told, "the change")
        assert kinds(told) == [(Kind.CHANGED, "Bo")]
        assert told[0][1][0].properties["blf"] == Lamp.RINGING.value


async def test_each_change_carries_the_number_of_its_frame_and_is_told_once() -> None:
    source = Scripted(ANN, BO)
    async with written(source) as told:
        for lamp in (1, 2):
            source.tell(contact("ann", blf=lamp))
            await until(partial(has_count, told, lamp + 1), "the change")
        source.tell(ContactGone(ContactKey("bo")))
        await until(lambda: kinds(told)[-1] == (Kind.WENT, "Bo"), "the end")
        numbers = [seq for seq, _ in told]
        assert numbers == sorted(set(numbers))
        assert kinds(told)[2:] == [(Kind.CHANGED, "Ann"), (Kind.CHANGED, "Ann"), (Kind.WENT, "Bo")]
