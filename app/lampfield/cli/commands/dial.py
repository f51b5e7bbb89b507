"""``lampfield dial WHO``: ring one of your devices, then a contact or a number."""

import argparse
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.stdio import say
from lampfield.cli.who import one_contact
from lampfield.frontend.wording import cause_words
from lampfield.model.call import Call, CallState
from lampfield.model.identity import DeviceName
from lampfield.model.number import InvalidNumber, begins_like_number, parse_typed
from lampfield.model.text import plain

if TYPE_CHECKING:
    from lampfield.client.handles import Call as CallHandle
    from lampfield.client.pbx import PBX

DATASETS = ("contacts", "devices", "calls")


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "dial", "ring one of your devices, then a contact or a number")
    options.add_client(parser)
    options.add_config(parser)
    parser.add_argument(
        "who", metavar="WHO", help="cID, number, login name, chat address or name; or any number"
    )
    parser.add_argument("--device", metavar="D", help="the device to dial on (default: your first)")
    parser.add_argument(
        "--no-wait", action="store_true", help="exit once dialling has begun, without waiting for an answer"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Dial, and print the progress of the call."""
    run_client(args, partial(_dial, args), DATASETS)
    return DONE


async def _dial(args: argparse.Namespace, feed: Feed) -> None:
    call = await _begin(feed.pbx, args.who, args.device)
    say(f"dialling {plain(call.label) or plain(call.number) or args.who}")
    if not args.no_wait:
        await _follow(feed, call)


async def _begin(pbx: "PBX", who: str, device: str | None) -> "CallHandle":
    name = DeviceName(device) if device is not None else None
    try:
        contact = one_contact(pbx.contacts.values_by_key.values(), who)
    except Failed:
        if not begins_like_number(who):
            raise
        return await pbx.dial(name or _first_device(pbx), _number(who))
    return await pbx.contacts[contact.cid].dial(name)


def _number(text: str) -> str:
    """Return a number that can be dialled.

    Raises:
        Failed: The text is not a number.
    """
    try:
        parse_typed(text)
    except InvalidNumber as why:
        raise Failed(f"there is no contact {text!r}, and it is not a number: {why}") from why
    return text


def _first_device(pbx: "PBX") -> DeviceName:
    first = next(iter(pbx.devices), None)
    if first is None:
        raise Failed("your account has no device to dial on")
    return first.name


async def _follow(feed: Feed, call: "CallHandle") -> None:
    """Print each stage of a call until it is answered.

    Raises:
        Failed: The call ended before.
    """
    last, stages = "", deque([stage(call.value)])
    for event in ("update", "gone"):
        # A listener sees each change: several may arrive before this task runs again.
        call.add_listener(event, lambda _: stages.append(stage(call.value)))
    while last != "answered":
        await feed.until(lambda: stages)
        if (now := stages.popleft()) == "ended":
            why = cause_words(call.value)
            raise Failed(f"not answered: {why}" if why else "not answered")
        if now != last:
            say(now)
        last = now


def stage(call: Call) -> str:
    """Return the stage of a call that the operator makes, as shown."""
    if call.state is CallState.DEAD and not call.start:
        return "ended"
    if call.start or call.state in (CallState.UP, CallState.HOLD, CallState.PARK):
        return "answered"
    if call.state is CallState.RING:
        return "rings"
    return "pick up your device" if call.nr_state is CallState.RING else "calling"
