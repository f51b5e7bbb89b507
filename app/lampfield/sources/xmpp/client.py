"""Makes the slixmpp client of one account."""

import asyncio
import secrets
from typing import Any

import slixmpp

from lampfield.model.account import Account
from lampfield.sources.xmpp.liveness import LivenessMonitor
from lampfield.sources.xmpp.server import Server, Tls
from lampfield.version import VERSION

PLUGINS = (
    "xep_0030",  # service discovery: others see what this client can do
    "xep_0092",  # software version
    "xep_0115",  # entity capabilities
    "xep_0198",  # stream resumption
    "xep_0199",  # ping
)

NAME = "Lampfield"
IDENTITY = ("client", "console", None, NAME)
"""XEP-0030, 3.1; the registrar's word for a program in a terminal."""

FEATURES = frozenset(
    {
        "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/chatstates",
        "jabber:iq:version",
        "urn:xmpp:avatar:metadata+notify",  # the server tells new avatars (XEP-0163, 4.4)
        "urn:xmpp:chat-markers:0",
        "urn:xmpp:message-correct:0",
        "urn:xmpp:ping",
        "urn:xmpp:receipts",
    }
)
"""What others must know to talk to this client, and no more. After its start, Prosody asks for this list
once for each contact on line, all at once, and reads the answers as slowly as its limits say. Receipts are
sent by us, for what was shown; slixmpp's own plugin would send them for whatever asks."""


class Client(slixmpp.ClientXMPP):
    """A client that notes its traffic."""

    liveness: LivenessMonitor
    """Of the line that stands, or that was last."""

    def data_received(self, data: bytes | str) -> None:
        """Note and read what came."""
        self.liveness.note_read(
            data.encode() if isinstance(data, str) else data, asyncio.get_running_loop().time()
        )
        super().data_received(data)

    def send_raw(self, data: str | bytes) -> None:
        """Note and send something."""
        self.liveness.note_written(len(data))
        super().send_raw(data)


def make_client(server: Server, account: Account) -> Client:
    """Return a client that accepts nobody by itself and does not reconnect.

    Its resource is chance: two boards of one account must not throw each other out (RFC 6120, 7.7.2.2).

    Raises:
        OSError: The authority's file cannot be read.
    """
    clear = server.tls is Tls.NONE
    client = Client(
        f"{account.jid}/lampfield-{secrets.token_hex(4)}",
        account.password,
        # Without it slixmpp would make one of its own, and load the system's authorities into it twice.
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
    """Let others see what this client is and can do; awaited before the first presence of a session."""
    disco: Any = client.plugin["xep_0030"]
    caps: Any = client.plugin["xep_0115"]
    # Nobody here asks what others' clients can do, so they are not asked for it, each by each.
    client.del_event_handler("entity_caps", caps._process_caps)  # noqa: SLF001
    await disco.set_identities(identities={IDENTITY})
    await disco.set_features(features=set(FEATURES))
    await caps.update_caps(broadcast=False)
