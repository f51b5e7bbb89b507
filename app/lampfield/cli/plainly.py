"""Runs plain mode at the terminal or on a pipe."""

import asyncio
import os
import signal
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lampfield.cli.announcing import Announcing
from lampfield.cli.failure import DONE, FAILED
from lampfield.cli.finding import BoardFinder
from lampfield.cli.login import Login
from lampfield.client.connect import connect
from lampfield.frontend.announcing.announcer import Announcer, to_lines
from lampfield.plain.input import Keyboard, Pipe
from lampfield.plain.loop import Loop
from lampfield.plain.session import PlainSession, SessionOptions

if TYPE_CHECKING:
    from lampfield.client.pbx import PBX
    from lampfield.plain.input import InputReader


async def plain_on_hub(login: Login, announcing: Announcing) -> int:
    """Run plain mode until the operator leaves. Return the exit status; a script fails if one command does.

    Raises:
        LampfieldError: The hub cannot be reached, refuses, or is gone for good.
        Unusable: The destination of the announcements cannot be written.
    """
    opening = connect(
        login.url,
        account=login.account,
        secret=login.secret,
        ssl=login.trust,
        client="lampfield plain mode",
    )
    reader = find_reader(os.environ)
    async with opening as pbx:
        failures = await _announced(pbx, reader, announcing)
        if pbx.failed is not None:
            raise pbx.failed
    return FAILED if failures and not reader.is_person else DONE


async def _announced(pbx: "PBX", reader: "InputReader", announcing: Announcing) -> int:
    """Run a session with its announcements: a person gets them between the lines."""
    loop = asyncio.get_running_loop()
    session = PlainSession(
        pbx, SessionOptions(reader, write, BoardFinder(), time.time, loop, announcing.spoken)
    )
    session.output.writes_news = announcing.is_here or reader.is_person
    with announcing.stream() as say, _opened(reader):
        tell = session.output.news if say is None else to_lines(say)
        session.announcer = Announcer(tell, announcing.what, announcing.people)
        session.announcer.follow(pbx)
        return await _run(session)


async def _run(session: PlainSession) -> int:
    """Run the loop until it ends, the connection ends for good, or a signal arrives."""
    looping = asyncio.create_task(Loop(session).run(), name="plain mode")
    ending = asyncio.create_task(session.pbx.closed(), name="end of the feed")
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, looping.cancel)
    try:
        await asyncio.wait((looping, ending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        looping.cancel()
        ending.cancel()
        await asyncio.gather(looping, ending, return_exceptions=True)
    return 0 if looping.cancelled() else looping.result()


def find_reader(environ: Mapping[str, str]) -> "InputReader":
    """Return the reader of the input.

    A terminal is read key by key, so that announcements can appear while nothing is typed. One without echo,
    or a dumb one, is read line by line: an editor holds the line there and sends it whole.
    """
    is_person = sys.stdin.isatty()
    if is_person and sys.stdout.isatty() and environ.get("TERM") != "dumb" and _echoes(sys.stdin.fileno()):
        return Keyboard(sys.stdin.fileno(), write, asyncio.get_running_loop().time)
    return Pipe(sys.stdin, is_person=is_person)


def write(text: str) -> None:
    """Write a text and flush it."""
    if text:
        sys.stdout.write(text)
        sys.stdout.flush()


def _echoes(descriptor: int) -> bool:
    return bool(termios.tcgetattr(descriptor)[3] & termios.ECHO)


@contextmanager
def _opened(reader: "InputReader") -> Iterator[None]:
    if isinstance(reader, Keyboard):
        with reader.opened():
            yield
    else:
        yield
