"""Why a line failed, in sentences that say what to do."""

import socket
import ssl
from xml.etree.ElementTree import Element, SubElement

import pytest

from lampfield.sources.supervisor import LONG_DELAY_SECONDS, Failure
from lampfield.sources.xmpp.failure import (
    REPLACED,
    closed_before_login,
    invalid_host,
    refused_login,
    silent,
    stream_error,
    unreachable,
    untrusted,
    unusable_features,
)
from lampfield.sources.xmpp.namespaces import SASL, STREAM, TLS
from lampfield.sources.xmpp.server import Server, Tls

AT = Server(host="chat.acme.test")
DIRECT = Server(host="chat.acme.test", tls=Tls.DIRECT)
CLEAR = Server(host="chat.acme.test", tls=Tls.NONE)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("35827", "35827 is a port rather than a host. Write the server's name"),
        ("35827", "as host under [chat], and 35827 as port."),
        ("alice@acme.test", "alice@acme.test is a chat address rather than a host. Write"),
        ("alice@acme.test", "as host under [chat]; often it is acme.test."),
        ("", "'' is not a host."),
        ("chat acme", "'chat acme' is not a host."),
        ("chat.acme.test:5222", "'chat.acme.test:5222' is not a host. Write the server's name"),
        ("chat.acme.test:5222", "alone as host under [chat], and its port as port."),
        ("xmpp://chat.acme.test", "'xmpp://chat.acme.test' is not a host."),
        ("chat..acme.test", "'chat..acme.test' is not a host."),
        ("a" * 64 + ".test", "is not a host."),
    ],
)
def test_invalid_host_is_reported_without_connecting(host: str, words: str) -> None:
    failure = invalid_host(Server(host=host))
    assert failure is not None
    assert words in failure.sentence
    assert failure.wait_seconds == LONG_DELAY_SECONDS


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "chat.acme.test", "localhost", "bücher.example", "a1"])
def test_valid_host_is_accepted(host: str) -> None:
    assert invalid_host(Server(host=host)) is None


def test_a_refused_connection_a_name_and_other_errors_differ() -> None:
    assert unreachable(AT, ConnectionRefusedError()) == Failure(
        "Nothing answers at chat.acme.test:5222. Check that the chat server is running, and check host "
        "and port under [chat]."
    )
    unknown = Failure("The host name chat.acme.test cannot be resolved. Check host under [chat].")
    assert unreachable(AT, socket.gaierror()) == unreachable(AT, "No DNS record available") == unknown
    assert unreachable(AT, OSError("No route to host")) == Failure(
        "chat.acme.test:5222 cannot be reached: No route to host. Check host and port under [chat]."
    )
    assert "cannot be reached" in unreachable(AT, ConnectionResetError("reset")).sentence


@pytest.mark.parametrize(
    "error", [ssl.SSLError("WRONG_VERSION_NUMBER"), ConnectionResetError(), ConnectionAbortedError()]
)
def test_port_without_direct_tls_is_reported(error: Exception) -> None:
    assert unreachable(DIRECT, error) == Failure(
        'chat.acme.test:5222 does not expect TLS from the start. Set tls = "starttls" under [chat], or the '
        "port of direct TLS (usually 5223)."
    )


def test_untrusted_certificate_message_has_one_full_stop() -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_message = "Hostname mismatch, certificate is not valid for 'acme.test'."
    failure = untrusted(AT, error)
    assert failure.sentence.startswith(
        "The certificate of chat.acme.test:5222 is not trusted: Hostname mismatch, certificate is not valid "
        "for 'acme.test'. Set ca under [chat] to the PEM file"
    )
    assert failure.wait_seconds == LONG_DELAY_SECONDS
    assert unreachable(DIRECT, error) == untrusted(DIRECT, error)


def test_a_refused_login_names_what_was_wrong() -> None:
    assert refused_login(AT, "alice@acme.test", no_mechanism=False) == Failure(
        "The chat server refuses the login of alice@acme.test. Check jid and password of the account.",
        LONG_DELAY_SECONDS,
    )
    assert "no supported login" in refused_login(AT, "alice@acme.test", no_mechanism=True).sentence
    assert "requires TLS" in refused_login(CLEAR, "alice@acme.test", no_mechanism=True).sentence


def features(*, starttls: bool = False, required: bool = False, mechanisms: bool = False) -> Element:
    offered = Element(f"{STREAM}features")
    if starttls:
        element = SubElement(offered, f"{TLS}starttls")
        if required:
            SubElement(element, f"{TLS}required")
    if mechanisms:
        SubElement(offered, f"{SASL}mechanisms")
    return offered


def test_server_that_requires_tls_is_reported() -> None:
    demands = Failure(
        'chat.acme.test:5222 requires TLS. Set tls = "starttls" under [chat].', LONG_DELAY_SECONDS
    )
    required = features(starttls=True, required=True, mechanisms=True)
    assert unusable_features(CLEAR, required, is_tls=False) == demands
    assert unusable_features(CLEAR, features(starttls=True), is_tls=False) == demands
    assert unusable_features(CLEAR, features(starttls=True, mechanisms=True), is_tls=False) is None
    assert unusable_features(CLEAR, features(mechanisms=True), is_tls=False) is None
    assert unusable_features(CLEAR, features(), is_tls=False) is None
    assert unusable_features(AT, required, is_tls=False) is None


