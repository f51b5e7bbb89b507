"""One connected line to a PBX: its event line, its requests and its manager interface."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import NamedTuple

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ami import Ami, AmiLost, AmiRefused, Hear, ami_connected
from lampfield.sources.asterisk.ari import Ari, AriRefused, AriUnreadable, Pbx, ari_client, ari_events
from lampfield.sources.asterisk.event_probe import EventProbe, Unheard
from lampfield.sources.asterisk.failure import ami_failure, ari_failure
from lampfield.sources.supervisor import Failure, LinkFailed

AMI_EVENTS = (
    "Event: (DeviceStateChange|PresenceStateChange|ExtensionStatus|ContactStatus"
    "|ParkedCall|UnParkedCall|Reload)"
)
"""All that is heard from AMI; the calls come over ARI."""


class AsteriskStreams(NamedTuple):
    """What the parts of the source speak through."""

    pbx: Pbx
    app: str
    """The name of our ARI application; a channel may be sent there while the line is up."""
    ami: Ami
    ari: Ari
    events: ClientConnection
    reading: "asyncio.Task[None]"
    """Reads AMI; it ends with the line."""


FORESEEN = (
    *(OSError, WebSocketException, httpx.HTTPError),
    *(AmiLost, AmiRefused, AriRefused, AriUnreadable, Unheard),
)
"""What goes wrong at an interface."""


@contextmanager
def saying(say: Callable[[Pbx, Exception], Failure], pbx: Pbx) -> Iterator[None]:
    """Turn what goes wrong at one interface into a failure that says what to do.

    Raises:
        LineFailed: Something went wrong.
    """
    try:
        yield
    except ConnectionClosed:
        raise
    except FORESEEN as error:
        raise LinkFailed(say(pbx, error)) from error


@asynccontextmanager
async def asterisk_line(pbx: Pbx, app: str, hear: Hear) -> AsyncIterator[AsteriskStreams]:
    """Have a line while the block runs.

    Args:
        pbx: Where.
        app: The ARI application's name, used by nobody else.
        hear: Called with AMI's events.

    Raises:
        LineFailed: It did not come about.
    """
    async with AsyncExitStack() as stack:
        with saying(ari_failure, pbx):
            events = await stack.enter_async_context(ari_events(pbx, app))
            ari = await stack.enter_async_context(ari_client(pbx))
            await ari.follow_calls(app)
        hearing = EventProbe(hear)
        with saying(ami_failure, pbx):
            ami = await stack.enter_async_context(ami_connected(pbx.ami_host, pbx.ami_port, hearing.hear))
        reading = asyncio.create_task(ami.stay(), name="read ami")
        stack.push_async_callback(_ended, reading)
        with saying(ami_failure, pbx):
            await ami_login(pbx, ami)
            await hearing.prove(ami)
        yield AsteriskStreams(pbx, app, ami, ari, events, reading)


async def ami_login(pbx: Pbx, ami: Ami) -> None:
    """Log in, and keep out events that nobody needs."""
    await ami.ask("Login", Username=pbx.username, Secret=pbx.password)
    try:
        await ami.ask("Filter", Operation="Add", Filter=AMI_EVENTS)
    except AmiRefused:
        # More comes than is needed, and is passed over.
        return


async def _ended(reading: "asyncio.Task[None]") -> None:
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
