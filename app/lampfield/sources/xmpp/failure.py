"""Describe why a connection failed, what to do, and how long to wait. Pure."""

import socket
import ssl
from xml.etree.ElementTree import Element

from lampfield.sources.supervisor import LONG_DELAY_SECONDS, Failure
from lampfield.sources.xmpp.namespaces import SASL, TLS
from lampfield.sources.xmpp.server import Server, Tls

GREETING_CHARS = 30
"""Maximum length of a foreign server's greeting in a message."""

REPLACED = "Another program took over this login. Lampfield retries in a minute."
OFFERS_NO_TLS = "offers no TLS"
"""Part of the message for a server without TLS; the wizard recognizes it."""
_OTHER_SERVERS = (
    (b"HTTP/", "a web server"),
    (b"<!DOCTYPE", "a web server"),
    (b"<html", "a web server"),
    (b"Asterisk Call Manager", "the manager interface of Asterisk"),
    (b"SSH-", "an SSH server"),
    (b"220 ", "a mail or file server"),
    (b"* OK", "a mail server"),
    (b"SIP/", "a SIP server"),
)
"""The beginnings of other servers' greetings."""


NOT_SERVED = Failure("The chat server does not serve the domain of the account's jid.", LONG_DELAY_SECONDS)
SENTENCES = {
    "host-unknown": NOT_SERVED,
    "host-gone": NOT_SERVED,
    "system-shutdown": Failure("The chat server is shutting down."),
}
"""Messages for conditions whose server text is ignored."""
LASTING = frozenset({"policy-violation", "not-authorized", "resource-constraint", "see-other-host"})
"""Conditions that a quick retry would meet again."""
LOST = Failure("The connection to the chat server was lost.")
DEAD = Failure("The chat server does not respond any more.")


def invalid_host(server: Server) -> Failure | None:
    """Return the fault of an invalid host; None if it may be valid."""
    host = server.host
    if host.strip().isdecimal():
        return Failure(
            f"{host} is a port rather than a host. Write the server's name or address as host under [chat], "
            f"and {host} as port.",
            LONG_DELAY_SECONDS,
        )
    if "@" in host:
        return Failure(
            f"{host} is a chat address rather than a host. Write the server's name as host under [chat]; "
            f"often it is {host.rpartition('@')[2]}.",
            LONG_DELAY_SECONDS,
        )
    if not _is_host(host):
        return Failure(
            f"{host!r} is not a host. Write the server's name or address alone as host under [chat], and its "
            "port as port.",
            LONG_DELAY_SECONDS,
        )
    return None


def _is_host(host: str) -> bool:
    if not host or "/" in host or any(sign.isspace() for sign in host) or host.count(":") == 1:
        return False
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def unreachable(server: Server, error: object) -> Failure:
    """Return why connecting failed.

    Args:
        server: The server.
        error: The exception, or its text.
    """
    match error:
        case ssl.SSLCertVerificationError():
            return untrusted(server, error)
        case ssl.SSLError() | ConnectionResetError() | ConnectionAbortedError() if server.tls is Tls.DIRECT:
            return Failure(
                f'{server.address} does not expect TLS from the start. Set tls = "starttls" under [chat], '
                "or the port of direct TLS (usually 5223)."
            )
        case ConnectionRefusedError():
            return Failure(
                f"Nothing answers at {server.address}. Check that the chat server is running, and check host "
                "and port under [chat]."
            )
        case socket.gaierror() | str():
            return Failure(f"The host name {server.host} cannot be resolved. Check host under [chat].")
        case _:
            return Failure(f"{server.address} cannot be reached: {error}. Check host and port under [chat].")


def untrusted(server: Server, error: ssl.SSLError) -> Failure:
    """Return why a certificate is not trusted."""
    reason = getattr(error, "verify_message", "") or error.reason or str(error)
    return Failure(
        f"The certificate of {server.address} is not trusted: {reason.rstrip('.')}. Set ca under "
        "[chat] to the PEM file of its authority. It must be valid for the domain of the account's jid.",
        LONG_DELAY_SECONDS,
    )


def refused_login(server: Server, jid: str, *, no_mechanism: bool) -> Failure:
    """Return why the login was refused."""
    if not no_mechanism:
        return Failure(
            f"The chat server refuses the login of {jid}. Check jid and password of the account.",
            LONG_DELAY_SECONDS,
        )
    if server.tls is Tls.NONE:
        return demands_tls(server)
    return Failure(
        f"{server.address} offers no supported login (SCRAM or PLAIN). Enable one there.", LONG_DELAY_SECONDS
    )


