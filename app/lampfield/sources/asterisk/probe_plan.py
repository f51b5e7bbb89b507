"""What can be tried of a PBX's dial plan: the context, hints, extensions and the operators' devices."""

import re
from collections.abc import Iterable, Sequence

from lampfield.sources.asterisk.ami import Ami, AmiRefused
from lampfield.sources.asterisk.ari import Pbx
from lampfield.sources.asterisk.failure import AMI_RIGHTS
from lampfield.sources.asterisk.hint import is_pattern
from lampfield.sources.asterisk.people import Person
from lampfield.sources.tried import Tried

_FEATURE_CODE = re.compile(r"_?[*#]")

MAX_NAMED = 12
"""How many numbers a sentence names."""

NOT_FOUND = "Did not find"
"""What Asterisk answers where the dial plan has no such thing."""


async def context_tried(pbx: Pbx, ami: Ami) -> Tried:
    """Return whether the dial plan has the context of the operators' calls."""
    what = f"context {pbx.context}"
    try:
        answer = await ami.ask("ShowDialPlan", Context=pbx.context)
    except AmiRefused as error:
        if NOT_FOUND in error.message:
            sentence = "the dial plan has no such context: correct context under [phone], or extensions.conf"
        else:
            sentence = f"{error.message}: give {pbx.username} {AMI_RIGHTS} in manager.conf"
        return Tried(what, False, sentence)
    return Tried(what, True, f"the dial plan has it, with {len(answer.items)} lines")


async def extensions_tried(ami: Ami, context: str, people: Iterable[Person]) -> list[Tried]:
    """Return which people's numbers cannot be dialled from the context."""
    phones = [person.number for person in people if not person.is_place]
    lacking = [number for number in phones if not await _can_be_dialled(ami, context, number)]
    if lacking:
        sentence = (
            f"{named(lacking)} cannot be dialled: in extensions.conf, include their context in [{context}], "
            "or correct context under [phone]"
        )
        return [Tried("extensions", False, sentence, is_needed=len(lacking) == len(phones))]
    return [Tried("extensions", True, f"all {len(phones)} can be dialled from {context}")] if phones else []


def hints_tried(people: Sequence[Person]) -> list[Tried]:
    """Return what the hints give: whose lamp is watched, and whose only as a bare device."""
    phones = [person for person in people if not person.is_place]
    if not phones:
        sentence = (
            "there are none, so that nobody has a lamp: write for each phone, in extensions.conf, "
            "exten => 201,hint,PJSIP/201"
        )
        return [Tried("hints", False, sentence)]
    bare = [person.number for person in phones if not person.hint.is_written]
    watched = f"{len(phones)} phones and {len(people) - len(phones)} places are watched"
    tried = [Tried("hints", True, watched)]
    if bare:
        sentence = (
            f"{named(bare)} have none, so that only the bare device is known of them: write, in "
            f"extensions.conf, exten => {bare[0]},hint,{_device_of(phones, bare[0])}"
        )
        tried.append(Tried("hints", False, sentence, is_needed=False))
    return tried


def unshown_tried(extensions: Iterable[str]) -> list[Tried]:
    """Return which hints nobody sees, and how they are shown: patterns, names and feature codes."""
    left_out = sorted(extensions)
    codes = [it for it in left_out if _FEATURE_CODE.match(it)]
    patterns = [it for it in left_out if is_pattern(it) and it not in codes]
    words = [it for it in left_out if it not in codes and it not in patterns]
    tried: list[Tried] = []
    if patterns:
        sentence = (
            f"{named(patterns)} stand for many numbers, of which Asterisk lists none: write a hint for each "
            "phone in extensions.conf, or name the numbers in numbers under [phone]"
        )
        tried.append(Tried("hints", False, sentence, is_needed=False))
    if words:
        sentence = f"{named(words)} are no numbers and not shown: name them in lamps under [phone]"
        tried.append(Tried("hints", False, sentence, is_needed=False))
    if codes:
        sentence = (
            f"{len(codes)} of feature codes are not shown; lamps under [phone] names those that should be"
        )
        tried.append(Tried("hints", True, sentence))
    return tried


def device_tried(device: str, state: str) -> Tried:
    """Return whether an operator can dial on a device."""
    what = f"device {device}"
    if state in ("", "INVALID"):
        return Tried(what, False, "Asterisk knows no such device: correct devices of the account")
    if state == "UNAVAILABLE":
        return Tried(what, False, "it is not registered: nobody can dial on it", is_needed=False)
    return Tried(what, True, f"it is there ({_words(state)})")


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
