"""The port: the interface between the hub and a source.

A source translates foreign events into model changes and carries out actions. It does not know the hub,
the board or the protocol. It never queues an action: what cannot be done now is refused with a reason, so
that a reconnect repeats nothing.
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
"""Emits changes to the hub. Call it on the event loop; it returns at once and never raises."""


class Photo(msgspec.Struct, frozen=True):
    """A contact's photo in the source's encoding."""

    data: bytes
    """An encoded image: PNG, JPEG, GIF or WebP."""
    photo_id: str
    """The contact's ``photo_id`` that this photo belongs to."""


class Source(ABC):
    """A server or file that state comes from. It serves any number of accounts."""

    name: str
    """The name in the configuration and on a link, such as ``xmpp``."""
    links: frozenset[LinkName]
    """The links that this source reports; the hub routes the actions of these links to it."""

    @abstractmethod
    def open(self, account: Account, emit: Emit) -> "Session":
        """Return a session for one account. It is not started yet."""

    async def close(self) -> None:
        """Release what all sessions share. Called once, after the sessions are closed."""


class Session(ABC):
    """A source as one account sees it.

    An action either returns once the server has accepted it, or raises `Refusal` within 10 seconds. A
    session overrides the methods of the actions that its server supports; the others refuse by `unsupported`.
    """

    @abstractmethod
    async def start(self) -> None:
        """Start, and keep the links up until closed. Returns at once and connects in the background.

        After each connect the session emits a full snapshot as changes, then the events.
        """

    async def wait_for_snapshot(self) -> None:
        """Wait until the first snapshot is complete, for a source that emits it in parts."""

    @abstractmethod
    async def close(self) -> None:
        """Close the session cleanly. Idempotent; returns within a few seconds."""

    async def reset(self, link: LinkName) -> None:
        """Disconnect a link and reconnect it by the session's own policy."""
        raise self.unsupported("reset this link")

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        """Ring ``device``, then ``number``. Returns the channel id that call changes will carry.

        Tones stand behind the number (``01614960000,42``) only where the device says ``sends_tones``.
        """
        raise self.unsupported("dial")

    async def test_phone(self, device: DeviceName) -> str:
        """Ring ``device`` with nobody at the other end, and find out which requests it obeys.

        Returns the channel id that call changes carry; the ``cause`` of the last one states the result.
        """
        raise self.unsupported("test a phone")

    async def hang_up(self, channel: str) -> None:
        """Hang up one of the operator's own calls."""
        raise self.unsupported("hang up")

    async def hang_up_contact(self, key: ContactKey) -> None:
        """Hang up the call that a contact's party shows."""
        raise self.unsupported("end other people's calls")

    async def hold(self, channel: str) -> None:
        """Put one of the operator's own calls on hold."""
        raise self.unsupported("hold a call")

    async def talk(self, channel: str) -> None:
        """Answer one of the operator's own calls, or resume it from hold."""
        raise self.unsupported("answer a call")

    async def request(self, key: ContactKey) -> None:
        """Ask a contact for a chat relationship (the IPCortex API's ``xmppReq``)."""
        raise self.unsupported("ask for a chat relationship")

    async def authorize(self, key: ContactKey) -> None:
        """Accept a contact's request (the IPCortex API's ``xmppAuth``); request theirs if missing."""
        raise self.unsupported("accept a chat relationship")

    async def remove(self, key: ContactKey) -> None:
        """End the relationship, or decline a request (the IPCortex API's ``xmppDel``)."""
        raise self.unsupported("remove a chat relationship")

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Request a relationship with a new contact by address. Returns the contact's key."""
        raise self.unsupported("add a contact")

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace a contact's tags."""
        raise self.unsupported("change tags")

    async def open_chat(self, key: ContactKey) -> None:
        """Emit the chat with a contact and its recent history as changes."""
        raise self.unsupported("chat")

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message, and emit its `MessageChange`. Returns the message id of that change.

        A refusal means that the message was not sent; only after ``timed-out`` that is unknown.

        Args:
            key: The contact.
            text: The message.
            post_id: The client's id of the message, which the change carries; empty: none.
        """
        raise self.unsupported("chat")

    async def send_typing(self, key: ContactKey, typing: Typing) -> None:
        """Send a typing notification to the other party. Best effort: never refused."""

    async def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Send a read marker for a message to the other party. Best effort: never refused."""

    async def history(self, key: ContactKey, limit: int) -> None:
        """Emit up to ``limit`` messages older than those emitted before."""
        raise self.unsupported("read the chat's history")

    async def leave_chat(self, key: ContactKey) -> None:
        """Close the chat with a contact on this side."""

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the operator's own presence, and keep it over reconnects. OFFLINE: invisible, but connected."""
        raise self.unsupported("set your own presence")

    def restore_presence(self, show: Show, status: str) -> None:
        """Restore an earlier presence of the operator at the first connect. Called before `start`.

        Does nothing where the server itself stores the operator's presence.
        """

    async def photo(self, key: ContactKey) -> Photo | None:
        """Return a contact's photo, None where there is none. The hub never requests two at once."""
        return None

    def unsupported(self, ability: str) -> Refusal:
        """Return the refusal of an action that this session does not override.

        Args:
            ability: The action as it follows "can", such as ``hang up``.
        """
        return Refusal(RefusalCode.UNSUPPORTED, f"No configured server can {ability}.")
