"""Makes the slixmpp client of one account."""

import secrets

import slixmpp

from lampfield.model.account import Account
from lampfield.sources.xmpp.server import Server, Tls

PLUGINS = (
    "xep_0030",  # service discovery: others see what this client can do
    "xep_0054",  # vCards
    "xep_0060",  # PEP
    "xep_0084",  # avatars; it asks the server to tell them
    "xep_0092",  # software version
    "xep_0115",  # entity capabilities
    "xep_0184",  # receipts: asked ones are given
    "xep_0198",  # stream resumption
    "xep_0199",  # ping
    "xep_0202",  # entity time
    "xep_0280",  # carbons
)


def make_client(server: Server, account: Account) -> slixmpp.ClientXMPP:
    """Return a client that accepts nobody by itself and does not reconnect.

    Its resource is chance: two boards of one account must not throw each other out (RFC 6120, 7.7.2.2).

    Raises:
        OSError: The authority's file cannot be read.
    """
    clear = server.tls is Tls.NONE
    client = slixmpp.ClientXMPP(
        f"{account.jid}/lampfield-{secrets.token_hex(4)}",
        account.password,
        plugin_config={"feature_mechanisms": {"unencrypted_scram": clear, "unencrypted_plain": False}},
    )
    client.enable_direct_tls = server.tls is Tls.DIRECT
    client.enable_starttls = server.tls is Tls.STARTTLS
    client.enable_plaintext = clear
    client.ssl_context = server.trust()
    client.auto_authorize = None
    client.auto_subscribe = False
    client.whitespace_keepalive = False
    for plugin in PLUGINS:
        client.register_plugin(plugin)
    return client
