"""Finds the site file of a command."""

import argparse
from collections.abc import Mapping

from lampfield.cli.failure import Unusable
from lampfield.cli.stdio import warn
from lampfield.config.places import site_path
from lampfield.config.reading import read_site
from lampfield.config.rules import warnings
from lampfield.config.site import Site
from lampfield.config.tables import error_at

NO_SITE = "there is no site file: `lampfield config init` writes one, and --config FILE names one"


def found_site(args: argparse.Namespace, environ: Mapping[str, str]) -> Site | None:
    """Return the site; None if there is no site file.

    Raises:
        SiteFileMissing: The file that was named does not exist.
        ConfigError: The file cannot be used.
    """
    path = site_path(getattr(args, "config", None), environ)
    return read_site(path) if path is not None else None


def required_site(args: argparse.Namespace, environ: Mapping[str, str]) -> Site:
    """Return the site.

    Raises:
        Unusable: There is no site file.
        SiteFileMissing: See `found_site`.
        ConfigError: See `found_site`.
    """
    site = found_site(args, environ)
    if site is None:
        raise Unusable(NO_SITE)
    return site


def account_index(site: Site, name: str | None) -> int:
    """Return the index of an account in the site file; that of the first if no name is given.

    Raises:
        Unusable: No account has this name.
    """
    names = [account.name for account in site.file.account]
    if name is None:
        return 0
    if name not in names:
        raise Unusable(f"{site.path}: there is no account {name}; there are {', '.join(names)}")
    return names.index(name)


def warn_about(site: Site) -> None:
    """Print the warnings about a site file that can be used."""
    for key, sentence in warnings(site.file):
        warn(str(error_at(site.path, site.text, key, sentence)))
