"""Asterisk as a test has it: unpacked, not installed, and run without root on loopback."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import httpx

from lampfield.sources.asterisk.settings import AsteriskSettings
from tests.live.local_server import LocalServer, free_port
from tests.live.pbx_files import Ports, files

KEPT = Path(os.environ.get("LAMPFIELD_SERVERS", Path.home() / ".cache" / "lampfield-servers"))
SUITES = {"asterisk-22": "sid", "asterisk-16": "bullseye"}
"""The release of the distribution that each version comes from."""

NEWEST = "asterisk-22"
PASSWORD = "secret"

LIBRARIES = "usr/lib/x86_64-linux-gnu"
LOADERS = (
    f"{LIBRARIES}/ld-linux-x86-64.so.2",
    "lib64/ld-linux-x86-64.so.2",
    "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
)
FOLDERS = ("etc", "run", "log", "spool/outgoing", "spool/voicemail", "db", "keys", "agi", "data/moh")
SILENCE = b"\xff"
PROMPTS = ("beep", "beeperr", "pbx-transfer", "pbx-invalid", "pbx-parkingfailed", "vm-goodbye")


def root_of(version: str) -> Path:
    """Return where a version lies, or would lie."""
    return KEPT / "asterisk" / f"root-{SUITES[version]}"


class Asterisk(LocalServer):
    """A PBX with the phones 201 to 206.

    Args:
        folder: Empty; everything goes there.
        version: ``asterisk-22`` or ``asterisk-16``.
        many: How many phones there are besides, from 1000.
    """

    def __init__(self, folder: Path, version: str = "asterisk-22", many: int = 0) -> None:
        super().__init__(folder)
        self.name = version
        self.root = root_of(version)
        rtp = 20_000 + free_port() % 20 * 1_000
        self.ports = Ports(
            http=free_port(), ami=free_port(), sip=free_port(socket.SOCK_DGRAM), rtp=rtp, bulk=free_port()
        )
        self._modules = next(
            path for path in self.root.glob("usr/lib/**/asterisk/modules") if any(path.glob("*.so"))
        )
        self._write(many)

    @staticmethod
    def there(version: str) -> bool:
        """Say whether a version is unpacked."""
        return (root_of(version) / "usr/sbin/asterisk").exists()

    def has(self, module: str) -> bool:
        """Say whether this version comes with a module."""
        return (self._modules / f"{module}.so").exists()

    @property
    def url(self) -> str:
        """Of its HTTP server."""
        return f"http://127.0.0.1:{self.ports.http}"

    @property
    def sip(self) -> tuple[str, int]:
        """Where phones register."""
        return self.host, self.ports.sip

    def pbx(self, username: str = "lampfield", context: str = "internal") -> AsteriskSettings:
        """Return how the hub gets there."""
        return AsteriskSettings(
            url=self.url,
            ami_host=self.host,
            ami_port=self.ports.ami,
            username=username,
            password=PASSWORD,
            context=context,
        )

    def answers(self) -> bool:
        """Say whether ARI can be used, and so everything."""
        try:
            answer = httpx.get(f"{self.url}/ari/channels", auth=("lampfield", PASSWORD), trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.is_success

    def write(self, name: str, text: str) -> None:
        """Write a configuration file."""
        (self.folder / "etc" / name).write_text(text)

    def cli(self, words: str) -> str:
        """Return what Asterisk's own command line answers."""
        command = [*self._program(), "-rx", words]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout

    def _write(self, many: int) -> None:
        for place in FOLDERS:
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        # Without its documentation Asterisk refuses to read ari.conf and pjsip.conf.
        shared = self.root / "usr/share/asterisk"
        for place in ("documentation", "rest-api"):
            if (shared / place).exists():
                (self.folder / "data" / place).symlink_to(shared / place)
        (self.folder / "data/moh/quiet.ulaw").write_bytes(SILENCE * 80_000)
        sounds = self.folder / "data/sounds/en"
        sounds.mkdir(parents=True)
        for prompt in PROMPTS:
            (sounds / f"{prompt}.ulaw").write_bytes(SILENCE * 400)
        for name, text in files(self.folder, self._modules, self.ports, many).items():
            self.write(name, text)

    def _command(self) -> list[str]:
        return [*self._program(), "-f", "-q"]

    def _program(self) -> list[str]:
        """Return what runs it with the libraries that it was built with."""
        loader = next(path for path in (self.root / it for it in LOADERS) if path.exists())
        places = ":".join(str(self.root / it) for it in (LIBRARIES, "lib/x86_64-linux-gnu", "usr/lib"))
        configuration = str(self.folder / "etc/asterisk.conf")
        asterisk = str(self.root / "usr/sbin/asterisk")
        return [str(loader), "--library-path", places, asterisk, "-C", configuration]


def sipp() -> str | None:
    """Return the program that answers for many phones; None where it is not installed."""
    return shutil.which("sipp")
