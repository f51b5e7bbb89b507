"""Probes a PBX step by step, and reports what works and what to write into which of its files."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import msgspec

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ami import Ami, AmiRefused, ami_connected
from lampfield.sources.asterisk.ari import Ari, AriRefused, Pbx, ari_client, ari_events
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.event_probe import EventProbe, Unheard
from lampfield.sources.asterisk.failure import AMI_RIGHTS, ami_failure, ari_failure, picture_failure
from lampfield.sources.asterisk.hint import is_pattern
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.snapshot import SnapshotReader
from lampfield.sources.asterisk.streams import saying
from lampfield.sources.probe_result import ProbeResult
from lampfield.sources.supervisor import LinkFailed

_FEATURE_CODE = re.compile(r"_?[*#]")

MAX_NAMED = 12
"""How many numbers a sentence names."""

NOT_FOUND = "Did not find"
"""What Asterisk answers where the dial plan has no such thing."""


async def context_tried(pbx: Pbx, ami: Ami) -> ProbeResult:
    """Return whether the dial plan has the context of the operators' calls."""
    what = f"context {pbx.context}"
    try:
        answer = await ami.ask("ShowDialPlan", Context=pbx.context)
    except AmiRefused as error:
        if NOT_FOUND in error.message:
            sentence = "the dial plan has no such context: correct context under [phone], or extensions.conf"
        else:
            sentence = f"{error.message}: give {pbx.username} {AMI_RIGHTS} in manager.conf"
        return ProbeResult(what, False, sentence)
    return ProbeResult(what, True, f"the dial plan has it, with {len(answer.items)} lines")


async def extensions_tried(ami: Ami, context: str, people: Iterable[Person]) -> list[ProbeResult]:
    """Return which people's numbers cannot be dialled from the context."""
    phones = [person.number for person in people if not person.is_place]
    lacking = [number for number in phones if not await _can_be_dialled(ami, context, number)]
    if lacking:
        sentence = (
            f"{named(lacking)} cannot be dialled: in extensions.conf, include their context in [{context}], "
            "or correct context under [phone]"
        )
        return [ProbeResult("extensions", False, sentence, is_needed=len(lacking) == len(phones))]
    return (
        [ProbeResult("extensions", True, f"all {len(phones)} can be dialled from {context}")]
        if phones
        else []
    )


def hints_tried(people: Sequence[Person]) -> list[ProbeResult]:
    """Return what the hints give: whose lamp is watched, and whose only as a bare device."""
    phones = [person for person in people if not person.is_place]
    if not phones:
        sentence = (
            "there are none, so that nobody has a lamp: write for each phone, in extensions.conf, "
            "exten => 201,hint,PJSIP/201"
        )
        return [ProbeResult("hints", False, sentence)]
    bare = [person.number for person in phones if not person.hint.is_written]
    watched = f"{len(phones)} phones and {len(people) - len(phones)} places are watched"
    tried = [ProbeResult("hints", True, watched)]
    if bare:
        sentence = (
            f"{named(bare)} have none, so that only the bare device is known of them: write, in "
            f"extensions.conf, exten => {bare[0]},hint,{_device_of(phones, bare[0])}"
        )
        tried.append(ProbeResult("hints", False, sentence, is_needed=False))
    return tried


def unshown_tried(extensions: Iterable[str]) -> list[ProbeResult]:
    """Return which hints nobody sees, and how they are shown: patterns, names and feature codes."""
    left_out = sorted(extensions)
    codes = [it for it in left_out if _FEATURE_CODE.match(it)]
    patterns = [it for it in left_out if is_pattern(it) and it not in codes]
    words = [it for it in left_out if it not in codes and it not in patterns]
    tried: list[ProbeResult] = []
    if patterns:
        sentence = (
            f"{named(patterns)} stand for many numbers, of which Asterisk lists none: write a hint for each "
            "phone in extensions.conf, or name the numbers in numbers under [phone]"
        )
        tried.append(ProbeResult("hints", False, sentence, is_needed=False))
    if words:
        sentence = f"{named(words)} are no numbers and not shown: name them in lamps under [phone]"
        tried.append(ProbeResult("hints", False, sentence, is_needed=False))
    if codes:
        sentence = (
            f"{len(codes)} of feature codes are not shown; lamps under [phone] names those that should be"
        )
        tried.append(ProbeResult("hints", True, sentence))
    return tried


def device_tried(device: str, state: str) -> ProbeResult:
    """Return whether an operator can dial on a device."""
    what = f"device {device}"
    if state in ("", "INVALID"):
        return ProbeResult(what, False, "Asterisk knows no such device: correct devices of the account")
    if state == "UNAVAILABLE":
        return ProbeResult(what, False, "it is not registered: nobody can dial on it", is_needed=False)
    return ProbeResult(what, True, f"it is there ({_words(state)})")


