"""A hub of its own process, which a test can kill: ``lampfield serve`` with a site file."""

from pathlib import Path

from tests.cli.commands import LAMPFIELD
from tests.live.chat_server import ChatServer
from tests.live.local_server import LocalServer, free_port, port_answers

SITE = """\
[hub]
listen = "127.0.0.1:{port}"

[chat]
source = "xmpp"
host = "{chat.host}"
port = {chat_port}
ca = "{chat.ca}"

[[account]]
name = "{name}"
secret = "s"
jid = "{name}@{chat.domain}"
password = "pw-{name}"
may = ["chat"]
"""


class ServedHub(LocalServer):
    """A hub that serves one account of a chat server.

    Args:
        folder: Empty; its site file and what it keeps go there.
        chat: The chat server.
        name: The account.
        chat_port: Where the chat server is reached; 0: at its own port.
    """

    name = "hub"

    def __init__(self, folder: Path, chat: ChatServer, name: str, chat_port: int = 0) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.account = name
        text = SITE.format(port=self.port, chat=chat, chat_port=chat_port or chat.port, name=name)
        self.site = folder / "site.toml"
        self.site.write_text(text)
        self.site.chmod(0o600)

    def answers(self) -> bool:
        """Say whether it takes connections."""
        return port_answers(self.port)

    def _command(self) -> list[str]:
        return [*LAMPFIELD, "serve", "--config", str(self.site)]

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder)}
