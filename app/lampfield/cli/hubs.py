"""Runs a hub from its plan, and plans the demo's hub."""

import errno
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from lampfield.cli.failure import Failed, Unusable
from lampfield.config.address import Address
from lampfield.model.account import Account
from lampfield.model.state import StateStore

if TYPE_CHECKING:
    import ssl as tls

    from lampfield.hub.server import HubServer
    from lampfield.sources.port import Source


class CannotListen(Failed):
    """A server's address cannot be listened on.

    Args:
        server: The name of the server.
        listen: The address.
        error: The system's error.
    """

    def __init__(self, server: str, listen: Address, error: OSError) -> None:
        self.is_taken = error.errno == errno.EADDRINUSE
        """Whether another program listens there."""
        reason = "another program listens there already" if self.is_taken else _system_reason(error)
        self._listen = listen
        super().__init__(f"{server} cannot listen on {listen}: {reason}")

    def joining(self, what: str) -> str:
        """Return the message when the hub that runs already is used instead, which is no failure.

        Args:
            what: The consequence, such as ``this board joins it``.
        """
        return f"a hub runs on {self._listen} already: {what}" if self.is_taken else f"{self}: {what}"


def _system_reason(error: OSError) -> str:
    """Return the system's reason without the address that asyncio repeats before it."""
    if error.errno is not None and error.errno in errno.errorcode:
        return os.strerror(error.errno)
    return error.strerror or str(error)


class HubPlan(NamedTuple):
    """The parts of a hub."""

    accounts: Sequence[Account]
    sources: Sequence["Source"]
    listen: Address
    proof: "tls.SSLContext | None" = None
    """The hub's certificate and key; None in clear text."""
    domain: str = ""
    """The domain in which a chat address may be an extension."""
    state: StateStore | None = None
    """The store that outlives the hub; None for none."""


def demo_plan(settings: Mapping[str, Any], listen: Address) -> HubPlan:
    """Return the plan of the built-in demo's hub.

    Raises:
        Unusable: A setting is out of bounds.
    """
    from lampfield.sources.demo.source import DemoSource, demo_account

    try:
        return HubPlan([demo_account()], [DemoSource(**settings)], listen)
    except ValueError as error:
        raise Unusable(str(error)) from error


@asynccontextmanager
async def hub_of(plan: HubPlan) -> "AsyncIterator[HubServer]":
    """Run a hub.

    Raises:
        CannotListen: Its address is in use, or is not an address of this machine.
    """
    from lampfield.hub.server import HubServer

    host, port = plan.listen.host, plan.listen.port
    server = HubServer(
        plan.accounts,
        plan.sources,
        host=host,
        port=port,
        ssl=plan.proof,
        domain=plan.domain,
        state=plan.state,
    )
    async with AsyncExitStack() as stack:
        try:
            hub = await stack.enter_async_context(server)
        except OSError as error:
            raise CannotListen("the hub", plan.listen, error) from error
        yield hub
