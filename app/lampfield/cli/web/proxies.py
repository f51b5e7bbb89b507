"""Reverse proxies: what a browser asked for, when a proxy asks in its place.

Only proxies that are trusted are believed: anybody can send their headers (RFC 7239, section 8.1).
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PREFIX = re.compile(r"(/[\w.~!$&'()*+,;=:@%-]+)*")
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](:\d+)?|(?P<four>[\d.]+):\d+")
_USUAL_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class Asked(NamedTuple):
    """What a browser asked for."""

    peer: str
    """Its address."""
    hosts: tuple[str, ...]
    """The names that this server was asked for by, with a port where it is not the usual one."""
    is_secure: bool
    """It came over TLS."""
    prefix: str
    """The path under which the pages are, without a slash at the end; empty: at the root."""


def networks_of(text: str) -> tuple[Network, ...]:
    """Return the networks of a list that is separated by commas; ``none`` for no network.

    Raises:
        ValueError: A part is no address and no network.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts == ["none"]:
        return ()
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts)


def path_prefix(text: str) -> str:
    """Return a path prefix as it is put before a path.

    Raises:
        ValueError: It is none.
    """
    prefix = text.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{text!r} is no path: write one that begins with a slash, such as /board")
    return prefix


class Proxies:
    """Knows what was asked for, directly or by a proxy.

    Args:
        trusted: Where the proxies are that are believed.
        secure: Whether this server itself speaks TLS.
        prefix: The path under which a proxy has the pages.
    """

    def __init__(self, trusted: Iterable[Network] = (), *, secure: bool = False, prefix: str = "") -> None:
        self._trusted = tuple(trusted)
        self._secure = secure
        self._prefix = prefix

    @property
    def paths(self) -> tuple[str, ...]:
        """The prefixes under which pages are asked for: proxies take their own off, or leave it."""
        return tuple(dict.fromkeys(("", self._prefix)))

    def asked(self, request: web.Request) -> Asked:
        """Return what a request's browser asked for."""
        direct = request.remote or ""
        if not self._trusts(direct):
            return Asked(direct, (request.host,), self._secure, self._prefix)
        schemes = _values(request, "X-Forwarded-Proto")
        return Asked(
            self._peer(direct, _values(request, "X-Forwarded-For")),
            (request.host, *_values(request, "X-Forwarded-Host")),
            self._secure or schemes[-1:] in (["https"], ["wss"]),
            self._prefix or _told_prefix(request),
        )

    def is_own_page(self, request: web.Request) -> bool:
        """Return whether a request was made by a page of this server, as far as its browser tells.

        No page can choose what these headers say (RFC 6454, section 7; Fetch Metadata, section 2).
        """
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        scheme, host = _scheme_and_host(origin)
        return any(_without_usual_port(it, scheme) == host for it in self.asked(request).hosts)

    def _peer(self, direct: str, chain: list[str]) -> str:
        """Return the last address of a chain that no trusted proxy has."""
        peer = direct
        while self._trusts(peer) and chain:
            told = _WITH_PORT.sub(lambda match: match["six"] or match["four"], chain.pop())
            if not _is_address(told):
                break
            peer = told
        return peer

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        known = ipaddress.ip_address(address)
        mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
        return any((mapped or known) in network for network in self._trusted)


def foreign_sentence(request: web.Request) -> str:
    """Return why a request was refused that seems to come from a page of another site."""
    return (
        f"This was asked by a page of {request.headers.get('Origin', '')[:200]}, and this server is called "
        f"{request.host[:200]}. If both are right, a reverse proxy has to pass on the name in the header "
        "Host, or in X-Forwarded-Host from an address that --proxy names. "
        "For nginx: proxy_set_header Host $http_host;"
    )


def _values(request: web.Request, header: str) -> list[str]:
    """Return the parts of a header that is a list; each proxy adds to its end."""
    lines = request.headers.getall(header, [])
    return [part for line in lines for text in line.split(",") if (part := text.strip())]


def _told_prefix(request: web.Request) -> str:
    try:
        return path_prefix((_values(request, "X-Forwarded-Prefix") or [""])[-1])
    except ValueError:
        return ""


def _scheme_and_host(origin: str) -> tuple[str, str]:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return "", ""
    return parts.scheme, _without_usual_port(parts.netloc, parts.scheme)


def _without_usual_port(host: str, scheme: str) -> str:
    return host.lower().removesuffix(f":{_USUAL_PORTS.get(scheme, '')}")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
