"""A client that is being served: who it is, and what it was given."""

from lampfield.feed.requests import LoggedIn, Login, Start
from lampfield.hub.catchup import followed
from lampfield.hub.desk import Desk
from lampfield.hub.failure import login_required, not_started
from lampfield.hub.house import House
from lampfield.hub.operator import logged_in
from lampfield.hub.outbox import Outbox, Place
from lampfield.model.account import Account


class Client:
    """The state of one session.

    Args:
        house: What all sessions share.
        outbox: What the client is to be told.
        peer: Its address.
        bearer: The token that came with its upgrade request, or an empty text.
    """

    __slots__ = ("_account", "_bearer", "_desk", "_held", "house", "outbox", "peer")

    def __init__(self, house: House, outbox: Outbox, peer: str, bearer: str) -> None:
        self.house = house
        self.outbox = outbox
        self.peer = peer
        self._bearer = bearer
        self._held: list[str] = []
        self._account: Account | None = None
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The account's desk.

        Raises:
            Failure: Nobody is logged in, or the feed is not started.
        """
        if self._account is None:
            raise login_required()
        if self._desk is None:
            raise not_started()
        return self._desk

    @property
    def is_known(self) -> bool:
        """Whether an account is logged in."""
        return self._account is not None

    async def login(self, login: Login) -> LoggedIn:
        """Let the client in.

        Raises:
            Failure: It is not let in.
        """
        account = await self.house.gate.admit(login, self._bearer, self.peer)
        self.leave()
        self._account = account
        self.house.connections.identify(self.outbox.socket)
        self.house.logins[self.outbox.socket] = account.name
        token = self.house.tokens.new(account)
        self._hold(token, self._bearer)
        desk = self.house.desks.get(account)
        return LoggedIn(me=desk.store.operator.value if desk else logged_in(account), token=token)

    async def start(self, start: Start) -> tuple[tuple[bytes, ...], Place]:
        """Start the feed, or start it anew. Returns the answer as JSON in parts, and where the news begin.

        Raises:
            Failure: Nobody is logged in.
        """
        if self._account is None:
            raise login_required()
        if self._desk is None:
            self._desk = await self.house.desks.join(self._account)
        await self._desk.settled(early=start.early)
        datasets = followed(start.datasets)
        desk = self._desk
        opening = await desk.openings.get(start.since, datasets)
        desk.herald.add(self.outbox)
        return opening.parts, Place(desk.herald, opening.upto, datasets)

    def leave(self) -> None:
        """Give back the desk and the tokens."""
        self.outbox.forget()
        self.house.logins.pop(self.outbox.socket, None)
        for token in self._held:
            self.house.tokens.release(token)
        self._held.clear()
        if self._desk is not None and self._account is not None:
            self._desk.herald.remove(self.outbox)
            self.house.desks.leave(self._account)
        self._desk = self._account = None

    def _hold(self, *tokens: str) -> None:
        for token in filter(None, tokens):
            self.house.tokens.hold(token)
            self._held.append(token)
