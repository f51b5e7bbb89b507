"""Probes a PBX step by step, and reports what works and which of its files to change."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import msgspec

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ami import Ami, AmiRefused, connect_ami
from lampfield.sources.asterisk.ari import Ari, AriRefused, ari_client, ari_events
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.event_probe import EventProbe, NoEvents
from lampfield.sources.asterisk.failure import AMI_RIGHTS, ami_failure, ari_failure, snapshot_failure
from lampfield.sources.asterisk.hint import is_pattern
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.settings import AsteriskSettings
from lampfield.sources.asterisk.snapshot import SnapshotReader
from lampfield.sources.asterisk.streams import explaining
from lampfield.sources.probe_result import ProbeResult
from lampfield.sources.supervisor import LinkFailed

_FEATURE_CODE = re.compile(r"_?[*#]")

MAX_NAMED = 12
"""How many numbers a sentence lists."""

NOT_FOUND = "Did not find"
"""Asterisk's error where the dial plan has no such entry."""

MIN_VERSION = 16
"""The first version whose ARI filters events (eventFilter, 16.3)."""

RIGHTS = {
    "ExtensionStateList": "call,reporting",
    "DeviceStateList": "call,reporting",
    "PresenceStateList": "call,reporting",
    "DBGetTree": "system",
}
"""The rights that manager.conf must grant in its write line for each action; some need one of several."""


class PbxProbe(msgspec.Struct, frozen=True):
    """The result of probing a PBX."""

    results: tuple[ProbeResult, ...]
    people: tuple[Person, ...] = ()
    """The extensions of the PBX; empty where it could not be read."""


async def probe(
    settings: AsteriskSettings, devices: Iterable[str] = (), places: Places | None = None
) -> PbxProbe:
    """Probe a PBX.

    Args:
        settings: Address and login.
        devices: The operators' own devices.
        places: Extensions from the site file besides people.
    """
    ari_results = await _check_ari(settings)
    try:
        async with _ami_session(settings) as (ami, event_probe):
            rights = [await _check_right(settings, ami, action) for action in RIGHTS]
            context = await check_context(settings, ami)
            events = await _check_events(settings, ami, event_probe)
            results = [
                *ari_results,
                ProbeResult("AMI", True, f"{settings.username} is logged in"),
                *rights,
                events,
                context,
            ]
            if not all(it.works for it in results if it.is_needed):
                return PbxProbe(tuple(results))
            return await _check_people(settings, ami, results, tuple(devices), places or Places())
    except LinkFailed as error:
        return PbxProbe((*ari_results, ProbeResult("AMI", False, error.failure.sentence)))


async def check_context(settings: AsteriskSettings, ami: Ami) -> ProbeResult:
    """Check that the dial plan has the context of the operators' calls."""
    subject = f"context {settings.context}"
    try:
        answer = await ami.request("ShowDialPlan", Context=settings.context)
    except AmiRefused as error:
        if NOT_FOUND in error.message:
            sentence = "the dial plan has no such context: correct context under [phone], or extensions.conf"
        else:
            sentence = f"{error.message}: give {settings.username} {AMI_RIGHTS} in manager.conf"
        return ProbeResult(subject, False, sentence)
    return ProbeResult(subject, True, f"the dial plan has it, with {len(answer.items)} lines")


async def check_extensions(ami: Ami, context: str, people: Iterable[Person]) -> list[ProbeResult]:
    """Check which people's numbers can be dialled from the context."""
    phones = [person.number for person in people if not person.is_place]
    undiallable = [number for number in phones if not await _can_be_dialled(ami, context, number)]
    if undiallable:
        sentence = (
            f"{named(undiallable)} cannot be dialled: in extensions.conf, include their context in "
            f"[{context}], or correct context under [phone]"
        )
        return [ProbeResult("extensions", False, sentence, is_needed=len(undiallable) == len(phones))]
    return (
        [ProbeResult("extensions", True, f"all {len(phones)} can be dialled from {context}")]
        if phones
        else []
    )


def check_hints(people: Sequence[Person]) -> list[ProbeResult]:
    """Report the phones and places with a hint, and the phones without one."""
    phones = [person for person in people if not person.is_place]
    if not phones:
        sentence = (
            "there are none, so no phone has a state: for each phone, write in extensions.conf "
            "exten => 201,hint,PJSIP/201"
        )
        return [ProbeResult("hints", False, sentence)]
    bare = [person.number for person in phones if not person.hint.is_written]
    watched = f"{len(phones)} phones and {len(people) - len(phones)} places are watched"
    results = [ProbeResult("hints", True, watched)]
    if bare:
        sentence = (
            f"{named(bare)} have none, so only their devices are watched: write in extensions.conf "
            f"exten => {bare[0]},hint,{_device_of(phones, bare[0])}"
        )
        results.append(ProbeResult("hints", False, sentence, is_needed=False))
    return results


def check_unshown(extensions: Iterable[str]) -> list[ProbeResult]:
    """Report the hints that are not shown, and how to show them: patterns, names and feature codes."""
    left_out = sorted(extensions)
    codes = [it for it in left_out if _FEATURE_CODE.match(it)]
    patterns = [it for it in left_out if is_pattern(it) and it not in codes]
    words = [it for it in left_out if it not in codes and it not in patterns]
    results: list[ProbeResult] = []
    if patterns:
        sentence = (
            f"{named(patterns)} are patterns, and Asterisk does not list their numbers: write a hint for "
            "each phone in extensions.conf, or list the numbers in numbers under [phone]"
        )
        results.append(ProbeResult("hints", False, sentence, is_needed=False))
    if words:
        sentence = f"{named(words)} are not numbers and not shown: list them in lamps under [phone]"
        results.append(ProbeResult("hints", False, sentence, is_needed=False))
    if codes:
        sentence = (
            f"{len(codes)} of feature codes are not shown; lamps under [phone] names those that should be"
        )
        results.append(ProbeResult("hints", True, sentence))
    return results


