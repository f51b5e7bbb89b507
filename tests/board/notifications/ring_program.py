"""A board in a real terminal on which somebody writes whose name and words are hostile."""

import asyncio
import sys

from lampfield.board.app import make_board
from lampfield.config.notify import Channel, Notify, NotifyTable
from lampfield.config.settings import Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.hub.server import HubServer
from lampfield.model.change import DeviceChange, MessageChange
from lampfield.model.identity import ContactKey
from tests.board.booth import DEVICE, person
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.waiting import until

NAME = "Al\x1b]52;c;eA==\x07ice\x1b\\\x9d\n;"
TEXT = "hello\x07 \x1b\\\x1b[2Jthere\x9c\r\nline ; end"


async def main() -> None:
    """Run the board until it is left; the message comes when the board has its contacts."""
    mallory = person("Mallory", "201", name=NAME)
    source = Scripted(DeviceChange(DEVICE), mallory, person("Bob", "202", blf=1))
    settings = Settings(
        notify=NotifyTable(desktop=Notify(sys.argv[1]), message=(Channel.BELL_TWICE, Channel.NOTIFY))
    )
    async with HubServer([ACCOUNT], [source]) as hub:
        account, secret = ACCOUNT.name, ACCOUNT.secret
        app = make_board(hub.url, account=account, secret=secret, settings=SettingsFile(values=settings))
        # What comes with the first picture waits for more of it.
        writing = asyncio.create_task(write(app.shown, source))
        await app.run_async()
        await writing


async def write(shown: asyncio.Event, source: Scripted) -> None:
    """Write to the operator."""
    await shown.wait()
    await until(lambda: source.sessions, "a session")
    source.tell(MessageChange(key=ContactKey("mallory@acme.test"), id="1", text=TEXT, time=1))


if __name__ == "__main__":
    asyncio.run(main())
