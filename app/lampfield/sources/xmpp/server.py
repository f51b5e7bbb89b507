"""The chat server of a site: where it is and how it is trusted."""

import ssl
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import msgspec


class Tls(StrEnum):
    """How the server is spoken to."""

    STARTTLS = "starttls"
    """RFC 6120, 5."""
    DIRECT = "direct"
    """XEP-0368."""
    NONE = "none"


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A chat server."""

    host: str
    port: int = 5222
    tls: Tls = Tls.STARTTLS
    ca: Path | None = None
    """PEM file with the authority of its certificate; None: the system's."""
    insecure: bool = False
    """Take any certificate."""

    @property
    def address(self) -> str:
        """Return host and port for a sentence."""
        return f"{self.host}:{self.port}"

    def ssl_context(self) -> ssl.SSLContext:
        """Return what decides whether a certificate is believed. The name that counts is the domain's.

        All accounts share it: each set of the system's authorities takes 3 MB, and 30 ms of the event loop.
        Without TLS it believes none.

        Raises:
            OSError: The authority's file cannot be read.
        """
        if self.tls is Tls.NONE:
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return _ssl_context(self.ca, _modified_ns(self.ca), insecure=self.insecure)


@lru_cache(maxsize=4)
def _ssl_context(ca: Path | None, changed: int, *, insecure: bool) -> ssl.SSLContext:  # noqa: ARG001 - part of the key
    """Return the context for an authority's file as it is since it was last changed."""
    context = ssl.create_default_context(cafile=str(ca) if ca is not None else None)
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _modified_ns(ca: Path | None) -> int:
    """Return when the authority's file, or the system's, was last changed; 0 where the system has none.

    Raises:
        OSError: The authority's file cannot be read.
    """
    if ca is not None:
        return ca.stat().st_mtime_ns
    system = ssl.get_default_verify_paths().cafile
    return Path(system).stat().st_mtime_ns if system is not None else 0
