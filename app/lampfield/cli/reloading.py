"""Reloads the site file while its hub runs, and applies what needs no restart."""

import argparse
import logging
import os
import ssl as tls
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from lampfield.cli.compose import devices_of, domain_of
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import HubPlan
from lampfield.cli.sites import required_site
from lampfield.cli.trust import hub_tls
from lampfield.config.accounts import read_accounts, read_phone_password
from lampfield.config.error import ConfigError
from lampfield.config.places import SiteFileMissing
from lampfield.config.rules import warnings
from lampfield.config.site import Site
from lampfield.config.tables import error_at

if TYPE_CHECKING:
    from lampfield.hub.server import HubServer

log = logging.getLogger(__name__)

NOT_TAKEN = "the site file is not taken, the hub goes on with the former one: %s"
READ_AGAIN = "the site file was read again; accounts added: %s; changed or removed: %s"
NOT_SERVED = "there is no site file to read again"


class Reloading:
    """Reloads the site file.

    Args:
        args: The options that name the site file.
        environ: The environment with the site's secrets; it is copied.
        plan: The plan of the hub.
        site: The site that it was made from; None for the demo.
    """

    def __init__(
        self, args: argparse.Namespace, environ: Mapping[str, str], plan: HubPlan, site: Site | None
    ) -> None:
        self._args = args
        self._environ = dict(environ)
        self._plan = plan
        self._site = site
        self._fixed_at_start = _fixed(site, environ) if site is not None else {}
        self.hub: HubServer | None = None
        """The hub to update; None until it runs."""

    def reload(self) -> None:
        """Reload the site file. If it cannot be used, change nothing and log the reason."""
        if self._site is None or self.hub is None:
            log.warning(NOT_SERVED)
            return
        try:
            site = required_site(self._args, self._environ)
            accounts = read_accounts(site, self._environ)
            fixed = _fixed(site, self._environ)
            hub_tls(site)
        except (ConfigError, SiteFileMissing, Unusable, OSError) as error:
            log.warning(NOT_TAKEN, error)
            return
        except Exception:
            log.exception("the site file is not taken, the hub goes on with the former one")
            return
        changed = self.hub.set_accounts(accounts)
        self._watch(site)
        self._reload_certificate(site)
        for key, sentence in warnings(site.file):
            log.warning("%s", error_at(site.path, site.text, key, sentence))
        added = {it.name for it in accounts} - {it.name for it in self._site.file.account}
        log.info(READ_AGAIN, _listed(added), _listed(changed))
        if needs := [name for name, value in fixed.items() if value != self._fixed_at_start[name]]:
            log.warning("changed, but only a restart of the hub applies it: %s", ", ".join(needs))
        self._site = site

    def _watch(self, site: Site) -> None:
        """Add the devices of new accounts to those that the source of the PBX watches."""
        if site.file.phone is None:
            return
        from lampfield.sources.asterisk.source import AsteriskSource

        for source in self._plan.sources:
            if isinstance(source, AsteriskSource):
                source.set_devices(devices_of(site))

    def _reload_certificate(self, site: Site) -> None:
        """Reload the certificate, which may have been renewed. Open connections keep the old one."""
        proof, hub = self._plan.proof, site.file.hub
        if proof is None or not hub.tls_cert:
            return
        try:
            proof.load_cert_chain(site.file_path(hub.tls_cert), site.file_path(hub.tls_key))
        except (OSError, tls.SSLError) as error:
            log.warning("the certificate is not taken: %s", error)


def _fixed(site: Site, environ: Mapping[str, str]) -> dict[str, object]:
    """Return the values that need a restart when they change, by the name shown to the administrator."""
    hub = site.file.hub
    return {
        "[hub] listen": site.listen,
        "[hub] with or without tls_cert": bool(hub.tls_cert),
        "[phone]": (site.file.phone, read_phone_password(site, environ)),
        "[chat]": site.file.chat,
        "[directory]": site.file.directory,
        "the domain of the accounts' addresses": domain_of(site),
    }


def _listed(names: AbstractSet[str]) -> str:
    return ", ".join(sorted(names)) or "none"


class Terminal:
    """Distinguishes the end of the terminal from a signal that somebody sent: both are SIGHUP."""

    def __init__(self) -> None:
        self._streams = [number for number in (0, 1, 2) if _is_terminal(number)]

    @property
    def is_gone(self) -> bool:
        """Whether the terminal that this program was started on is closed."""
        return any(not _is_terminal(number) for number in self._streams)


def _is_terminal(number: int) -> bool:
    try:
        return os.isatty(number)
    except OSError:
        return False
