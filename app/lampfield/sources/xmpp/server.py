"""The address and TLS settings of a site's chat server."""

import ssl
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import msgspec


class Tls(StrEnum):
    """The use of TLS."""

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
    """PEM file with its certificate authority; None for the system's authorities."""
    insecure: bool = False
    """Accept any certificate."""

    @property
    def address(self) -> str:
        """Host and port for messages."""
        return f"{self.host}:{self.port}"

    def ssl_context(self) -> ssl.SSLContext:
        """Return the context that verifies certificates against the domain of the account.

        It is cached for all accounts: loading the system's authorities takes 3 MB, and blocks the event
        loop for 30 ms. Without TLS the context trusts no certificate.

        Raises:
            OSError: The ``ca`` file cannot be read.
        """
        if self.tls is Tls.NONE:
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return _ssl_context(self.ca, _modified_ns(self.ca), insecure=self.insecure)


@lru_cache(maxsize=4)
def _ssl_context(ca: Path | None, changed: int, *, insecure: bool) -> ssl.SSLContext:  # noqa: ARG001 - part of the key
    """Return the context for one version of the ``ca`` file."""
    context = ssl.create_default_context(cafile=str(ca) if ca is not None else None)
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _modified_ns(ca: Path | None) -> int:
    """Return the modification time of the ``ca`` file or the system's, in nanoseconds; 0 without either.

    Raises:
        OSError: The ``ca`` file cannot be read.
    """
    if ca is not None:
        return ca.stat().st_mtime_ns
    system = ssl.get_default_verify_paths().cafile
    return Path(system).stat().st_mtime_ns if system is not None else 0
