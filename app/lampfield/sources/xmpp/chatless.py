"""An account without a chat address: there is no chat, and every verb says so."""

from lampfield.model.account import Account
from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources.port import Emit, Session


class ChatlessSession(Session):
    """A session that only says that there is no chat."""

    def __init__(self, account: Account, emit: Emit) -> None:
        self._account = account
        self._emit = emit

    async def start(self) -> None:
        """Say that there is no chat."""
        reason = f"The account {self._account.name} has no jid in the site file."
        self._emit([LinkChange(Link(LinkName.CHAT, LinkState.ABSENT, 0.0, "xmpp", reason))])

    async def close(self) -> None:
        """Do nothing: nothing was begun."""
