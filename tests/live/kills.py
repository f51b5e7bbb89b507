"""Kill the hub, or cut its line, while several people write; count what is missing, doubled or not unread.

By hand: ``python -m tests.live.kills prosody kill 20 1.5`` kills it twenty times, each for up to 1.5 s;
``python -m tests.live.kills ejabberd outage 1 70`` refuses its line for 70 s.
"""

import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec

import lampfield
from lampfield.client.handles import Room
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.model.link import LinkName, LinkState
from tests.live.chat_server import ChatServer
from tests.live.ejabberd import Ejabberd
from tests.live.friend import Friend, friend
from tests.live.prosody import Prosody
from tests.live.served import ServedHub
from tests.waiting import until
from tests.wire import Wire, wire_to

BACK_SECONDS = 60.0


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

    async def kill(self, seconds: float) -> None:
        """Kill the hub while all write, start it again after up to some seconds, and compare."""
        writing = asyncio.gather(*(self._write(other) for other in self._friends))
        await asyncio.sleep(self._chance.uniform(0.05, 0.6))
        await asyncio.to_thread(self._hub.kill)
        await asyncio.sleep(self._chance.uniform(seconds / 5, seconds))
        await asyncio.to_thread(self._hub.start)
        await writing
        await self._compare()
        await self._read_some()

    async def outage(self, seconds: float, wire: Wire) -> None:
        """Refuse the hub's line to the chat server for some seconds while all write, and compare."""
        writing = asyncio.gather(*(self._write(other) for other in self._friends))
        await asyncio.sleep(self._chance.uniform(0.05, 0.6))
        wire.accepts = False
        wire.cut()
        more = asyncio.gather(*(self._write(other) for other in self._friends))
        await asyncio.sleep(seconds)
        wire.accepts = True
        await asyncio.gather(writing, more)
        await self._compare()
        await self._read_some()

    async def _read_some(self) -> None:
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
        return _is_up(self._pbx) and all(self._is_told(other) for other in self._friends)

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


Trouble = Callable[[Killing, Wire], Awaitable[None]]


async def counted(
    server: ChatServer,
    names: list[str],
    folder: Path,
    trouble: Trouble,
    times: int,
    *,
    has_phone: bool = False,
    seed: int = 1,
) -> Counted:
    """Let the hub of the first one have some trouble, again and again, while the others write.

    Args:
        server: The chat server.
        names: The accounts.
        folder: Empty, for the hub.
        trouble: What happens to it.
        times: How often.
        has_phone: Another client of the operator's is on line, so that the server keeps nothing for later.
        seed: Of chance.

    Returns:
        What was found.
    """
    async with wire_to(server.port) as wire, AsyncExitStack() as stack:
        hub = ServedHub(folder, server, names[0], wire.port)
        await asyncio.to_thread(hub.start)
        stack.callback(hub.stop)
        if has_phone:
            await stack.enter_async_context(friend(server, names[0], "phone"))
        friends = [await stack.enter_async_context(friend(server, name)) for name in names[1:]]
        opening = lampfield.connect(hub.url, account=names[0], secret="s", first="retry")
        pbx = await stack.enter_async_context(opening)
        await until(lambda: _is_up(pbx), "the chat link", BACK_SECONDS)
        killing = Killing(hub, pbx, friends, random.Random(seed))
        for _ in range(times):
            await trouble(killing, wire)
        return killing.counted


def _is_up(pbx: PBX) -> bool:
    return LinkName.CHAT in pbx.links and pbx.links[LinkName.CHAT].state is LinkState.UP


def kills(seconds: float) -> Trouble:
    """Return the trouble of a hub that is killed for up to some seconds."""
    return lambda killing, _: killing.kill(seconds)


def outages(seconds: float) -> Trouble:
    """Return the trouble of a line that is refused for some seconds."""
    return lambda killing, wire: killing.outage(seconds, wire)


def main() -> None:
    """Run it on a server of its own."""
    server_name, what, times, seconds = sys.argv[1:]
    kind = {"prosody": Prosody, "ejabberd": Ejabberd}[server_name]
    trouble = {"kill": kills, "outage": outages}[what](float(seconds))
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
            found = asyncio.run(counted(server, names, folder / "hub", trouble, int(times)))
        finally:
            server.stop()
    sys.stdout.write(f"{server_name} {what} {times} x {seconds} s: {found}\n")


if __name__ == "__main__":
    main()
