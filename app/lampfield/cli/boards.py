"""Runs the board in the terminal, on its own hub or on a remote one."""

import asyncio
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import msgspec

from lampfield.cli import tuning
from lampfield.cli.announcing import Announcing, find_announcing
from lampfield.cli.ending import Ending
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import HubPlan, hub_of
from lampfield.cli.keymaps import map_in_force
from lampfield.cli.login import Login, Run
from lampfield.cli.logs import log_to_file
from lampfield.cli.screens import check_screen, take_true_size
from lampfield.config.address import Address, bracketed
from lampfield.config.error import ConfigError
from lampfield.config.memory_file import MemoryFile
from lampfield.config.notes_file import NotesFile
from lampfield.config.places import memory_path, notes_path, settings_path
from lampfield.config.settings import PhotoChoice
from lampfield.config.settings_file import SettingsFile
from lampfield.model.account import Account

if TYPE_CHECKING:
    import argparse
    import ssl as tls

    from lampfield.board.keys.keymap import KeyMap
    from lampfield.frontend.announcing.announcer import Announcer

LOG = logging.getLogger(__name__)

HERE = Path()
FREE_LOOPBACK = Address("127.0.0.1", 0)

SETTLING_SECONDS = 5.0
"""For how long contacts that arrive belong to the first snapshot, and are not announced as new."""
OWN_HUB = "own hub"
"""The name of a hub that this process runs for itself alone."""


def open_own(
    plan: HubPlan, run: Run, index: int = 0, trust: "tls.SSLContext | None" = None, *, public: bool = False
) -> int:
    """Open the board, or plain mode, with its hub in the same process. Return the exit status.

    Args:
        plan: The plan of the hub.
        run: Runs on the hub.
        index: The index of the account that logs in.
        trust: The TLS context for ``wss``.
        public: Open a wallboard, with its own account without rights, so that the hub refuses every action.

    Raises:
        CannotListen: The hub's address is taken.
    """
    log_to_file()
    account = plan.accounts[index]
    if public:
        account = looking_only(account)
        plan = plan._replace(accounts=(*plan.accounts, account))
    return asyncio.run(with_own_hub(plan, account, trust, run))


def looking_only(account: Account) -> Account:
    """Return a copy of an account without rights: it sees the same states and can do nothing."""
    return msgspec.structs.replace(
        account, name=f"{account.name} (wallboard)", secret=secrets.token_urlsafe(), may=()
    )


def open_remote(login: Login, run: Run) -> int:
    """Open the board, or plain mode, on a remote hub. Return the exit status."""
    log_to_file()
    return asyncio.run(_awaited(run, login))


async def with_own_hub(plan: HubPlan, account: Account, trust: "tls.SSLContext | None", run: Run) -> int:
    """Run a hub and the front end on it. Return the exit status.

    Raises:
        CannotListen: The hub's address is taken.
    """
    async with hub_of(plan) as hub:
        # A free port changes with each start, so it cannot identify the hub.
        name = "" if plan.listen.port else OWN_HUB
        return await run(Login(reachable(hub.url), account.name, account.secret, trust, name))


async def _awaited(run: Run, login: Login) -> int:
    return await run(login)


async def on_hub(login: Login, args: "argparse.Namespace | None" = None, keep_in: Path = HERE) -> int:
    """Run the board until the operator leaves. Return the exit status.

    Args:
        login: The hub, account and trust.
        args: The options of the announcements and of the board.
        keep_in: The subfolder for the board's own files, within the user's folders.

    Raises:
        Unusable: An option asks for announcements that cannot be made, or no terminal can show the board.
    """
    files = _local_files(keep_in)
    announcing = find_announcing(args, files.settings.values.announce)
    public = args is not None and args.wallboard
    with ExitStack() as stack:
        announcer = None
        try:
            announcer = _announcer(announcing, stack)
        except Unusable as error:
            if getattr(args, "announce", None) is not None:
                raise
            files.faults.append(f"[announce] to: {_sentence(str(error).removeprefix('--announce: '))}")
        return await _board(login, files, announcer, public=public)


