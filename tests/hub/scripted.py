"""A source that does what a test says."""

import asyncio
from collections.abc import Sequence

from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, LinkChange, MessageChange, RoomChange
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.sources.port import Emit, Photo, Session, Source

UP = (LinkChange(Link(LinkName.PHONE, LinkState.UP)), LinkChange(Link(LinkName.CHAT, LinkState.UP)))


def contact(key: str, **properties: object) -> ContactChange:
    """Return a contact's change."""
    return ContactChange(ContactKey(key), ContactPatch(**properties))  # type: ignore[arg-type]


class Scripted(Source):
    """A source of both links. Tests tell through it and look at what it was asked.

    Args:
        first: What each session tells when it starts, after its links.
    """

    name = "scripted"
    links = frozenset({LinkName.PHONE, LinkName.CHAT})

    def __init__(self, *first: Change) -> None:
        self.first: Sequence[Change] = (*UP, *first)
        self.sessions: list[ScriptedSession] = []
        self.asked: list[tuple[object, ...]] = []
        self.refusal: Exception | None = None
        """What every action ends in, when it is set."""
        self.go_on = asyncio.Event()
        """Actions wait for it."""
        self.go_on.set()
        self.pictures: dict[str, bytes] = {}
        self.fails_to_start = False
        self.closed = False

    def open(self, account: Account, emit: Emit) -> "ScriptedSession":
        """Return a session."""
        session = ScriptedSession(self, account, emit)
        self.sessions.append(session)
        return session

    async def close(self) -> None:
        """Note the end."""
        self.closed = True

    def tell(self, *changes: Change) -> None:
        """Tell changes through the latest session."""
        self.sessions[-1].emit(changes)


class ScriptedSession(Session):
    """A session that notes what it is asked."""

    def __init__(self, source: Scripted, account: Account, emit: Emit) -> None:
        self.account = account
        self.emit = emit
        self.open = False
        self._source = source

    async def start(self) -> None:
        """Tell the first changes."""
        if self._source.fails_to_start:
            raise OSError("no route to the PBX")
        self.open = True
        self.emit(self._source.first)

    async def close(self) -> None:
        """Note the end."""
        self.open = False

    async def reset(self, link: LinkName) -> None:
        await self._act("reset", link)

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        await self._act("dial", device, number, contact.name if contact else None)
        return "channel-1"

    async def test_phone(self, device: DeviceName) -> str:
        await self._act("test", device)
        return "channel-1"

    async def hang_up(self, channel: str) -> None:
        await self._act("hang up", channel)

    async def hang_up_contact(self, key: ContactKey) -> None:
        await self._act("hang up contact", key)

    async def hold(self, channel: str) -> None:
        await self._act("hold", channel)

    async def talk(self, channel: str) -> None:
        await self._act("talk", channel)

    async def request(self, key: ContactKey) -> None:
        await self._act("request", key)

    async def authorize(self, key: ContactKey) -> None:
        await self._act("authorize", key)

    async def remove(self, key: ContactKey) -> None:
        await self._act("remove", key)

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        await self._act("add", address, name, tuple(tags))
        self._later(contact(address, name=name))
        return ContactKey(address)

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        await self._act("set tags", key, tuple(tags))

    async def open_chat(self, key: ContactKey) -> None:
        await self._act("open chat", key)
        self._later(RoomChange(key=key))

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        await self._act("post", key, text)
        self._later(MessageChange(key=key, id=f"own {text}", own=True, text=text, post_id=post_id))
        return f"own {text}"

    async def send_typing(self, key: ContactKey, typing: Typing) -> None:
        await self._act("typing", key, typing)

    async def mark_seen(self, key: ContactKey, message_id: str) -> None:
        await self._act("seen", key, message_id)

    async def history(self, key: ContactKey, limit: int) -> None:
        await self._act("history", key, limit)

    async def leave_chat(self, key: ContactKey) -> None:
        await self._act("leave", key)

    async def set_presence(self, show: Show, status: str) -> None:
        await self._act("presence", show, status)

    def restore_presence(self, show: Show, status: str) -> None:
        self._source.asked.append(("restore presence", show, status))

    async def photo(self, key: ContactKey) -> Photo | None:
        await self._act("photo", key)
        data = self._source.pictures.get(key)
        return Photo(data, "1") if data is not None else None

    async def _act(self, *words: object) -> None:
        self._source.asked.append(words)
        await self._source.go_on.wait()
        if self._source.refusal is not None:
            raise self._source.refusal

    def _later(self, change: Change) -> None:
        """Tell a change after the action has returned, as a real server does."""
        asyncio.get_running_loop().call_soon(self.emit, [change])
