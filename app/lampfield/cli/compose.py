"""The composition root: makes the sources of a site file, and the plan of a hub with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lampfield.cli.hubs import HubPlan
from lampfield.cli.stdio import warn
from lampfield.cli.trust import hub_tls
from lampfield.config.accounts import read_accounts, read_phone_password
from lampfield.config.address import Address, bracketed, parse_address
from lampfield.config.places import FolderUnknown, hub_state_path
from lampfield.config.site import ChatTable, Match, PhoneTable, Site
from lampfield.config.state_file import StateFile
from lampfield.model.identity import DeviceName
from lampfield.model.state import StateStore, VolatileState

if TYPE_CHECKING:
    from lampfield.sources.asterisk.settings import AsteriskSettings
    from lampfield.sources.asterisk.source import AsteriskSource
    from lampfield.sources.directory.source import DirectorySource
    from lampfield.sources.port import Source
    from lampfield.sources.xmpp.source import XmppSource


AMI_PORT = 5038
"""The default port of Asterisk's manager interface."""


def site_plan(site: Site, environ: Mapping[str, str], listen: Address | None = None) -> HubPlan:
    """Return the plan of a site's hub.

    Raises:
        ConfigError: A secret or the certificate cannot be read.
    """
    accounts = read_accounts(site, environ)
    state = _state_of(site)
    sources = sources_of(site, environ, state)
    return HubPlan(accounts, sources, listen or site.listen, hub_tls(site), domain_of(site), state)


def _state_of(site: Site) -> StateStore:
    """Return the store that outlives a site's hub; without a home folder, one in memory."""
    try:
        return StateFile(hub_state_path(site.path))
    except FolderUnknown as why:
        warn(f"the hub keeps nothing for its next start: {why}")
        return VolatileState()


def sources_of(site: Site, environ: Mapping[str, str], state: StateStore) -> "list[Source]":
    """Return the sources that a site file names. If two report the same property, the first one wins.

    Raises:
        ConfigError: A secret cannot be read.
    """
    directory = directory_source(site)
    sources: list[Source] = [directory] if directory is not None else []
    if site.file.chat is not None:
        sources.append(chat_source(site, site.file.chat, state))
    if site.file.phone is not None:
        sources.append(phone_source(site, site.file.phone, environ, state, directory))
    return sources


def directory_source(site: Site) -> "DirectorySource | None":
    """Return the source of a site's directory file; None if it names no file."""
    if not site.file.directory.file:
        return None
    from lampfield.sources.directory.source import DirectorySource

    path = site.file_path(site.file.directory.file)
    table = site.file.directory
    return DirectorySource(path, has_phone=site.file.phone is not None, encoding=table.encoding)


def phone_source(
    site: Site,
    phone: PhoneTable,
    environ: Mapping[str, str],
    state: StateStore,
    directory: "DirectorySource | None" = None,
) -> "AsteriskSource":
    """Return the source of a site's PBX. It also watches the devices that the directory file names."""
    from lampfield.sources.asterisk.places import Places
    from lampfield.sources.asterisk.source import AsteriskSource

    source = AsteriskSource(
        pbx_of(site, phone, environ),
        devices_of(site),
        reports_chat=site.file.chat is None,
        reconcile_seconds=phone.reconcile_seconds,
        state=state,
        places=Places(lamps=phone.lamps, numbers=phone.numbers),
    )
    if directory is not None:
        source.connection.extra_devices = directory.devices
        directory.on_change = source.connection.refresh
    return source


def devices_of(site: Site) -> list[DeviceName]:
    """Return the devices of all accounts of a site."""
    return list(dict.fromkeys(device for account in site.file.account for device in account.devices))


def domain_of(site: Site) -> str:
    """Return the domain in which a chat address may be an extension: that of all accounts, or empty."""
    domains = {account.jid.partition("@")[2].lower() for account in site.file.account if account.jid}
    matches = site.file.directory.match is Match.EXTENSION and len(domains) == 1
    return domains.pop() if matches else ""


def pbx_of(site: Site, phone: PhoneTable, environ: Mapping[str, str]) -> "AsteriskSettings":
    """Return the address and credentials of a site's PBX."""
    from lampfield.sources.asterisk.settings import AsteriskSettings

    ami = parse_address(phone.ami or f"{bracketed(urlsplit(phone.url).hostname or '')}:{AMI_PORT}")
    return AsteriskSettings(
        url=phone.url,
        ami_host=ami.host,
        ami_port=ami.port,
        username=phone.username,
        password=read_phone_password(site, environ),
        context=phone.context,
    )


def chat_source(site: Site, chat: ChatTable, state: StateStore) -> "XmppSource":
    """Return the source of a site's chat server."""
    from lampfield.sources.xmpp.source import XmppSource

    return XmppSource(
        host=chat.host,
        port=chat.port,
        tls=chat.tls.value,
        ca=site.file_path(chat.ca) if chat.ca else None,
        insecure=chat.insecure,
        state=state,
    )
