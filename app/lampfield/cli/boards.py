"""The board in the terminal, with or without a hub of its own."""

import asyncio
import os
import signal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from lampfield.cli import garbage
from lampfield.cli.hubs import HubPlan, hub_of
from lampfield.cli.login import Login
from lampfield.cli.logs import log_to_file
from lampfield.config.address import Address, bracketed
from lampfield.config.memory_file import MemoryFile
from lampfield.config.places import memory_path, settings_path
from lampfield.config.settings_file import SettingsFile
from lampfield.model.account import Account

if TYPE_CHECKING:
    import ssl as tls

    from lampfield.board.app import BoardApp


FREE_LOOPBACK = Address("127.0.0.1", 0)

OWN_HUB = "own hub"
"""What a hub is called that this program runs for itself alone."""


def open_own(plan: HubPlan, index: int = 0, trust: "tls.SSLContext | None" = None) -> int:
    """Open the board with its hub in the same process. Returns the exit status.

    Args:
        plan: The hub.
        index: The place of the account that logs in.
        trust: For ``wss``.

    Raises:
        CannotListen: The hub's address is taken.
    """
    log_to_file()
    return asyncio.run(with_own_hub(plan, plan.accounts[index], trust))


def open_remote(login: Login) -> int:
    """Open the board on a hub that runs elsewhere. Returns the exit status."""
    log_to_file()
    return asyncio.run(on_hub(login))


async def with_own_hub(plan: HubPlan, account: Account, trust: "tls.SSLContext | None") -> int:
    """Run a hub and the board on it. Returns the exit status.

    Raises:
        CannotListen: The hub's address is taken.
    """
    async with hub_of(plan) as hub:
        # A free port is another one each time.
        name = "" if plan.listen.port else OWN_HUB
        login = Login(reachable(hub.url), account.name, account.secret, trust, name)
        return await on_hub(login)


async def on_hub(login: Login) -> int:
    """Run the board until it is left. Returns the exit status.

    Raises:
        ConfigError: The settings cannot be used.
    """
    from lampfield.board.app import make_board

    board = make_board(
        login.url,
        account=login.account,
        secret=login.secret,
        ssl=login.trust,
        settings=SettingsFile.read(settings_path(os.environ)),
        memory=MemoryFile.read(memory_path()),
        hub_name=login.hub_name,
    )
    _leave_on_sigterm(board)
    resuming = asyncio.create_task(garbage.resume_after(board.shown), name="resume garbage collection")
    try:
        await board.run_async()
    finally:
        resuming.cancel()
    return board.return_code or 0


def reachable(url: str) -> str:
    """Return a hub's address for a client on the same machine."""
    parts = urlsplit(url)
    host = Address(parts.hostname or "", parts.port or 0).reachable_host
    return urlunsplit(parts._replace(netloc=f"{bracketed(host)}:{parts.port}"))


def _leave_on_sigterm(board: "BoardApp") -> None:
    """Give the terminal back before the process ends."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, board.exit)
