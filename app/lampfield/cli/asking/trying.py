"""Trials of the answers so far, with the checks of ``lampfield check``."""

from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from lampfield.cli.asking.answers import Answers, tables_of
from lampfield.cli.checking.chat import check_chat
from lampfield.cli.checking.finding import CheckResult, Verdict
from lampfield.cli.checking.here import check_here
from lampfield.cli.checking.phone import check_phone
from lampfield.config.filling import filled
from lampfield.config.reading import parse_site
from lampfield.config.site import Site
from lampfield.config.template import TEMPLATE

Environ = Mapping[str, str]


def site_to_try(answers: Answers, target: Path, environ: Environ) -> tuple[Site, Environ]:
    """Return the site that some answers describe, and an environment that holds its secrets.

    Args:
        answers: The answers so far.
        target: The path of the future site file.
        environ: The environment.

    Raises:
        ConfigError: The answers make no valid site file.
    """
    held: dict[str, str] = {}

    def hold(_: str, secret: str) -> str:
        name = f"LAMPFIELD_ANSWER_{len(held)}"
        held[name] = secret
        return f"env:{name}"

    site = parse_site(filled(TEMPLATE, tables_of(answers, hold)), target)
    return site, {**environ, **held}


async def try_phone(site: Site, environ: Environ) -> AsyncIterator[CheckResult]:
    """Try the PBX and yield the results."""
    if site.file.phone is not None:
        for finding in _unread(site, environ, "phone"):
            yield finding
        async for finding in check_phone(site, environ):
            yield finding


async def try_chat(site: Site, environ: Environ) -> AsyncIterator[CheckResult]:
    """Try the chat server and yield the results."""
    if site.file.chat is not None:
        for finding in _unread(site, environ, "account"):
            yield finding
        async for finding in check_chat(site, environ):
            yield finding


async def try_devices(site: Site, environ: Environ) -> AsyncIterator[CheckResult]:
    """Try the operator's devices and yield the results."""
    tried = False
    async for finding in try_phone(site, environ):
        if finding.what.startswith("phone, device "):
            tried = True
            yield finding
    if site.file.account[0].devices and not tried:
        yield CheckResult(Verdict.WARNING, "devices", "they cannot be tried before the PBX can be asked")


async def try_listen(site: Site, environ: Environ) -> AsyncIterator[CheckResult]:
    """Try the hub's address and certificate and yield the results."""
    for finding in check_here(site, environ):
        if finding.what.startswith("hub"):
            yield finding


def _unread(site: Site, environ: Environ, table: str) -> Iterator[CheckResult]:
    """Yield the secrets that cannot be read."""
    return (
        finding
        for finding in check_here(site, environ)
        if finding.verdict is Verdict.WRONG and finding.what.startswith(table)
    )
