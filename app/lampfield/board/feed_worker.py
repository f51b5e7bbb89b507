"""From the feed to the screen: one message a frame."""

import ssl as tls
from collections.abc import Callable
from typing import NamedTuple

from textual.message import Message

from lampfield.board.update_coalescer import UpdateCoalescer
from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.model.identity import ContactId
from lampfield.protocol.errors import LampfieldError


class HubAddress(NamedTuple):
    """Where the hub is, and who logs in."""

    url: str
    account: str = ""
    secret: str = ""
    token: str = ""
    ssl: tls.SSLContext | None = None
    client: str = ""
    """Name and version of the program, for the hub's log."""
    name: str = ""
    """What the hub is called where something is kept for it; empty: by its address."""


class FeedOpened(Message):
    """The client is there; it may not be connected yet."""

    def __init__(self, pbx: PBX) -> None:
        super().__init__()
        self.pbx = pbx


class FeedChanged(Message, bubble=False):
    """A frame changed something; the values are in the PBX already."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch


class FeedEnded(Message):
    """The feed is over for good."""

    def __init__(self, error: LampfieldError | None) -> None:
        super().__init__()
        self.error = error


async def follow(
    hub: HubAddress, post: Callable[[Message], bool], shows: Callable[[set[ContactId]], bool]
) -> None:
    """Keep the feed up and post what happens, until the hub refuses for good.

    Args:
        hub: Where, and as whom.
        post: Gets the messages.
        shows: Says whether any of some contacts can be seen; changes of others need not be told at once.
    """
    opening = connect(
        hub.url,
        account=hub.account,
        secret=hub.secret,
        token=hub.token,
        ssl=hub.ssl,
        client=hub.client,
        first="retry",
        early=True,
    )
    async with opening as pbx:
        gathering = UpdateCoalescer(lambda batch: post(FeedChanged(batch)), shows)
        pbx.subscribe(gathering.take)
        post(FeedOpened(pbx))
        await pbx.closed()
        gathering.stop()
        post(FeedEnded(pbx.failed))
