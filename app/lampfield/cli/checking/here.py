"""What can be tried on this machine alone: the file, its secrets and certificate, the hub's address."""

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
    """Yield what was found, from the file outwards."""
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
        what = _whose(site, key)
        try:
            read_secret(text, site.path.parent, environ)
        except SecretMissing as error:
            yield wrong(what, str(error_at(site.path, site.text, key, str(error))))
        else:
            yield works(what, "it can be read")
            yield from _open_to_all(site, what, text)


def _open_to_all(site: Site, what: str, text: str) -> Iterator[CheckResult]:
    """Yield that everybody on this machine can read the file of a secret, or the site file that holds it."""
    kind, _, place = text.partition(":")
    if kind == "env":
        return
    path = site.file_path(place) if kind == "file" else site.path
    if _is_open(path):
        yield _everybody(what, path)


def _everybody(what: str, path: Path) -> CheckResult:
    sentence = f"everybody on this machine can read it: chmod 600 {shlex.quote(str(path))}"
    return CheckResult(Verdict.WARNING, what, sentence)


def _is_open(path: Path) -> bool:
    """Return whether others than the owner and the group may read a file."""
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _whose(site: Site, key: KeyPath) -> str:
    if key[0] == "account":
        return f"account {site.file.account[int(key[1])].name}, {key[2]}"
    return ", ".join(map(str, key))


def _certificate(site: Site) -> Iterator[CheckResult]:
    try:
        if hub_tls(site) is not None:
            yield works("hub certificate", "certificate and key belong together")
            key = site.file_path(site.file.hub.tls_key)
            if _is_open(key):
                yield _everybody("hub certificate, tls_key", key)
    except ConfigError as error:
        yield wrong("hub certificate", str(error))


def _address(site: Site) -> CheckResult:
    what = f"hub, {dotted(('hub', 'listen'))}"
    listen = site.listen
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            # As servers do: what a closed connection left behind is no obstacle.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((listen.host, listen.port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return wrong(what, f"{listen}: {reason}; a hub that runs already? Else choose another port")
    return works(what, f"{listen} is free")
