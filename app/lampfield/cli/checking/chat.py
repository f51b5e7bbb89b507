"""Checks of the chat server: the login and rights of each account."""

from collections.abc import AsyncIterator, Mapping

from lampfield.cli.checking.finding import CheckResult, Verdict, finding_of
from lampfield.cli.checking.pairs import Entries
from lampfield.cli.compose import chat_source
from lampfield.config.accounts import read_account
from lampfield.config.error import ConfigError
from lampfield.config.site import ChatTable, Site
from lampfield.model.state import VolatileState


async def check_chat(
    site: Site, environ: Mapping[str, str], entries: Entries | None = None
) -> AsyncIterator[CheckResult]:
    """Yield the results, account by account.

    Args:
        site: What is checked.
        environ: Holds secrets.
        entries: Gets the entries of the rosters.
    """
    chat = site.file.chat
    if chat is None:
        presence = (
            "presence is the PBX's alone" if site.file.phone is not None else "nobody's presence is known"
        )
        yield CheckResult(Verdict.WARNING, "chat", f"there is no [chat]: nobody can chat, and {presence}")
        return
    for index, table in enumerate(site.file.account):
        if table.jid:
            for finding in await _check_account(site, chat, index, environ, entries):
                yield finding


async def _check_account(
    site: Site, chat: ChatTable, index: int, environ: Mapping[str, str], entries: Entries | None
) -> list[CheckResult]:
    from lampfield.sources.xmpp.probe import probe

    try:
        account = read_account(site, index, environ)
    except ConfigError:
        # The check of the secrets has reported it.
        return []
    probed = await probe(chat_source(site, chat, VolatileState()), account)
    if entries is not None:
        entries.roster |= {entry.key: entry.name for entry in probed.roster}
    return [finding_of(it, f"account {account.name}") for it in probed.results]
