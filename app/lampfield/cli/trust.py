"""TLS contexts for both ends of the connection."""

import ssl as tls
from pathlib import Path

from lampfield.cli.failure import Unusable
from lampfield.config.places import expanded
from lampfield.config.site import Site
from lampfield.config.tables import error_at


def hub_tls(site: Site) -> tls.SSLContext | None:
    """Return the TLS context of a site's hub; None if it listens in clear text.

    Raises:
        ConfigError: The certificate or the key cannot be used.
    """
    hub = site.file.hub
    if not hub.tls_cert:
        return None
    try:
        return server_tls(site.file_path(hub.tls_cert), site.file_path(hub.tls_key))
    except Unusable as error:
        raise error_at(site.path, site.text, ("hub", "tls_cert"), str(error)) from error


def server_tls(certificate: Path, key: Path) -> tls.SSLContext:
    """Return the TLS context of a server.

    Raises:
        Unusable: The certificate or the key cannot be used.
    """
    context = tls.create_default_context(tls.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise Unusable(f"certificate and key cannot be used: {error.strerror or error}") from error
    return context


def own_hub_trust(site: Site) -> tls.SSLContext | None:
    """Return a TLS context that trusts a site's own certificate, for local clients; None in clear text.

    It pins the certificate itself, so its issuer and host name are not checked.
    """
    if not site.file.hub.tls_cert:
        return None
    context = _trusting(site.file_path(site.file.hub.tls_cert))
    context.check_hostname = False
    context.verify_flags |= tls.VERIFY_X509_PARTIAL_CHAIN
    return context


def client_trust(url: str, ca: Path | None) -> tls.SSLContext | None:
    """Return the TLS context for a hub's address, with a given authority or the system's; None in clear text.

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