def unusable_features(server: Server, features: Element, *, is_tls: bool) -> Failure | None:
    """Return why the server's features do not allow a login; None if they do.

    Args:
        server: The server.
        features: ``<stream:features/>``.
        is_tls: Whether TLS is already in use.
    """
    if is_tls:
        return None
    starttls = features.find(f"{TLS}starttls")
    if server.tls is Tls.STARTTLS and starttls is None:
        return Failure(
            f"{server.address} {OFFERS_NO_TLS}. Enable TLS there; on this machine, "
            'tls = "none" under [chat] is enough.',
            LONG_DELAY_SECONDS,
        )
    if server.tls is Tls.NONE and starttls is not None:
        is_required = starttls.find(f"{TLS}required") is not None
        if is_required or features.find(f"{SASL}mechanisms") is None:
            return demands_tls(server)
    return None


def demands_tls(server: Server) -> Failure:
    """Return that the server requires TLS for the login."""
    return Failure(f'{server.address} requires TLS. Set tls = "starttls" under [chat].', LONG_DELAY_SECONDS)


def silent(server: Server, seconds: float, *, has_received: bool) -> Failure:
    """Return why the login timed out.

    Args:
        server: The server.
        seconds: How long the server was silent.
        has_received: Whether it had sent anything before.
    """
    if has_received:
        return Failure(f"{server.address} stopped responding during the login: {seconds:.0f} s of silence.")
    return Failure(
        f"{server.address} has not responded for {seconds:.0f} s. Check host and port under [chat], and "
        "firewalls in between."
    )


def closed_before_login(server: Server, first_bytes: bytes) -> Failure:
    """Return why a server closed the connection before the login.

    Args:
        server: The server.
        first_bytes: The first bytes that it sent.
    """
    if first_bytes[:1] in (b"\x15", b"\x16"):
        # A TLS record: an alert, or a handshake (RFC 8446, 5.1).
        return _begins_with_tls(server)
    for beginning, what in _OTHER_SERVERS:
        if first_bytes.upper().startswith(beginning.upper()):
            return _no_chat_server(server, f"it is {what}")
    if first_bytes and not first_bytes.lstrip().startswith(b"<"):
        server_text = first_bytes.decode(errors="replace").split("\n")[0].strip()[:GREETING_CHARS]
        return _no_chat_server(server, f"it says {server_text!r}")
    if not first_bytes and server.tls is not Tls.DIRECT:
        return Failure(
            f"{server.address} closed the connection without a word. If it expects TLS from the start, set "
            'tls = "direct" under [chat]; otherwise check host and port.'
        )
    return Failure(f"{server.address} closed the connection before the login finished. Check its log.")


def _begins_with_tls(server: Server) -> Failure:
    return Failure(
        f'{server.address} expects TLS from the start. Set tls = "direct" under [chat], or the port of '
        "STARTTLS (usually 5222)."
    )


def _no_chat_server(server: Server, why: str) -> Failure:
    return Failure(
        f"{server.address} is not a chat server: {why}. Check host and port under [chat].", LONG_DELAY_SECONDS
    )


def stream_error(condition: str, words: str) -> Failure:
    """Return why the server ended the stream (RFC 6120, 4.9.3).

    Args:
        condition: The defined condition, which servers do not always choose well.
        words: The server's own text; empty if it gave none.
    """
    server_text = words.strip().rstrip(".")
    if _is_removal(server_text):
        return Failure(
            f"The chat server reports that the account was removed: {server_text}.", LONG_DELAY_SECONDS
        )
    if "password" in server_text.lower():
        return Failure(
            f"The chat server ended the session: {server_text}. Update the account's password.",
            LONG_DELAY_SECONDS,
        )
    if condition == "conflict":
        is_usual = not server_text or "replace" in server_text.lower()
        return Failure(REPLACED if is_usual else f"{REPLACED} It says: {server_text}.", LONG_DELAY_SECONDS)
    if condition in SENTENCES:
        return SENTENCES[condition]
    return Failure(
        f"The chat server closed the connection: {server_text or condition}.",
        LONG_DELAY_SECONDS if condition in LASTING else None,
    )


def _is_removal(server_text: str) -> bool:
    """Return whether the text reports that the account was removed: *User removed*, *Account deleted*."""
    words = server_text.lower()
    is_end = "removed" in words or "deleted" in words
    return is_end and ("user" in words or "account" in words)
