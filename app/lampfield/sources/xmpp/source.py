"""Source ``xmpp``: a chat server, with one session per account."""

from pathlib import Path

from lampfield.model.account import Account
from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.port import Emit, Session, Source
from lampfield.sources.xmpp.server import Server, Tls
from lampfield.sources.xmpp.session import XmppSession


class ChatlessSession(Session):
    """The session of an account without a chat address."""

    def __init__(self, account: Account, emit: Emit) -> None:
        self._account = account
        self._emit = emit

    async def start(self) -> None:
        """Emit that there is no chat."""
        reason = f"The account {self._account.name} has no jid in the site file."
        self._emit([LinkChange(Link(LinkName.CHAT, LinkState.ABSENT, 0.0, "xmpp", reason))])

    async def close(self) -> None:
        """Do nothing."""


class XmppSource(Source):
    """A chat server.

    Args:
        host: Its name or address.
        port: Usually 5222 for STARTTLS, 5223 for direct TLS.
        tls: ``starttls``, ``direct`` or ``none``.
        ca: PEM file with its certificate authority; None for the system's authorities.
        insecure: Accept any certificate.
        state: Stores what must outlive the hub; None stores nothing.
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
