"""From the feed to the screen: one message per frame."""

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
    """Where the hub is, and the account to log in with."""

    url: str
    account: str = ""
    secret: str = ""
    token: str = ""
    ssl: tls.SSLContext | None = None
    client: str = ""
    """Name and version of this program, for the hub's log."""
    name: str = ""
    """The hub's name in files that are kept per hub; empty: its address."""


class FeedOpened(Message):
    """There is a client; it may not be connected yet."""

    def __init__(self, pbx: PBX) -> None:
        super().__init__()
        self.pbx = pbx


class FeedChanged(Message, bubble=False):
    """A frame changed something; the PBX holds the new values already."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch


class FeedEnded(Message):
    """The feed has ended for good."""

    def __init__(self, error: LampfieldError | None) -> None:
        super().__init__()
        self.error = error


async def follow(
    hub: HubAddress, post: Callable[[Message], bool], shows: Callable[[set[ContactId]], bool]
) -> None:
    """Keep the feed open and post its changes until the hub refuses permanently.

    Args:
        hub: The hub and the account.
        post: Gets the messages.
        shows: Returns whether any of some contacts is visible; changes of others may be delayed.
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
