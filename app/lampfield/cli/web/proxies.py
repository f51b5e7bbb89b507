"""Reverse proxies: reconstructs the browser's request from the forwarded headers.

Only trusted proxies are believed, because anybody can send these headers (RFC 7239, section 8.1).
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


class ForwardedRequest(NamedTuple):
    """A request as the browser sent it."""

    peer: str
    """The browser's address."""
    hosts: tuple[str, ...]
    """The host names in the request, each with its port unless that is the default."""
    is_secure: bool
    """Whether the browser used TLS."""
    prefix: str
    """The path prefix of the pages, without a trailing slash; empty for the root."""


def networks_of(text: str) -> tuple[Network, ...]:
    """Return the networks of a comma-separated list; ``none`` stands for no network.

    Raises:
        ValueError: A part is neither an address nor a network.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts == ["none"]:
        return ()
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts)


def path_prefix(text: str) -> str:
    """Return a path prefix without a trailing slash.

    Raises:
        ValueError: It is not a path.
    """
    prefix = text.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{text!r} is not a path: write one that begins with a slash, such as /board")
    return prefix


class Proxies:
    """Reconstructs requests that arrive directly or through a proxy.

    Args:
        trusted: The networks of the trusted proxies.
        secure: Whether this server itself speaks TLS.
        prefix: The path prefix under which a proxy publishes the pages.
    """

    def __init__(self, trusted: Iterable[Network] = (), *, secure: bool = False, prefix: str = "") -> None:
        self._trusted = tuple(trusted)
        self._secure = secure
        self._prefix = prefix

    @property
    def paths(self) -> tuple[str, ...]:
        """The prefixes under which requests arrive: some proxies strip their own, others keep it."""
        return tuple(dict.fromkeys(("", self._prefix)))

    def asked(self, request: web.Request) -> ForwardedRequest:
        """Return a request as the browser sent it."""
        direct = request.remote or ""
        if not self._trusts(direct):
            return ForwardedRequest(direct, (request.host,), self._secure, self._prefix)
        schemes = _values(request, "X-Forwarded-Proto")
        return ForwardedRequest(
            self._peer(direct, _values(request, "X-Forwarded-For")),
            (request.host, *_values(request, "X-Forwarded-Host")),
            self._secure or schemes[-1:] in (["https"], ["wss"]),
            self._prefix or _forwarded_prefix(request),
        )

    def is_own_page(self, request: web.Request) -> bool:
        """Return whether a page of this server made a request, according to the browser's headers.

        Pages cannot set these headers (RFC 6454, section 7; Fetch Metadata, section 2).
        """
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        scheme, host = _scheme_and_host(origin)
        return any(_without_usual_port(it, scheme) == host for it in self.asked(request).hosts)

    def _peer(self, direct: str, chain: list[str]) -> str:
        """Return the last address of a chain that is not a trusted proxy's."""
        peer = direct
        while self._trusts(peer) and chain:
            address = _WITH_PORT.sub(lambda match: match["six"] or match["four"], chain.pop())
            if not _is_address(address):
                break
            peer = address
        return peer

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        known = ipaddress.ip_address(address)
        mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
        return any((mapped or known) in network for network in self._trusted)


def foreign_sentence(request: web.Request) -> str:
    """Return why a cross-site request was refused."""
    return (
        f"A page of {request.headers.get('Origin', '')[:200]} sent this request to "
        f"{request.host[:200]}. If both are right, the reverse proxy must forward the name in the header "
        "Host, or in X-Forwarded-Host from an address that --proxy names. "
        "For nginx: proxy_set_header Host $http_host;"
    )


def _values(request: web.Request, header: str) -> list[str]:
    """Return the parts of a list header; each proxy appends to its end."""
    lines = request.headers.getall(header, [])
    return [part for line in lines for text in line.split(",") if (part := text.strip())]


def _forwarded_prefix(request: web.Request) -> str:
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
