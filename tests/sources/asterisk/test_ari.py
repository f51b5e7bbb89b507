"""What decides whether Asterisk's certificate is believed."""

import ssl

from lampfield.sources.asterisk.ari import trust


def test_with_tls_the_certificate_is_proved() -> None:
    assert trust("https://pbx.test/ari/") is True


def test_without_tls_no_authorities_are_loaded_and_no_certificate_is_believed() -> None:
    context = trust("http://pbx.test/ari/")
    assert isinstance(context, ssl.SSLContext)
    assert context.cert_store_stats()["x509_ca"] == 0
    assert context.verify_mode is ssl.CERT_REQUIRED
