"""The open connections to a PBX: event websocket, REST requests and manager interface."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import NamedTuple

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from lampfield.http_library import httpx
from lampfield.sources.asterisk.ami import Ami, AmiLost, AmiRefused, OnEvent, connect_ami
from lampfield.sources.asterisk.ari import Ari, AriRefused, AriUnreadable, ari_client, ari_events
from lampfield.sources.asterisk.event_probe import EventProbe, NoEvents
from lampfield.sources.asterisk.failure import ami_failure, ari_failure
from lampfield.sources.asterisk.settings import AsteriskSettings
from lampfield.sources.supervisor import Failure, LinkFailed

AMI_EVENTS = (
    "Event: (DeviceStateChange|PresenceStateChange|ExtensionStatus|ContactStatus"
    "|ParkedCall|UnParkedCall|Reload)"
)
"""The filter of AMI events; call events come over ARI."""


class AsteriskStreams(NamedTuple):
    """The open interfaces of one connection to a PBX."""

    settings: AsteriskSettings
    app: str
    """Name of our ARI application. A channel may be sent to it while the connection is open."""
    ami: Ami
    ari: Ari
    events: ClientConnection
    reading: "asyncio.Task[None]"
    """The task that reads AMI; it ends with the connection."""


EXPECTED_ERRORS = (
    *(OSError, WebSocketException, httpx.HTTPError),
    *(AmiLost, AmiRefused, AriRefused, AriUnreadable, NoEvents),
)
"""Errors of an interface that are no bugs."""


@contextmanager
def explaining(
    explain: Callable[[AsteriskSettings, Exception], Failure], settings: AsteriskSettings
) -> Iterator[None]:
    """Convert errors of one interface into a failure that says what to correct.

    Raises:
        LinkFailed: An error occurred.
    """
    try:
        yield
    except ConnectionClosed:
        raise
    except EXPECTED_ERRORS as error:
        raise LinkFailed(explain(settings, error)) from error


@asynccontextmanager
async def open_streams(
    settings: AsteriskSettings, app: str, on_event: OnEvent
) -> AsyncIterator[AsteriskStreams]:
    """Open all interfaces for the duration of the block.

    Args:
        settings: Address and login.
        app: Name of the ARI application; nobody else may use it.
        on_event: Called with each AMI event.

    Raises:
        LinkFailed: An interface did not open.
    """
    async with AsyncExitStack() as stack:
        with explaining(ari_failure, settings):
            events = await stack.enter_async_context(ari_events(settings, app))
            ari = await stack.enter_async_context(ari_client(settings))
            await ari.subscribe_calls(app)
        event_probe = EventProbe(on_event)
        with explaining(ami_failure, settings):
            ami = await stack.enter_async_context(
                connect_ami(settings.ami_host, settings.ami_port, event_probe.handle)
            )
        reading = asyncio.create_task(ami.run(), name="read ami")
        stack.push_async_callback(_cancel_reading, reading)
        with explaining(ami_failure, settings):
            await ami_login(settings, ami)
            await event_probe.check(ami)
        yield AsteriskStreams(settings, app, ami, ari, events, reading)


async def ami_login(settings: AsteriskSettings, ami: Ami) -> None:
    """Log in, and filter out events that are not needed."""
    await ami.request("Login", Username=settings.username, Secret=settings.password)
    try:
        await ami.request("Filter", Operation="Add", Filter=AMI_EVENTS)
    except AmiRefused:
        # Without the filter more events arrive; they are ignored.
        return


async def _cancel_reading(reading: "asyncio.Task[None]") -> None:
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
