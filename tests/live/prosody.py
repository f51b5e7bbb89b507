"""Prosody as a test has it."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.live.chat_server import DOMAIN, ChatServer

MODULES = (
    "roster",
    "saslauth",
    "tls",
    "disco",
    "carbons",
    "blocklist",
    "pep",
    "vcard4",
    "vcard_legacy",
    "version",
    "time",
    "ping",
    "mam",
    "smacks",
    "offline",
    "csi_simple",
)

CONFIGURATION = """\
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
run_as_root = true
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{ {direct_port} }}
s2s_ports = {{ }}
modules_disabled = {{ "s2s"; "s2s_auth_certs"; "http"; "posix" }}
modules_enabled = {{ {modules} }}
allow_registration = false
authentication = "internal_hashed"
storage = "internal"
c2s_require_encryption = true
default_archive_policy = true
smacks_hibernation_time = 10
limits = {{ }}
ssl = {{ certificate = "{folder}/cert.pem"; key = "{folder}/key.pem" }}
c2s_direct_tls_ssl = {{ certificate = "{folder}/cert.pem"; key = "{folder}/key.pem" }}
log = {{ info = "{folder}/prosody.log" }}
VirtualHost "{domain}"
"""


class Prosody(ChatServer):
    """Prosody, which requires TLS."""

    name = "prosody"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._accounts = folder / "data" / DOMAIN.replace(".", "%2e") / "accounts"
        self._accounts.mkdir(parents=True)
        text = CONFIGURATION.format(
            folder=folder,
            port=self.port,
            direct_port=self.direct_port,
            domain=DOMAIN,
            modules="; ".join(f'"{module}"' for module in MODULES),
        )
        (folder / "prosody.cfg.lua").write_text(text)

    @staticmethod
    def there() -> bool:
        """Say whether Prosody is installed."""
        return shutil.which("prosody") is not None

    def register(self, name: str) -> None:
        """Write the account's file, which is read at its login."""
        (self._accounts / f"{name}.dat").write_text(f'return {{ ["password"] = "pw-{name}"; }};\n')

    def befriend(self, name: str, others: Sequence[str]) -> None:
        """Write the rosters' files, which are read at each login."""
        self._write_roster(name, others)
        for other in others:
            self._write_roster(other, [name])

    def _write_roster(self, name: str, others: Sequence[str]) -> None:
        folder = self._accounts.parent / "roster"
        folder.mkdir(exist_ok=True)
        state = '["subscription"] = "both"; ["groups"] = {};'
        items = "".join(f'["{other}@{DOMAIN}"] = {{ {state} ["name"] = "{other}"; }};\n' for other in others)
        head = '[false] = { ["version"] = 1; ["pending"] = {}; };\n'
        (folder / f"{name}.dat").write_text(f"return {{\n{head}{items}}};\n")

    def narrow(self) -> None:
        """Read 3,000 bytes a second; Debian has 10,000."""
        path = self.folder / "prosody.cfg.lua"
        text = path.read_text().replace("limits = { }", 'limits = { c2s = { rate = "3kb/s" } }')
        path.write_text(text.replace('"pep"', '"limits"; "pep"'))

    def _command(self) -> list[str]:
        return ["prosody", "--config", str(self.folder / "prosody.cfg.lua"), "-F"]
