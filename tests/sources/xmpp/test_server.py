"""What decides whether a chat server's certificate is believed."""

import os
import ssl
from pathlib import Path

import certifi
import pytest

from lampfield.sources.xmpp.client import make_client
from lampfield.sources.xmpp.server import Server, Tls
from tests.hub.caller import ACCOUNT


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    """A file with authorities."""
    file = tmp_path / "ca.pem"
    file.write_bytes(Path(certifi.where()).read_bytes())
    return file


def authorities(context: ssl.SSLContext) -> int:
    return context.cert_store_stats()["x509_ca"]


def test_all_accounts_share_one_set_of_authorities(ca: Path) -> None:
    first, second = (make_client(Server(host="acme.test", ca=ca), ACCOUNT) for _ in range(2))
    assert first.ssl_context is second.ssl_context
    assert authorities(first.ssl_context) > 0
    assert first.ssl_context.verify_mode is ssl.CERT_REQUIRED
    assert first.ssl_context.check_hostname


def test_an_authority_s_file_that_was_changed_is_read_again(ca: Path) -> None:
    server = Server(host="acme.test", ca=ca)
    before = server.ssl_context()
    ca.write_text("none any more")
    os.utime(ca, ns=(0, 0))
    with pytest.raises(ssl.SSLError):
        server.ssl_context()
    assert authorities(before) > 0


def test_a_server_whose_certificate_is_not_proved_does_not_change_what_others_prove(ca: Path) -> None:
    insecure, secure = (Server(host="acme.test", ca=ca, insecure=it).ssl_context() for it in (True, False))
    assert (insecure.verify_mode, insecure.check_hostname) == (ssl.CERT_NONE, False)
    assert (secure.verify_mode, secure.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_without_tls_no_certificate_is_trusted() -> None:
    context = Server(host="acme.test", tls=Tls.NONE).ssl_context()
    assert authorities(context) == 0
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_an_authority_s_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Server(host="acme.test", ca=tmp_path / "none.pem").ssl_context()
