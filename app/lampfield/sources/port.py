"""The port: all that the hub knows of a source.

A source turns foreign events into model changes and carries out actions. It knows no hub, no board
and no feed. Nothing is queued for later: an action that cannot be done now is refused with a reason,
so that a reconnect never repeats one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import msgspec

from lampfield.model.account import Account
from lampfield.model.change import Change
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Typing
from lampfield.model.show import Show

Emit = Callable[[Sequence[Change]], None]
"""How changes are told: called on the event loop, returns at once, never raises."""


class Photo(msgspec.Struct, frozen=True):
    """A contact's picture as the source has it."""

    data: bytes
    """An encoded image: PNG, JPEG, GIF or WebP."""
    photo_id: str
    """The ``photo_id`` that this picture belongs to."""


class Source(ABC):
    """A place where state comes from. It serves any number of accounts."""

    name: str
    """The word in the configuration and on a link, such as ``xmpp``."""
    links: frozenset[LinkName]
    """The lamps of the header that this source lights; its actions go with them."""

    @abstractmethod
    def open(self, account: Account, emit: Emit) -> "Session":
        """Return a session that acts and listens for one account. It is not started yet."""

    async def close(self) -> None:
        """Give back what all sessions share. Called once, after the sessions are closed."""


class Session(ABC):
    """A source as one account sees it.

    An action either returns when the other side has taken it, or raises `Refusal` in bounded time
    (10 seconds). A session that lacks an ability leaves that method as it is here.
    """

    @abstractmethod
    async def start(self) -> None:
        """Start, and keep the links up until closed. Returns at once; connecting goes on behind.

        A full snapshot of changes is told after each connect, then the events.
        """

    async def whole(self) -> None:
        """Wait until the first picture was told to its end, where a source tells it in parts."""

    @abstractmethod
    async def close(self) -> None:
        """End the session in order. Idempotent; returns within a few seconds."""

    async def reset(self, link: LinkName) -> None:
        """Cut a link and let it come back by the session's own policy."""
        raise _unsupported("cut this link")

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        """Ring ``device``, then ``number``. Returns the channel id that call changes will carry."""
        raise _unsupported("dial")

    async def test_phone(self, device: DeviceName) -> str:
        """Ring ``device`` with nobody at the other end, and find out what it does from here.

        Returns the channel id that call changes carry; the last one's ``cause`` says the result.
        """
        raise _unsupported("test a phone")

    async def hang_up(self, channel: str) -> None:
        """End an own call."""
        raise _unsupported("hang up")

    async def hang_up_contact(self, key: ContactKey) -> None:
        """End the call that a contact's party shows, whoever's it is."""
        raise _unsupported("end other people's calls")

    async def hold(self, channel: str) -> None:
        """Put an own call on hold."""
        raise _unsupported("hold a call")

    async def talk(self, channel: str) -> None:
        """Answer an own call, or take it back from hold."""
        raise _unsupported("answer a call")

    async def request(self, key: ContactKey) -> None:
        """Ask a contact for a chat relationship (seed, ``xmppReq``)."""
        raise _unsupported("ask for a chat relationship")

    async def authorize(self, key: ContactKey) -> None:
        """Accept a contact's request (seed, ``xmppAuth``), and ask for theirs if it is lacking."""
        raise _unsupported("accept a chat relationship")

    async def remove(self, key: ContactKey) -> None:
        """End the relationship, or refuse a request (seed, ``xmppDel``)."""
        raise _unsupported("remove a chat relationship")

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Ask somebody who is no contact yet, by address. Returns the new contact's key."""
        raise _unsupported("add a contact")

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace a contact's tags."""
        raise _unsupported("change tags")

    async def open_chat(self, key: ContactKey) -> None:
        """Make the chat with a contact known, with its recent history, by changes."""
        raise _unsupported("chat")

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message. Returns the id that its `MessageChange` carries; tells that change too.

        A refusal says that it was not sent, but for ``timed-out``: then nobody knows.

        Args:
            key: To whom.
            text: What.
            post_id: The client's name of it, which the change carries; empty: it has none.
        """
        raise _unsupported("chat")

    async def tell_typing(self, key: ContactKey, typing: Typing) -> None:
        """Let the other party know that the operator types. Best effort: never refused."""

    async def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Let the other party know that a message was seen. Best effort: never refused."""

    async def history(self, key: ContactKey, limit: int) -> None:
        """Tell up to ``limit`` messages older than those told before, by changes."""
        raise _unsupported("read the chat's history")

    async def leave_chat(self, key: ContactKey) -> None:
        """Close the chat with a contact on this side."""

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the operator's own presence; kept over reconnects. OFFLINE is invisible, still connected."""
        raise _unsupported("set your own presence")

    def restore_presence(self, show: Show, status: str) -> None:
        """Have this own presence, chosen before, from the first connect on. Called before `start`.

        A source whose server keeps the operator's presence by itself does nothing.
        """

    async def photo(self, key: ContactKey) -> Photo | None:
        """Fetch a contact's picture, None when there is none. The hub never asks for two at once."""
        return None


def _unsupported(what: str) -> Refusal:
    return Refusal(RefusalCode.UNSUPPORTED, f"No configured server can {what}.")
