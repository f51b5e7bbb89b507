"""Plans the demo's hub from its options: the simulated office, or a recording."""

import argparse
from pathlib import Path

from lampfield.cli import options
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import HubPlan, demo_plan
from lampfield.config.address import Address


def asked_plan(args: argparse.Namespace, listen: Address) -> HubPlan:
    """Return the plan of the hub that the demo's options describe.

    Raises:
        Unusable: The options exclude each other or are out of bounds, or the recording cannot be used.
    """
    settings = options.demo_settings(args)
    if args.replay is None:
        if args.loop:
            raise Unusable("--loop repeats a recording: add --replay FILE")
        return demo_plan(settings, listen)
    speed = settings.pop("speed", 1.0)
    if settings:
        raise Unusable(f"--{next(iter(settings))} cannot be combined with --replay")
    return _replay_plan(args.replay, speed, args.loop, listen)


def _replay_plan(path: Path, speed: float, loop: bool, listen: Address) -> HubPlan:
    from lampfield.sources.demo.source import demo_account
    from lampfield.sources.replay.recording import Recording
    from lampfield.sources.replay.source import ReplaySource, account_for

    try:
        recording = Recording(path)
        source = ReplaySource(recording, speed=speed, loop=loop)
    except ValueError as error:
        raise Unusable(str(error)) from error
    return HubPlan([account_for(recording, demo_account())], [source], listen)