def named(numbers: Sequence[str]) -> str:
    """Return some numbers for a sentence, and how many more there are."""
    more = f" and {len(numbers) - MAX_NAMED} more" if len(numbers) > MAX_NAMED else ""
    return ", ".join(numbers[:MAX_NAMED]) + more


async def _can_be_dialled(ami: Ami, context: str, number: str) -> bool:
    try:
        answer = await ami.ask("ShowDialPlan", Context=context, Extension=number)
    except AmiRefused as error:
        return NOT_FOUND not in error.message
    return any(item.get("Priority") == "1" for item in answer.items)


def _device_of(people: Iterable[Person], number: str) -> str:
    hint = next(person.hint for person in people if person.number == number)
    return "&".join(hint.devices)


def _words(state: str) -> str:
    """Return a device state as words."""
    return (
        state.lower().replace("_", " ").replace("ringinuse", "ringing and inuse").replace("inuse", "in use")
    )


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

    tried: tuple[ProbeResult, ...]
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
            tried = [
                *ari_tried,
                ProbeResult("AMI", True, f"{pbx.username} is logged in"),
                *rights,
                heard,
                context,
            ]
            if not all(it.works for it in tried if it.is_needed):
                return Probed(tuple(tried))
            return await _people(pbx, ami, tried, tuple(devices), places or Places())
    except LinkFailed as error:
        return Probed((*ari_tried, ProbeResult("AMI", False, error.failure.sentence)))


async def _ari(pbx: Pbx) -> list[ProbeResult]:
    tried: list[ProbeResult] = []
    try:
        with saying(ari_failure, pbx):
            async with ari_client(pbx) as ari:
                tried.append(version_tried(pbx, await ari.version()))
                tried.append(await _may_write(pbx, ari))
            async with ari_events(pbx, f"lampfield-check-{uuid.uuid4().hex[:8]}"):
                tried.append(ProbeResult("ARI events", True, "the event line opens"))
    except LinkFailed as error:
        tried.append(ProbeResult("ARI", False, error.failure.sentence))
    return tried


def version_tried(pbx: Pbx, version: str) -> ProbeResult:
    """Return whether a version can be worked with; one that is no number is believed."""
    major = version.partition(".")[0]
    works = not major.isdecimal() or int(major) >= OLDEST
    old = "" if works else f"; it is too old: Lampfield works with Asterisk {OLDEST} to 22"
    return ProbeResult("ARI", works, f"Asterisk {version} answers at {pbx.url}{old}")


async def _may_write(pbx: Pbx, ari: Ari) -> ProbeResult:
    """See whether the user may dial, by ending a call that there is not."""
    try:
        await ari.hang_up(f"lampfield-check-{uuid.uuid4().hex}")
    except AriRefused as error:
        if error.status != httpx.codes.NOT_FOUND:
            return ProbeResult("ARI, dialling", False, ari_failure(pbx, error).sentence)
    return ProbeResult("ARI, dialling", True, f"{pbx.username} may dial and hang up")


@asynccontextmanager
async def _manager(pbx: Pbx) -> AsyncIterator[tuple[Ami, EventProbe]]:
    hearing = EventProbe(lambda _: None)
    with saying(ami_failure, pbx):
        async with ami_connected(pbx.ami_host, pbx.ami_port, hearing.hear) as ami:
            reading = asyncio.create_task(ami.stay())
            try:
                await ami.ask("Login", Username=pbx.username, Secret=pbx.password)
                yield ami, hearing
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


async def _right(pbx: Pbx, ami: Ami, action: str) -> ProbeResult:
    fields = {"Family": "DND"} if action == "DBGetTree" else {}
    try:
        await ami.ask(action, **fields)
    except AmiRefused as error:
        needed = action != "DBGetTree"
        sentence = (
            f"{error.message}: give {pbx.username} {RIGHTS[action]} in the write line of manager.conf "
            f"(all together {AMI_RIGHTS})"
        )
        return ProbeResult(f"AMI, {action}", False, sentence, is_needed=needed)
    return ProbeResult(f"AMI, {action}", True, "allowed")


async def _heard(pbx: Pbx, ami: Ami, hearing: EventProbe) -> ProbeResult:
    what = "AMI, events"
    try:
        await hearing.prove(ami)
    except Unheard as error:
        return ProbeResult(what, False, ami_failure(pbx, error).sentence)
    return ProbeResult(what, True, "phone events arrive")


async def _people(
    pbx: Pbx, ami: Ami, tried: list[ProbeResult], devices: tuple[str, ...], places: Places
) -> Probed:
    with saying(picture_failure, pbx):
        async with ari_client(pbx) as ari:
            picture = await SnapshotReader(
                ami, ari, pbx.context, map(device_name, devices), places=places
            ).take()
        people = list(picture.people.values())
        extensions = await extensions_tried(ami, pbx.context, people)
    own = [device_tried(device, picture.states.get(device_name(device), "")) for device in devices]
    hints = (*hints_tried(people), *unshown_tried(picture.unshown))
    return Probed((*tried, *hints, *extensions, *own), tuple(people))
