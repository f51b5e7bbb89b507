"""A site file of real servers, and a hub that is put together from it as the command does it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import lampfield
from lampfield.cli.compose import site_plan
from lampfield.cli.hubs import hub_of
from lampfield.client.pbx import PBX
from lampfield.config.reading import read_site
from lampfield.config.site import Site
from tests.live.chat_server import ChatServer
from tests.live.pbx import PASSWORD, Asterisk

SITE = """\
[hub]
listen = "127.0.0.1:0"

[phone]
source = "asterisk"
url = "{url}"
ami = "127.0.0.1:{ami}"
username = "{user}"
password = "{password}"
context = "{context}"
{more}
[[account]]
name = "reception"
secret = "s"
devices = ["{device}"]
jid = "{jid}"
password = "{chat_password}"
"""

CHAT = """
[chat]
source = "xmpp"
host = "{chat.host}"
port = {chat.port}
ca = "{chat.ca}"
"""

DIRECTORY = """
[directory]
file = "contacts.csv"
"""


def write_site(folder: Path, asterisk: Asterisk, chat: ChatServer | None = None, **values: str) -> Path:
    """Write a site file. Returns its path.

    Args:
        folder: Where it goes. A ``contacts.csv`` in it is the directory.
        asterisk: The PBX.
        chat: The chat server; the operator has the account ``values["name"]`` there.
        values: What is written otherwise than usual.
    """
    name = values.get("name", "")
    usual = {
        "url": asterisk.url,
        "ami": str(asterisk.ports.ami),
        "user": "lampfield",
        "password": PASSWORD,
        "context": "internal",
        "device": "PJSIP/201",
        "jid": f"{name}@{chat.domain}" if chat is not None else "",
        "chat_password": f"pw-{name}" if chat is not None else "",
        "more": CHAT.format(chat=chat) if chat is not None else "",
    }
    if (folder / "contacts.csv").exists():
        usual["more"] += DIRECTORY
    path = folder / "site.toml"
    path.write_text(SITE.format(**usual | values))
    return path


def site_of(path: Path) -> Site:
    """Return a site file as the commands read it."""
    return read_site(path)


@asynccontextmanager
async def sitting_at(path: Path) -> AsyncIterator[PBX]:
    """Run the hub of a site file, and log the operator in."""
    async with (
        hub_of(site_plan(site_of(path), {})) as hub,
        lampfield.connect(hub.url, account="reception", secret="s") as pbx,
    ):
        yield pbx
