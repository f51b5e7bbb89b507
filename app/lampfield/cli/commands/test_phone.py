"""``lampfield test-phone``: find out which commands one of your phones obeys during a call."""

import argparse
from functools import partial

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.stdio import say
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.frontend.operations.phone_test import PhoneTest
from lampfield.model.identity import DeviceName
from lampfield.protocol.errors import LampfieldError

DATASETS = ("devices", "calls")


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "test-phone", "find out which commands your phone obeys")
    options.add_client(parser)
    options.add_config(parser)
    parser.add_argument("--device", metavar="D", help="the device to test (default: your first)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ring the phone, and print the result once it has been answered by hand."""
    device = DeviceName(args.device) if args.device is not None else None
    run_client(args, partial(_test, device), DATASETS)
    return DONE


async def _test(device: DeviceName | None, feed: Feed) -> None:
    try:
        test = PhoneTest(feed.pbx, device)
    except NotAvailable as why:
        raise Failed(str(why)) from why
    say(test.operation().underway)
    try:
        await test.operation().begin()
    except LampfieldError as error:
        raise Failed(str(error)) from error
    say(test.result)
