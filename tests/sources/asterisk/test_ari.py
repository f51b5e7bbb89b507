"""What decides whether Asterisk's certificate is believed."""

import ssl

from lampfield.sources.asterisk.ari import tls_context


def test_with_tls_the_certificate_is_proved() -> None:
    assert tls_context("https://pbx.test/ari/") is True


def test_without_tls_no_authorities_are_loaded_and_no_certificate_is_believed() -> None:
    context = tls_context("http://pbx.test/ari/")
    assert isinstance(context, ssl.SSLContext)
    assert context.cert_store_stats()["x509_ca"] == 0
    assert context.verify_mode is ssl.CERT_REQUIRED
