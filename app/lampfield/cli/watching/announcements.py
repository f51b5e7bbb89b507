"""Events as announcements: a short line for each event that matters, the state first."""

import argparse
import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING

from lampfield.cli.announcing import Announcing, find_announcing
from lampfield.cli.stdio import reader_gone, say
from lampfield.config.places import settings_path
from lampfield.config.settings_file import SettingsFile

if TYPE_CHECKING:
    from lampfield.cli.client import Act, Feed


def announce(args: argparse.Namespace) -> "Act":
    """Return the action that announces until ctrl+c, or until the reader is gone.

    Raises:
        Unusable: An option names an unknown kind of announcement.
        ConfigError: The settings cannot be used.
    """
    table = SettingsFile.read(settings_path(os.environ)).values.announce
    return partial(_announce, find_announcing(args, table))


async def _announce(announcing: Announcing, feed: "Feed") -> None:
    from lampfield.frontend.announcing.announcer import Announcer, to_lines

    with announcing.stream() as write:
        tell = to_lines(write or (lambda line: say(announcing.spoken(line))))
        Announcer(tell, announcing.what, announcing.people).follow(feed.pbx)
        unread = asyncio.create_task(reader_gone())
        try:
            await feed.until(unread.done)
        finally:
            unread.cancel()
