"""baresip, a real telephone without a screen: it names no events, and gives 481 to a NOTIFY within a call."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live.local_server import free_port

CONFIG = """\
sip_listen 127.0.0.1:0
module_path /usr/lib/baresip/modules
audio_player aubridge,nil
audio_source aubridge,nil
audio_alert aubridge,nil
ctrl_tcp_listen 127.0.0.1:{port}
module g711.so
module aubridge.so
module account.so
module menu.so
module ctrl_tcp.so
"""


class Baresip:
    """A running one.

    Args:
        port: Where it takes commands.
    """

    def __init__(self, port: int) -> None:
        self._port = port

    def do(self, command: str, params: str = "") -> None:
        """Carry out a command, such as ``accept``."""
        words = json.dumps({"command": command, "params": params}).encode()
        with socket.create_connection(("127.0.0.1", self._port), 5.0) as line:
            line.sendall(b"%d:%s," % (len(words), words))
            line.recv(4096)


def is_there() -> bool:
    """Return whether it is installed."""
    return shutil.which("baresip") is not None


@contextmanager
def baresip(folder: Path, user: str, password: str, server: tuple[str, int]) -> Iterator[Baresip]:
    """Run one, registered at a server or about to be."""
    port = free_port()
    folder.mkdir()
    (folder / "config").write_text(CONFIG.format(port=port))
    (folder / "contacts").write_text("")
    address = f"<sip:{user}@{server[0]}:{server[1]};transport=udp>"
    (folder / "accounts").write_text(f"{address};auth_pass={password};regint=300\n")
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(["baresip", "-f", str(folder)], stdout=log, stderr=log)
        try:
            yield Baresip(port)
        finally:
            running.terminate()
            running.wait(10)
