"""Checks of this machine: the site file, its secrets and certificate, the hub's address, the painter."""

import shlex
import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from lampfield.cli.checking.finding import CheckResult, Verdict, works, wrong
from lampfield.cli.trust import hub_tls
from lampfield.config.accounts import secret_keys
from lampfield.config.error import ConfigError
from lampfield.config.lines import KeyPath, dotted
from lampfield.config.rules import warnings
from lampfield.config.secret import SecretMissing, read_secret
from lampfield.config.site import Site
from lampfield.config.tables import error_at


def check_here(site: Site, environ: Mapping[str, str]) -> Iterator[CheckResult]:
    """Yield the results, from the site file outwards."""
    yield works("site file", str(site.path))
    for key, sentence in warnings(site.file):
        yield CheckResult(
            Verdict.WARNING, str(error_at(site.path, site.text, key, "")).removesuffix(": "), sentence
        )
    yield from _secrets(site, environ)
    yield from _certificate(site)
    yield _address(site)
    yield _painter()


def _painter() -> CheckResult:
    from lampfield.board.paint.probe import painter

    chosen = painter()
    return CheckResult(Verdict.WORKS if chosen.is_fast else Verdict.WARNING, "board", chosen.reason)


def _secrets(site: Site, environ: Mapping[str, str]) -> Iterator[CheckResult]:
    for key, text in secret_keys(site):
        what = _subject(site, key)
        try:
            read_secret(text, site.path.parent, environ)
        except SecretMissing as error:
            yield wrong(what, str(error_at(site.path, site.text, key, str(error))))
        else:
            yield works(what, "it can be read")
            yield from _exposure(site, what, text)


def _exposure(site: Site, what: str, text: str) -> Iterator[CheckResult]:
    """Yield a warning if every user of this machine can read the file that holds a secret."""
    kind, _, place = text.partition(":")
    if kind == "env":
        return
    path = site.file_path(place) if kind == "file" else site.path
    if _is_world_readable(path):
        yield _world_readable(what, path)


def _world_readable(what: str, path: Path) -> CheckResult:
    sentence = f"every user of this machine can read it: chmod 600 {shlex.quote(str(path))}"
    return CheckResult(Verdict.WARNING, what, sentence)


def _is_world_readable(path: Path) -> bool:
    """Return whether users other than the owner and the group may read a file."""
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _subject(site: Site, key: KeyPath) -> str:
    if key[0] == "account":
        return f"account {site.file.account[int(key[1])].name}, {key[2]}"
    return ", ".join(map(str, key))


def _certificate(site: Site) -> Iterator[CheckResult]:
    try:
        if hub_tls(site) is not None:
            yield works("hub certificate", "certificate and key belong together")
            key = site.file_path(site.file.hub.tls_key)
            if _is_world_readable(key):
                yield _world_readable("hub certificate, tls_key", key)
    except ConfigError as error:
        yield wrong("hub certificate", str(error))


def _address(site: Site) -> CheckResult:
    what = f"hub, {dotted(('hub', 'listen'))}"
    listen = site.listen
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            # As servers do: ignore closed connections in TIME_WAIT.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((listen.host, listen.port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return wrong(what, f"{listen}: {reason}; a hub that runs already? Else choose another port")
    return works(what, f"{listen} is free")
