"""Kill the hub again and again while several people write, and count what is missing, doubled or not unread.

By hand, with the number of kills: ``python -m tests.live.kills prosody 20`` or ``… ejabberd 20``.
"""

import asyncio
import random
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

import lampfield
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.feed.room import Room
from lampfield.model.link import LinkName, LinkState
from tests.live.chat_server import ChatServer
from tests.live.ejabberd import Ejabberd
from tests.live.friend import Friend, friend
from tests.live.prosody import Prosody
from tests.live.served import ServedHub
from tests.waiting import until

BACK_SECONDS = 40.0


class Counted(msgspec.Struct):
    """What was found."""

    sent: int = 0
    missing: int = 0
    doubled: int = 0
    announced_again: int = 0
    wrong_unread: int = 0


class Killing:
    """Some people who write, and an operator whose hub is killed.

    Args:
        hub: The hub.
        pbx: The operator's client, which outlives every hub.
        friends: Who writes.
        chance: Where chance comes from.
    """

    def __init__(self, hub: ServedHub, pbx: PBX, friends: list[Friend], chance: random.Random) -> None:
        self.counted = Counted()
        self._hub = hub
        self._pbx = pbx
        self._friends = friends
        self._chance = chance
        self._unseen: dict[str, list[str]] = {other.address: [] for other in friends}
        self._announced: Counter[str] = Counter()
        pbx.subscribe(self._take)

    async def round(self) -> None:
        """Kill the hub while all write, start it again, and compare; read some chats."""
        writing = asyncio.gather(*(self._write(other) for other in self._friends))
        await asyncio.sleep(self._chance.uniform(0.05, 0.6))
        await asyncio.to_thread(self._hub.kill)
        await asyncio.sleep(self._chance.uniform(0.2, 1.5))
        await asyncio.to_thread(self._hub.start)
        await writing
        await self._compare()
        for other in self._friends:
            room = self._room(other)
            if room is not None and self._chance.random() < 0.5:
                await room.see()
                self._unseen[other.address].clear()

    async def _write(self, other: Friend) -> None:
        for _ in range(self._chance.randint(3, 12)):
            text = f"{self.counted.sent} of {other.address}"
            self.counted.sent += 1
            self._unseen[other.address].append(text)
            # The same ids in every round, as clients have them that count from the beginning.
            stanza = other.client.make_message(mto=self._address, mbody=text, mtype="chat")
            stanza["id"] = f"id{len(self._unseen[other.address])}"
            stanza.send()
            await asyncio.sleep(self._chance.uniform(0.0, 0.3))

    @property
    def _address(self) -> str:
        return f"{self._hub.account}@acme.test"

    async def _compare(self) -> None:
        """Wait until all is there that is unseen; count what is not, and what is there twice."""
        try:
            await until(self._is_right, "all that was written", BACK_SECONDS)
        except AssertionError:
            for other in self._friends:
                room = self._room(other)
                said = [] if room is None else [one.msg for one in room.log]
                unseen = self._unseen[other.address]
                self.counted.missing += len(set(unseen).difference(said))
                self.counted.wrong_unread += (room.unread if room is not None else 0) != len(unseen)
        for room in self._pbx.rooms:
            self.counted.doubled += len(room.log) - len({one.msg for one in room.log})
        self.counted.announced_again = sum(times - 1 for times in self._announced.values())

    def _is_right(self) -> bool:
        if not self._pbx.links or self._pbx.links[LinkName.CHAT].state is not LinkState.UP:
            return False
        return all(self._is_told(other) for other in self._friends)

    def _is_told(self, other: Friend) -> bool:
        room, unseen = self._room(other), self._unseen[other.address]
        if room is None or room.unread != len(unseen):
            return room is None and not unseen
        last = [one.msg for one in room.log if not one.archived][-len(unseen) :]
        return not unseen or last == unseen

    def _room(self, other: Friend) -> Room | None:
        for room in self._pbx.rooms:
            contact = room.contact
            if contact is not None and contact.chat_id == other.address:
                return room
        return None

    def _take(self, batch: Batch) -> None:
        self._announced.update(one.msg for one in batch.messages if not (one.own or one.archived))


async def killed(server: ChatServer, names: list[str], folder: Path, kills: int, seed: int) -> Counted:
    """Kill the hub of the first one while the others write. Returns what was found."""
    chance = random.Random(seed)
    hub = ServedHub(folder, server, names[0])
    await asyncio.to_thread(hub.start)
    try:
        async with AsyncExitStack() as stack:
            friends = [await stack.enter_async_context(friend(server, name)) for name in names[1:]]
            opening = lampfield.connect(hub.url, account=names[0], secret="s", first="retry")
            pbx = await stack.enter_async_context(opening)
            is_up = lambda: (  # noqa: E731
                LinkName.CHAT in pbx.links and pbx.links[LinkName.CHAT].state is LinkState.UP
            )
            await until(is_up, "the chat link", BACK_SECONDS)
            killing = Killing(hub, pbx, friends, chance)
            for _ in range(kills):
                await killing.round()
            return killing.counted
    finally:
        hub.stop()


def main() -> None:
    """Run it on a server of its own."""
    kind = {"prosody": Prosody, "ejabberd": Ejabberd}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "server").mkdir()
        (folder / "hub").mkdir()
        server = kind(folder / "server")
        server.start()
        try:
            names = ["alice", "bob", "cara", "dan"]
            for name in names:
                server.register(name)
            counted = asyncio.run(killed(server, names, folder / "hub", int(sys.argv[2]), seed=1))
        finally:
            server.stop()
    sys.stdout.write(f"{sys.argv[1]} {counted}\n")


if __name__ == "__main__":
    main()
