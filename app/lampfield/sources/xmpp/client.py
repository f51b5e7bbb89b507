"""Create the slixmpp client of an account."""

import asyncio
import secrets
from typing import Any

import slixmpp

from lampfield.model.account import Account
from lampfield.sources.xmpp.liveness import LivenessMonitor
from lampfield.sources.xmpp.server import Server, Tls
from lampfield.version import VERSION

PLUGINS = (
    "xep_0030",  # service discovery: shows other clients what this one supports
    "xep_0092",  # software version
    "xep_0115",  # entity capabilities
    "xep_0198",  # stream resumption
    "xep_0199",  # ping
)

NAME = "Lampfield"
IDENTITY = ("client", "console", None, NAME)
"""XEP-0030, 3.1; the registered type of a terminal client."""

FEATURES = frozenset(
    {
        "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/chatstates",
        "jabber:iq:version",
        "urn:xmpp:avatar:metadata+notify",  # the server pushes avatar announcements (XEP-0163, 4.4)
        "urn:xmpp:chat-markers:0",
        "urn:xmpp:message-correct:0",
        "urn:xmpp:ping",
        "urn:xmpp:receipts",
    }
)
"""The features to announce, as few as possible. After a restart, Prosody requests this list once per online
contact, all at once, and reads the answers at its rate limit. Receipts are sent by our own code for
displayed messages only; slixmpp's plugin would send them for every request."""


class Client(slixmpp.ClientXMPP):
    """A client that records its traffic."""

    liveness: LivenessMonitor
    """The liveness of the current or last connection."""

    def data_received(self, data: bytes | str) -> None:
        """Record and parse incoming data."""
        self.liveness.note_read(
            data.encode() if isinstance(data, str) else data, asyncio.get_running_loop().time()
        )
        super().data_received(data)

    def send_raw(self, data: str | bytes) -> None:
        """Record and send data."""
        self.liveness.note_written(len(data))
        super().send_raw(data)


def make_client(server: Server, account: Account) -> Client:
    """Return a client that accepts no requests by itself and does not reconnect.

    Its resource is random, so that two boards of one account do not disconnect each other (RFC 6120,
    7.7.2.2).

    Raises:
        OSError: The ``ca`` file cannot be read.
    """
    clear = server.tls is Tls.NONE
    client = Client(
        f"{account.jid}/lampfield-{secrets.token_hex(4)}",
        account.password,
        # Without this, slixmpp creates its own context and loads the system's CA certificates twice.
        ssl_context=server.ssl_context(),
        plugin_config={
            "feature_mechanisms": {"unencrypted_scram": clear, "unencrypted_plain": False},
            "xep_0092": {"software_name": NAME, "version": VERSION},
            "xep_0115": {"caps_node": NAME.lower()},
        },
    )
    client.enable_direct_tls = server.tls is Tls.DIRECT
    client.enable_starttls = server.tls is Tls.STARTTLS
    client.enable_plaintext = clear
    client.auto_authorize = None
    client.auto_subscribe = False
    client.whitespace_keepalive = False
    for plugin in PLUGINS:
        client.register_plugin(plugin)
    return client


def stop_filters(client: slixmpp.ClientXMPP) -> None:
    """Cancel the task of slixmpp's outgoing filters, which would otherwise never end."""
    if client._run_out_filters is not None:  # noqa: SLF001  (slixmpp has no public way)
        client._run_out_filters.cancel()  # noqa: SLF001


async def advertise_features(client: slixmpp.ClientXMPP) -> None:
    """Announce identity and features. Call before the first presence of a session."""
    disco: Any = client.plugin["xep_0030"]
    caps: Any = client.plugin["xep_0115"]
    # Nothing here needs the features of other clients, so do not query each of them.
    client.del_event_handler("entity_caps", caps._process_caps)  # noqa: SLF001
    await disco.set_identities(identities={IDENTITY})
    await disco.set_features(features=set(FEATURES))
    await caps.update_caps(broadcast=False)
