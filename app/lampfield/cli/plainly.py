"""Plain mode at the terminal, or on a pipe."""

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
from lampfield.plain.session import PlainSession, Setting

if TYPE_CHECKING:
    from lampfield.client.pbx import PBX
    from lampfield.plain.input import InputReader


async def plain_on_hub(login: Login, announcing: Announcing) -> int:
    """Run plain mode until it is left. Returns the exit status: of a script, whether all of it was done.

    Raises:
        LampfieldError: The hub cannot be reached, refused, or is gone for good.
        Unusable: Nothing can be written where the announcements should go.
    """
    opening = connect(
        login.url,
        account=login.account,
        secret=login.secret,
        ssl=login.trust,
        client="lampfield plain mode",
    )
    ear = find_ear(os.environ)
    async with opening as pbx:
        failures = await _announced(pbx, ear, announcing)
        if pbx.failed is not None:
            raise pbx.failed
    return FAILED if failures and not ear.is_person else DONE


async def _announced(pbx: "PBX", ear: "InputReader", announcing: Announcing) -> int:
    """Run a session, with announcements where they are wanted: for a person, that is here."""
    loop = asyncio.get_running_loop()
    session = PlainSession(pbx, Setting(ear, write, BoardFinder(), time.time, loop, announcing.spoken))
    session.voice.tells_news = announcing.is_here or ear.is_person
    with announcing.stream() as say, _opened(ear):
        tell = session.voice.news if say is None else to_lines(say)
        session.announcer = Announcer(tell, announcing.what, announcing.people)
        session.announcer.follow(pbx)
        return await _run(session)


async def _run(session: PlainSession) -> int:
    """Run the loop until it ends, or the feed does for good, or a signal comes."""
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


def find_ear(environ: Mapping[str, str]) -> "InputReader":
    """Return where lines come from.

    A terminal is asked for each key, so that news can be told while nothing is typed. One without an echo of
    its own is not, nor a dumb one: there an editor holds the line, and sends it whole.
    """
    is_person = sys.stdin.isatty()
    if is_person and sys.stdout.isatty() and environ.get("TERM") != "dumb" and _echoes(sys.stdin.fileno()):
        return Keyboard(sys.stdin.fileno(), write, asyncio.get_running_loop().time)
    return Pipe(sys.stdin, is_person=is_person)


def write(text: str) -> None:
    """Write a text as it is, and let it go at once."""
    if text:
        sys.stdout.write(text)
        sys.stdout.flush()


def _echoes(descriptor: int) -> bool:
    return bool(termios.tcgetattr(descriptor)[3] & termios.ECHO)


@contextmanager
def _opened(ear: "InputReader") -> Iterator[None]:
    if isinstance(ear, Keyboard):
        with ear.opened():
            yield
    else:
        yield
