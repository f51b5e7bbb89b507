"""Why a line to the server failed: a sentence that says what to do, and how long to wait. Pure."""

import socket
import ssl

from lampfield.sources.upkeep import CALM_SECONDS, Failure
from lampfield.sources.xmpp.server import Server, Tls


def unreachable(server: Server, error: object) -> Failure:
    """Return why no connection came about.

    Args:
        server: What was tried.
        error: What was raised, or said in words.
    """
    match error:
        case ssl.SSLCertVerificationError():
            return untrusted(server, error)
        case ssl.SSLError():
            return Failure(
                f'{server.address} does not begin with TLS. Set tls = "starttls" under [chat], '
                "or the port of direct TLS (usually 5223)."
            )
        case ConnectionRefusedError():
            return Failure(
                f"Nothing answers at {server.address}. Check that the chat server runs, and host and port "
                "under [chat]."
            )
        case socket.gaierror() | str():
            return Failure(f"No machine is called {server.host}. Check host under [chat].")
        case _:
            return Failure(f"{server.address} cannot be reached: {error}. Check host and port under [chat].")


def untrusted(server: Server, error: ssl.SSLError) -> Failure:
    """Return why a certificate is not believed."""
    reason = getattr(error, "verify_message", "") or error.reason or str(error)
    return Failure(
        f"The certificate of {server.address} is not trusted: {reason}. Name the PEM file of its authority "
        "as ca under [chat]; the certificate must be for the domain of the account's jid.",
        CALM_SECONDS,
    )


def refused_login(server: Server, jid: str, *, no_mechanism: bool) -> Failure:
    """Return why a login did not succeed."""
    if not no_mechanism:
        return Failure(
            f"The chat server refuses the login of {jid}. Check jid and password of the account.",
            CALM_SECONDS,
        )
    if server.tls is Tls.NONE:
        sentence = 'offers no login without TLS. Set tls = "starttls" under [chat].'
    else:
        sentence = (
            "offers no login that is safe: it may not offer TLS. Enable TLS there; on this machine alone, "
            'tls = "none" will do.'
        )
    return Failure(f"{server.address} {sentence}", CALM_SECONDS)


def silent(server: Server, seconds: float) -> Failure:
    """Return why a login came to no end."""
    hint = ' It may demand TLS: set tls = "starttls" under [chat].' if server.tls is Tls.NONE else ""
    return Failure(f"{server.address} answers, but no login came about within {seconds:.0f} s.{hint}")


def stream_error(condition: str, words: str) -> Failure:
    """Return why the server ended the stream (RFC 6120, 4.9.3)."""
    match condition:
        case "conflict":
            return Failure(
                "Another program took over this login; a new try follows in a minute.", CALM_SECONDS
            )
        case "host-unknown":
            return Failure("The chat server does not serve the domain of the account's jid.", CALM_SECONDS)
        case "system-shutdown":
            return Failure("The chat server shuts down.")
        case "policy-violation":
            return Failure(f"The chat server ends the line: {words or condition}.", CALM_SECONDS)
        case _:
            return Failure(f"The chat server ended the line: {words or condition}.")


LOST = Failure("The line to the chat server was lost.")
DEAD = Failure("The chat server does not answer any more.")
