"""Finds the hub and account of a client, from options, environment and site file."""

import argparse
from collections.abc import Mapping

from lampfield.cli.failure import Unusable
from lampfield.cli.login import Login
from lampfield.cli.secrets import known_secret, said_secret
from lampfield.cli.sites import account_index, found_site
from lampfield.cli.stdio import warn
from lampfield.cli.trust import client_trust, own_hub_trust
from lampfield.client.options import Options
from lampfield.config.address import bracketed
from lampfield.config.secret import SecretMissing, read_secret
from lampfield.config.site import Site
from lampfield.config.tables import error_at

URL_VARIABLE = "LAMPFIELD_URL"
ACCOUNT_VARIABLE = "LAMPFIELD_ACCOUNT"


def find_login(args: argparse.Namespace, environ: Mapping[str, str]) -> Login:
    """Return the login of a client command: by ``--url``, ``$LAMPFIELD_URL``, or the site file.

    Raises:
        Unusable: The hub, the account or the secret is unknown.
        SiteFileMissing: See `found_site`.
        ConfigError: See `found_site`.
    """
    if url := asked_url(args, environ):
        return url_login(url, args, environ)
    site = found_site(args, environ)
    if site is None:
        raise Unusable(
            "no hub is given: give --url ws://HOST:PORT, or start one with `lampfield serve` and a site file"
        )
    return site_login(site, args, environ)


def asked_url(args: argparse.Namespace, environ: Mapping[str, str]) -> str:
    """Return the hub's address from the options or the environment, in this order; empty for none."""
    if args.url is not None:
        return str(args.url)
    return "" if args.config is not None else environ.get(URL_VARIABLE, "")


def url_login(url: str, args: argparse.Namespace, environ: Mapping[str, str]) -> Login:
    """Return the login at an address.

    Raises:
        Unusable: The address is invalid, or the account or the secret is unknown.
        SiteFileMissing: See `found_site`.
        ConfigError: See `found_site`.
    """
    is_local = check_url(url)
    trust = client_trust(url, args.ca)
    account, secret = args.account or environ.get(ACCOUNT_VARIABLE), said_secret(args.secret_file, environ)
    if not account:
        site = found_site(args, environ)
        if site is None:
            raise Unusable(f"no account is given: give --account NAME, or set {ACCOUNT_VARIABLE}")
        account = site.file.account[0].name
        # The site's secret is for its own hub: never send it to another machine.
        secret = secret or (_site_secret(site, 0, environ) if is_local else "")
    return Login(url, account, secret or known_secret(account), trust)


def site_login(site: Site, args: argparse.Namespace, environ: Mapping[str, str]) -> Login:
    """Return the login at the hub of a site that runs on this machine.

    Raises:
        Unusable: The account, its secret or the hub's port is unknown.
    """
    url = site_url(site)
    index = account_index(site, args.account or environ.get(ACCOUNT_VARIABLE))
    secret = said_secret(args.secret_file, environ) or _site_secret(site, index, environ)
    return Login(url, site.file.account[index].name, secret, own_hub_trust(site))


def site_url(site: Site) -> str:
    """Return the address of a site's hub for clients on the same machine.

    Raises:
        Unusable: The site file gives no fixed port.
    """
    if not site.listen.port:
        error = error_at(
            site.path, site.text, ("hub", "listen"), "any free port is taken: say which with --url"
        )
        raise Unusable(str(error))
    scheme = "wss" if site.file.hub.tls_cert else "ws"
    return f"{scheme}://{bracketed(site.listen.reachable_host)}:{site.listen.port}"


def _site_secret(site: Site, index: int, environ: Mapping[str, str]) -> str:
    table = site.file.account[index]
    try:
        return read_secret(table.secret, site.path.parent, environ)
    except SecretMissing as error:
        warn(str(error_at(site.path, site.text, ("account", index, "secret"), str(error))))
        return known_secret(table.name)


def check_url(url: str) -> bool:
    """Return whether a hub's address is on this machine. Warn if the connection is not encrypted.

    Raises:
        Unusable: The address is invalid.
    """
    try:
        options = Options(url=url)
    except ValueError as error:
        raise Unusable(str(error)) from error
    if url.startswith("ws:") and not options.is_local:
        warn(f"{url} is not encrypted: others on the way can read the secret")
    return options.is_local
