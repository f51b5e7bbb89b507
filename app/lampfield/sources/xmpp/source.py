"""Source ``xmpp``: a chat server, with one session for each account."""

from pathlib import Path

from lampfield.model.account import Account
from lampfield.model.link import LinkName
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.port import Emit, Session, Source
from lampfield.sources.xmpp.chatless import ChatlessSession
from lampfield.sources.xmpp.server import Server, Tls
from lampfield.sources.xmpp.session import XmppSession


class XmppSource(Source):
    """A chat server.

    Args:
        host: Its name or address.
        port: 5222 for STARTTLS, 5223 for direct TLS, as a rule.
        tls: ``starttls``, ``direct`` or ``none``.
        ca: PEM file with the authority of its certificate; None: the system's.
        insecure: Take any certificate.
        state: Keeps what must outlive the hub; None: nothing does.
    """

    name = "xmpp"
    links = frozenset({LinkName.CHAT})

    def __init__(
        self,
        host: str,
        port: int = 5222,
        tls: str = "starttls",
        ca: Path | None = None,
        *,
        insecure: bool = False,
        state: StateStore | None = None,
    ) -> None:
        self.state = state or VolatileState()
        self.server = Server(host=host, port=port, tls=Tls(tls), ca=ca, insecure=insecure)

    def open(self, account: Account, emit: Emit) -> Session:
        """Return a session of an account's chat."""
        if not account.jid:
            return ChatlessSession(account, emit)
        return XmppSession(self.server, account, emit, self.state)
