"""The chat server of a site: where it is and how it is trusted."""

import ssl
from enum import StrEnum
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

    def trust(self) -> ssl.SSLContext:
        """Return what decides whether a certificate is believed. The name that counts is the domain's.

        Raises:
            OSError: The authority's file cannot be read.
        """
        context = ssl.create_default_context(cafile=str(self.ca) if self.ca is not None else None)
        if self.insecure:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context
