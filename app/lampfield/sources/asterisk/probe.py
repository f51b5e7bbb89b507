"""Tries a PBX step by step, and says what works and what to write into which of its files."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import msgspec

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ami import Ami, AmiRefused, ami_connected
from lampfield.sources.asterisk.ari import Ari, AriRefused, Pbx, ari_client, ari_events
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.failure import AMI_RIGHTS, ami_failure, ari_failure, picture_failure
from lampfield.sources.asterisk.hearing import Hearing, Unheard
from lampfield.sources.asterisk.line import saying
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.picture import Camera
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.probe_plan import (
    context_tried,
    device_tried,
    extensions_tried,
    hints_tried,
    unshown_tried,
)
from lampfield.sources.tried import Tried
from lampfield.sources.upkeep import LineFailed

OLDEST = 16
"""The first version whose ARI filters events (eventFilter, 16.3)."""

RIGHTS = {
    "ExtensionStateList": "call,reporting",
    "DeviceStateList": "call,reporting",
    "PresenceStateList": "call,reporting",
    "DBGetTree": "system",
}
"""What the write line of manager.conf must hold for each action; some need one of several."""


class Probed(msgspec.Struct, frozen=True):
    """What a PBX showed."""

    tried: tuple[Tried, ...]
    people: tuple[Person, ...] = ()
    """Whom it knows; empty when it could not be asked."""


async def probe(pbx: Pbx, devices: Iterable[str] = (), places: Places | None = None) -> Probed:
    """Return what works at a PBX.

    Args:
        pbx: Where.
        devices: The operators' own.
        places: What the site file names besides people.
    """
    ari_tried = await _ari(pbx)
    try:
        async with _manager(pbx) as (ami, hearing):
            rights = [await _right(pbx, ami, action) for action in RIGHTS]
            context = await context_tried(pbx, ami)
            heard = await _heard(pbx, ami, hearing)
            tried = [*ari_tried, Tried("AMI", True, f"{pbx.username} is logged in"), *rights, heard, context]
            if not all(it.works for it in tried if it.is_needed):
                return Probed(tuple(tried))
            return await _people(pbx, ami, tried, tuple(devices), places or Places())
    except LineFailed as error:
        return Probed((*ari_tried, Tried("AMI", False, error.failure.sentence)))


async def _ari(pbx: Pbx) -> list[Tried]:
    tried: list[Tried] = []
    try:
        with saying(ari_failure, pbx):
            async with ari_client(pbx) as ari:
                tried.append(version_tried(pbx, await ari.version()))
                tried.append(await _may_write(pbx, ari))
            async with ari_events(pbx, f"lampfield-check-{uuid.uuid4().hex[:8]}"):
                tried.append(Tried("ARI events", True, "the event line opens"))
    except LineFailed as error:
        tried.append(Tried("ARI", False, error.failure.sentence))
    return tried


def version_tried(pbx: Pbx, version: str) -> Tried:
    """Return whether a version can be worked with; one that is no number is believed."""
    major = version.partition(".")[0]
    works = not major.isdecimal() or int(major) >= OLDEST
    old = "" if works else f"; it is too old: Lampfield works with Asterisk {OLDEST} to 22"
    return Tried("ARI", works, f"Asterisk {version} answers at {pbx.url}{old}")


async def _may_write(pbx: Pbx, ari: Ari) -> Tried:
    """See whether the user may dial, by ending a call that there is not."""
    try:
        await ari.hang_up(f"lampfield-check-{uuid.uuid4().hex}")
    except AriRefused as error:
        if error.status != httpx.codes.NOT_FOUND:
            return Tried("ARI, dialling", False, ari_failure(pbx, error).sentence)
    return Tried("ARI, dialling", True, f"{pbx.username} may dial and hang up")


@asynccontextmanager
async def _manager(pbx: Pbx) -> AsyncIterator[tuple[Ami, Hearing]]:
    hearing = Hearing(lambda _: None)
    with saying(ami_failure, pbx):
        async with ami_connected(pbx.ami_host, pbx.ami_port, hearing.hear) as ami:
            reading = asyncio.create_task(ami.stay())
            try:
                await ami.ask("Login", Username=pbx.username, Secret=pbx.password)
                yield ami, hearing
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


async def _right(pbx: Pbx, ami: Ami, action: str) -> Tried:
    fields = {"Family": "DND"} if action == "DBGetTree" else {}
    try:
        await ami.ask(action, **fields)
    except AmiRefused as error:
        needed = action != "DBGetTree"
        sentence = (
            f"{error.message}: give {pbx.username} {RIGHTS[action]} in the write line of manager.conf "
            f"(all together {AMI_RIGHTS})"
        )
        return Tried(f"AMI, {action}", False, sentence, is_needed=needed)
    return Tried(f"AMI, {action}", True, "allowed")


async def _heard(pbx: Pbx, ami: Ami, hearing: Hearing) -> Tried:
    what = "AMI, events"
    try:
        await hearing.prove(ami)
    except Unheard as error:
        return Tried(what, False, ami_failure(pbx, error).sentence)
    return Tried(what, True, "phone events arrive")


async def _people(pbx: Pbx, ami: Ami, tried: list[Tried], devices: tuple[str, ...], places: Places) -> Probed:
    with saying(picture_failure, pbx):
        async with ari_client(pbx) as ari:
            picture = await Camera(ami, ari, pbx.context, map(device_name, devices), places=places).take()
        people = list(picture.people.values())
        extensions = await extensions_tried(ami, pbx.context, people)
    own = [device_tried(device, picture.states.get(device_name(device), "")) for device in devices]
    hints = (*hints_tried(people), *unshown_tried(picture.unshown))
    return Probed((*tried, *hints, *extensions, *own), tuple(people))
