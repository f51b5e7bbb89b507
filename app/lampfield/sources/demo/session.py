"""A session of the demo: the port's actions on the account's view."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lampfield.model.change import Change
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.sources.demo.account_view import AccountView
from lampfield.sources.demo.links import connecting
from lampfield.sources.demo.runner import Runner
from lampfield.sources.port import Emit, Photo, Session
from lampfield.sources.validation import check_status


class DemoSession(Session):
    """A session of the demo source.

    Args:
        view: The account's view of the simulation.
        runner: Runs the simulation.
        emit: Receives the changes.
        seed: The simulation's, for the portraits.
    """

    def __init__(self, view: AccountView, runner: Runner, emit: Emit, seed: int) -> None:
        self.view = view
        self._runner = runner
        self._emit = emit
        self._seed = seed
        self._open = True

    def receive(self, changes: list[Change]) -> None:
        """Forward changes of the view."""
        if self._open:
            self._emit(changes)

    async def start(self) -> None:
        """Start. The snapshot of a large office follows in parts."""
        self._emit(connecting(self._runner.wall))
        self._runner.add_listener(self)

    async def wait_for_snapshot(self) -> None:
        """Wait until all people were emitted."""
        await self._runner.wait_until_complete()

    async def close(self) -> None:
        """Close the session."""
        self._open = False
        await self._runner.remove_listener(self)

    async def reset(self, link: LinkName) -> None:
        """Cut a link for the length of an outage."""
        with self._action():
            self.view.links.cut(link)

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        """Ring a device, then dial a number."""
        with self._action(LinkName.PHONE):
            return self.view.own_phones.dial(device, number, contact.name if contact else "")

    async def hang_up(self, channel: str) -> None:
        """Hang up an own call, or reject one."""
        with self._action(LinkName.PHONE):
            self.view.own_phones.hang_up(channel)

    async def hang_up_contact(self, key: ContactKey) -> None:
        """Hang up a contact's call."""
        with self._action(LinkName.PHONE):
            self.view.hang_up_contact(key)

    async def hold(self, channel: str) -> None:
        """Put an own call on hold."""
        with self._action(LinkName.PHONE):
            self.view.own_phones.hold(channel)

    async def talk(self, channel: str) -> None:
        """Answer or resume an own call."""
        with self._action(LinkName.PHONE):
            self.view.own_phones.talk(channel)

    async def request(self, key: ContactKey) -> None:
        """Send a contact request; the contact answers after a while."""
        with self._action(LinkName.CHAT):
            self.view.subscriptions.request(key)

    async def authorize(self, key: ContactKey) -> None:
        """Accept a contact's request."""
        with self._action(LinkName.CHAT):
            self.view.subscriptions.authorize(key)

    async def remove(self, key: ContactKey) -> None:
        """End a relationship, or reject a request."""
        with self._action(LinkName.CHAT):
            self.view.remove(key)

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Send a contact request to an address."""
        with self._action(LinkName.CHAT):
            return self.view.add(address, name, tags)

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace a contact's tags, for this account."""
        with self._action(LinkName.CHAT):
            self.view.set_tags(key, tags)

    async def open_chat(self, key: ContactKey) -> None:
        """Emit the chat with a contact and its recent history."""
        with self._action(LinkName.CHAT):
            self.view.roster.require(key)
            self.view.chats.open(key)

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a chat message; the contact may answer."""
        with self._action(LinkName.CHAT):
            return self.view.post(key, text, post_id)

    async def send_typing(self, key: ContactKey, typing: Typing) -> None:
        """Do nothing: simulated contacts ignore typing notifications."""

    async def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Remember that a message was read, so that it is not unread in the next session."""
        chat = self.view.chats.get(key)
        if chat is not None:
            chat.mark_seen(message_id)

    async def history(self, key: ContactKey, limit: int) -> None:
        """Emit older messages."""
        with self._action(LinkName.CHAT):
            self.view.roster.require(key)
            self.view.chats.history(key, limit)

    async def leave_chat(self, key: ContactKey) -> None:
        """Close the chat with a contact on this side."""
        with self._action(LinkName.CHAT):
            self.view.roster.require(key)
            self.view.chats.leave(key)

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the operator's own presence."""
        with self._action(LinkName.CHAT):
            check_status(status)
            self.view.set_presence(show, status)

    def restore_presence(self, show: Show, status: str) -> None:
        """Restore the operator's presence."""
        self.view.show, self.view.status = show, status

    async def photo(self, key: ContactKey) -> Photo | None:
        """Return a contact's generated portrait; half of the people have none."""
        self.view.links.require(LinkName.CHAT)
        photo_id = self.view.roster.photo_id(key)
        from lampfield.sources.demo.portraits import portrait

        return Photo(portrait(photo_id, self._seed), photo_id) if photo_id else None

    @contextmanager
    def _action(self, link: LinkName | None = None) -> Iterator[None]:
        """Advance to the present, run an action over a link that must be up, and emit the result at once."""
        self._runner.catch_up()
        try:
            if link is not None:
                self.view.links.require(link)
            yield
        finally:
            self._runner.flush()