def test_server_without_tls_is_reported() -> None:
    failure = unusable_features(AT, features(mechanisms=True), is_tls=False)
    assert failure is not None
    assert failure.sentence.startswith("chat.acme.test:5222 offers no TLS. Enable TLS there;")
    assert failure.wait_seconds == LONG_DELAY_SECONDS
    assert unusable_features(AT, features(mechanisms=True), is_tls=True) is None
    assert unusable_features(DIRECT, features(mechanisms=True), is_tls=True) is None


def test_silence_message_depends_on_earlier_data() -> None:
    assert silent(AT, 20.0, has_received=True) == Failure(
        "chat.acme.test:5222 stopped responding during the login: 20 s of silence."
    )
    assert silent(AT, 20.0, has_received=False).sentence.startswith(
        "chat.acme.test:5222 has not responded for 20 s. Check host and port"
    )


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (b"\x15\x03\x01\x00\x02\x02F", 'expects TLS from the start. Set tls = "direct"'),
        (b"\x16\x03\x03", 'expects TLS from the start. Set tls = "direct"'),
        (b"HTTP/1.1 400 Bad Request\r\n", "is not a chat server: it is a web server."),
        (b"<!doctype html>", "is not a chat server: it is a web server."),
        (b"<HTML><BODY>", "is not a chat server: it is a web server."),
        (
            b"Asterisk Call Manager/11.0.0\r\n",
            "is not a chat server: it is the manager interface of Asterisk.",
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "is not a chat server: it is an SSH server."),
        (b"220 mail.acme.test ESMTP\r\n", "is not a chat server: it is a mail or file server."),
        (b"* OK IMAP4rev1", "is not a chat server: it is a mail server."),
        (b"-ERR unknown\r\nmore", "is not a chat server: it says '-ERR unknown'."),
        (b"", 'closed the connection without a word. If it expects TLS from the start, set tls = "direct"'),
        (b"<?xml version='1.0'?>", "closed the connection before the login finished. Check its log."),
    ],
)
def test_greeting_identifies_another_server(first: bytes, words: str) -> None:
    sentence = closed_before_login(AT, first).sentence
    assert sentence.startswith("chat.acme.test:5222 ")
    assert words in sentence
    assert "lost" not in sentence


def test_closed_direct_tls_does_not_suggest_direct_tls() -> None:
    assert "before the login finished" in closed_before_login(DIRECT, b"").sentence


GONE = "The chat server reports that the account was removed"
CHANGED = "The chat server ended the session: Password changed. Update the account's password."
NOT_SERVED = "The chat server does not serve the domain of the account's jid."
ENDED = "The chat server closed the connection"


@pytest.mark.parametrize(
    ("condition", "words", "sentence", "wait"),
    [
        ("conflict", "Replaced by new connection", REPLACED, LONG_DELAY_SECONDS),
        ("conflict", "", REPLACED, LONG_DELAY_SECONDS),
        ("conflict", "User removed", f"{GONE}: User removed.", LONG_DELAY_SECONDS),
        ("not-authorized", "Account deleted", f"{GONE}: Account deleted.", LONG_DELAY_SECONDS),
        ("conflict", "Too many sessions.", f"{REPLACED} It says: Too many sessions.", LONG_DELAY_SECONDS),
        ("conflict", "Session removed", f"{REPLACED} It says: Session removed.", LONG_DELAY_SECONDS),
        ("conflict", "User limit", f"{REPLACED} It says: User limit.", LONG_DELAY_SECONDS),
        ("reset", "Password changed", CHANGED, LONG_DELAY_SECONDS),
        ("reset", "", f"{ENDED}: reset.", None),
        ("host-unknown", "whatever", NOT_SERVED, LONG_DELAY_SECONDS),
        ("host-gone", "", NOT_SERVED, LONG_DELAY_SECONDS),
        ("system-shutdown", "Bye", "The chat server is shutting down.", None),
        (
            "policy-violation",
            "XML stanza is too big.",
            f"{ENDED}: XML stanza is too big.",
            LONG_DELAY_SECONDS,
        ),
        ("not-authorized", "", f"{ENDED}: not-authorized.", LONG_DELAY_SECONDS),
        ("see-other-host", "", f"{ENDED}: see-other-host.", LONG_DELAY_SECONDS),
        ("resource-constraint", "", f"{ENDED}: resource-constraint.", LONG_DELAY_SECONDS),
        ("undefined-condition", "Gone fishing", f"{ENDED}: Gone fishing.", None),
        ("not-well-formed", "", f"{ENDED}: not-well-formed.", None),
    ],
)
def test_server_text_is_shown(condition: str, words: str, sentence: str, wait: float | None) -> None:
    assert stream_error(condition, words) == Failure(sentence, wait)