def check_device(device: str, state: str) -> ProbeResult:
    """Check that an operator can dial on a device."""
    subject = f"device {device}"
    if state in ("", "INVALID"):
        return ProbeResult(subject, False, "Asterisk knows no such device: correct devices of the account")
    if state == "UNAVAILABLE":
        return ProbeResult(subject, False, "it is not registered, so nobody can dial on it", is_needed=False)
    return ProbeResult(subject, True, f"it is registered ({_state_words(state)})")


def named(numbers: Sequence[str]) -> str:
    """Return up to `MAX_NAMED` numbers for a sentence, with the count of the rest."""
    more = f" and {len(numbers) - MAX_NAMED} more" if len(numbers) > MAX_NAMED else ""
    return ", ".join(numbers[:MAX_NAMED]) + more


def check_version(settings: AsteriskSettings, version: str) -> ProbeResult:
    """Check Asterisk's version; one that is not a number passes."""
    major = version.partition(".")[0]
    works = not major.isdecimal() or int(major) >= MIN_VERSION
    old = "" if works else f"; too old: Lampfield works with Asterisk {MIN_VERSION} to 22"
    return ProbeResult("ARI", works, f"Asterisk {version} answers at {settings.url}{old}")


async def _can_be_dialled(ami: Ami, context: str, number: str) -> bool:
    try:
        answer = await ami.request("ShowDialPlan", Context=context, Extension=number)
    except AmiRefused as error:
        return NOT_FOUND not in error.message
    return any(item.get("Priority") == "1" for item in answer.items)


def _device_of(people: Iterable[Person], number: str) -> str:
    hint = next(person.hint for person in people if person.number == number)
    return "&".join(hint.devices)


def _state_words(state: str) -> str:
    """Return a device state in words."""
    return (
        state.lower().replace("_", " ").replace("ringinuse", "ringing and inuse").replace("inuse", "in use")
    )


async def _check_ari(settings: AsteriskSettings) -> list[ProbeResult]:
    results: list[ProbeResult] = []
    try:
        with explaining(ari_failure, settings):
            async with ari_client(settings) as ari:
                results.append(check_version(settings, await ari.version()))
                results.append(await _check_write(settings, ari))
            async with ari_events(settings, f"lampfield-check-{uuid.uuid4().hex[:8]}"):
                results.append(ProbeResult("ARI events", True, "the event line opens"))
    except LinkFailed as error:
        results.append(ProbeResult("ARI", False, error.failure.sentence))
    return results


async def _check_write(settings: AsteriskSettings, ari: Ari) -> ProbeResult:
    """Check that the user may dial, by hanging up a call that does not exist."""
    try:
        await ari.hang_up(f"lampfield-check-{uuid.uuid4().hex}")
    except AriRefused as error:
        if error.status != httpx.codes.NOT_FOUND:
            return ProbeResult("ARI, dialling", False, ari_failure(settings, error).sentence)
    return ProbeResult("ARI, dialling", True, f"{settings.username} may dial and hang up")


@asynccontextmanager
async def _ami_session(settings: AsteriskSettings) -> AsyncIterator[tuple[Ami, EventProbe]]:
    event_probe = EventProbe(lambda _: None)
    with explaining(ami_failure, settings):
        async with connect_ami(settings.ami_host, settings.ami_port, event_probe.handle) as ami:
            reading = asyncio.create_task(ami.run())
            try:
                await ami.request("Login", Username=settings.username, Secret=settings.password)
                yield ami, event_probe
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


async def _check_right(settings: AsteriskSettings, ami: Ami, action: str) -> ProbeResult:
    fields = {"Family": "DND"} if action == "DBGetTree" else {}
    try:
        await ami.request(action, **fields)
    except AmiRefused as error:
        needed = action != "DBGetTree"
        sentence = (
            f"{error.message}: give {settings.username} {RIGHTS[action]} in the write line of manager.conf "
            f"(all together {AMI_RIGHTS})"
        )
        return ProbeResult(f"AMI, {action}", False, sentence, is_needed=needed)
    return ProbeResult(f"AMI, {action}", True, "allowed")


async def _check_events(settings: AsteriskSettings, ami: Ami, event_probe: EventProbe) -> ProbeResult:
    subject = "AMI, events"
    try:
        await event_probe.check(ami)
    except NoEvents as error:
        return ProbeResult(subject, False, ami_failure(settings, error).sentence)
    return ProbeResult(subject, True, "phone events arrive")


async def _check_people(
    settings: AsteriskSettings, ami: Ami, results: list[ProbeResult], devices: tuple[str, ...], places: Places
) -> PbxProbe:
    with explaining(snapshot_failure, settings):
        async with ari_client(settings) as ari:
            snapshot = await SnapshotReader(
                ami, ari, settings.context, map(device_name, devices), places=places
            ).take()
        people = list(snapshot.people.values())
        extensions = await check_extensions(ami, settings.context, people)
    own = [check_device(device, snapshot.states.get(device_name(device), "")) for device in devices]
    hints = (*check_hints(people), *check_unshown(snapshot.unshown))
    return PbxProbe((*results, *hints, *extensions, *own), tuple(people))