def _announcer(announcing: Announcing, stack: ExitStack) -> "Announcer | None":
    """Return the announcer; None if nothing is to be announced.

    Raises:
        Unusable: The destination cannot be written.
    """
    if not announcing.to:
        return None
    if announcing.is_here:
        raise Unusable("--announce -: the board has the terminal; name a file or FIFO, or add --plain")
    from lampfield.frontend.announcing.announcer import Announcer, to_lines

    say = stack.enter_context(announcing.stream())
    return Announcer(to_lines(say or _discard), announcing.what, announcing.people, SETTLING_SECONDS)


class LocalFiles(NamedTuple):
    """The user's files on this machine."""

    settings: SettingsFile
    memory: MemoryFile
    notes: NotesFile
    faults: list[str]
    """One sentence for each part that cannot be used: the board shows it and starts without."""


def _local_files(folder: Path) -> LocalFiles:
    """Read the files in a subfolder of the user's folders."""
    settings = SettingsFile.read_usable(_within(settings_path(os.environ), folder))
    return LocalFiles(
        settings,
        MemoryFile.read(_within(memory_path(), folder)),
        NotesFile(_within(notes_path(), folder)),
        [f"{_sentence(str(fault))} The default is used." for fault in settings.faults],
    )


def _keys(kept: LocalFiles) -> "KeyMap":
    """Return the key map that the settings name, or the default one if it cannot be used."""
    try:
        return map_in_force(os.environ, kept.settings)
    except ConfigError as error:
        from lampfield.board.keys.default import DEFAULT, default_map

        why = str(error) if error.path.exists() else error.sentence
        kept.faults.append(f"[keys] map: {_sentence(why)} The map {DEFAULT} is used.")
        return default_map()


def _sentence(text: str) -> str:
    """Return a text that ends in a full stop or question mark."""
    return text if text.endswith((".", "?")) else f"{text}."


async def _board(login: Login, kept: LocalFiles, announcer: "Announcer | None", *, public: bool) -> int:
    from lampfield.board.app import make_board

    settings = kept.settings
    check_screen(os.environ)
    take_true_size(os.environ)
    if not public:
        _ask_terminal(settings.values.card.photo)
    keys = _keys(kept)
    for fault in kept.faults:
        LOG.warning("%s", fault)
    # Changes at a wallboard are not saved: it belongs to nobody.
    board = make_board(
        login.url,
        account=login.account,
        secret=login.secret,
        ssl=login.trust,
        settings=SettingsFile(values=settings.values) if public else settings,
        memory=kept.memory,
        announcer=announcer,
        keys=keys,
        notes=kept.notes,
        hub_name=login.hub_name,
        faults=kept.faults,
        public=public,
    )
    ending = Ending(board)
    ending.watch()
    resuming = asyncio.create_task(tuning.resume_after(board.shown), name="resume garbage collection")
    try:
        await board.run_async(mouse=takes_mouse(os.environ))
    finally:
        ending.done()
        resuming.cancel()
    return board.return_code or 0


def takes_mouse(environ: Mapping[str, str]) -> bool:
    """Return whether to enable mouse reports in the terminal.

    Not in GNU screen (which sets STY): with mouse reports on, it holds back an Esc until the next key, and
    the two arrive as one key (screen 4.9). If another driver is set, as by `lampfield web`, STY only says
    where the program that started the board runs.

    Args:
        environ: The environment.
    """
    return not environ.get("STY") or bool(environ.get("TEXTUAL_DRIVER"))


def _within(usual: Path, folder: Path) -> Path:
    return usual.parent / folder / usual.name


def reachable(url: str) -> str:
    """Return a hub's address for a client on the same machine."""
    parts = urlsplit(url)
    host = Address(parts.hostname or "", parts.port or 0).reachable_host
    return urlunsplit(parts._replace(netloc=f"{bracketed(host)}:{parts.port}"))


def _discard(_: str) -> None:
    """Discard a line."""


def _ask_terminal(choice: PhotoChoice) -> None:
    """Query the terminal's graphics protocols if photos use them. Later its answer would be read as keys."""
    if choice not in (PhotoChoice.BLOCKS, PhotoChoice.OFF):
        from lampfield.board.widgets.card.photo import ask_terminal

        ask_terminal()
