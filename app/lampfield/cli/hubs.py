"""A hub from its plan, and the plan of the demo's: all that a board on the demo needs."""

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
        server: Who wanted to listen.
        listen: The address.
        error: What the system said.
    """

    def __init__(self, server: str, listen: Address, error: OSError) -> None:
        self.is_taken = error.errno == errno.EADDRINUSE
        """Whether another program listens there."""
        reason = "another program listens there already" if self.is_taken else _system_reason(error)
        self._listen = listen
        super().__init__(f"{server} cannot listen on {listen}: {reason}")

    def joining(self, what: str) -> str:
        """Return what to say where a hub that runs already is joined, which is no failure.

        Args:
            what: Who joins it, such as ``this board joins it``.
        """
        return f"a hub runs on {self._listen} already: {what}" if self.is_taken else f"{self}: {what}"


def _system_reason(error: OSError) -> str:
    """Return the system's reason alone; asyncio puts the address before it once more."""
    if error.errno is not None and error.errno in errno.errorcode:
        return os.strerror(error.errno)
    return error.strerror or str(error)


class HubPlan(NamedTuple):
    """All that a hub is made of."""

    accounts: Sequence[Account]
    sources: Sequence["Source"]
    listen: Address
    proof: "tls.SSLContext | None" = None
    """The hub's certificate and key; None in clear text."""
    domain: str = ""
    """Of the chat addresses that may be extensions."""
    state: StateStore | None = None
    """Keeps what must outlive the hub; None: nothing does."""


def demo_plan(settings: Mapping[str, Any], listen: Address) -> HubPlan:
    """Return the hub of the built-in demo.

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
        CannotListen: Its address is taken, or not this machine's.
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
