"""TLS at both ends of the feed."""

import ssl as tls
from pathlib import Path

from lampfield.cli.failure import Unusable
from lampfield.config.places import expanded
from lampfield.config.site import Site
from lampfield.config.tables import error_at


def hub_tls(site: Site) -> tls.SSLContext | None:
    """Return what a site's hub proves itself with; None when it listens in clear text.

    Raises:
        ConfigError: Certificate and key cannot be used.
    """
    hub = site.file.hub
    if not hub.tls_cert:
        return None
    try:
        return server_tls(site.file_path(hub.tls_cert), site.file_path(hub.tls_key))
    except Unusable as error:
        raise error_at(site.path, site.text, ("hub", "tls_cert"), str(error)) from error


def server_tls(certificate: Path, key: Path) -> tls.SSLContext:
    """Return what a server proves itself with.

    Raises:
        Unusable: Certificate and key cannot be used.
    """
    context = tls.create_default_context(tls.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise Unusable(f"certificate and key cannot be used: {error.strerror or error}") from error
    return context


def own_hub_trust(site: Site) -> tls.SSLContext | None:
    """Return trust in a site's own certificate, for a client on the same machine; None in clear text.

    The certificate itself is trusted, so neither its signer nor the name in it counts.
    """
    if not site.file.hub.tls_cert:
        return None
    context = _trusting(site.file_path(site.file.hub.tls_cert))
    context.check_hostname = False
    context.verify_flags |= tls.VERIFY_X509_PARTIAL_CHAIN
    return context


def client_trust(url: str, ca: Path | None) -> tls.SSLContext | None:
    """Return trust for a hub's address: in an authority, or in the system's.

    Raises:
        Unusable: The authority's file cannot be used.
    """
    if not url.startswith("wss:"):
        return None
    return tls.create_default_context() if ca is None else _trusting(expanded(ca))


def _trusting(file: Path) -> tls.SSLContext:
    try:
        return tls.create_default_context(cafile=file)
    except OSError as error:
        raise Unusable(f"{file}: it holds no certificate to trust: {error.strerror or error}") from error
