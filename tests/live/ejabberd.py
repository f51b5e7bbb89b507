"""ejabberd as a test has it: without Erlang's network of nodes, so that several can run at once."""

import json
import os
import shutil
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.live.chat_server import DOMAIN, ChatServer
from tests.live.local_server import free_port, port_answers

MODULES = (
    "mod_avatar",
    "mod_blocking",
    "mod_caps",
    "mod_carboncopy",
    "mod_disco",
    "mod_last",
    "mod_offline",
    "mod_ping",
    "mod_privacy",
    "mod_private",
    "mod_time",
    "mod_vcard_xupdate",
    "mod_version",
    "mod_http_api",
    "mod_admin_extra",
    "mod_client_state",
)

CONFIGURATION = """\
hosts: ["{domain}"]
loglevel: info
certfiles:
  - "{folder}/both.pem"
listen:
  - port: {port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    access: c2s
    starttls_required: true
  - port: {direct_port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    access: c2s
    tls: true
  - port: {api_port}
    ip: "127.0.0.1"
    module: ejabberd_http
    request_handlers:
      /api: mod_http_api
auth_method: internal
auth_password_format: scram
disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
acl:
  loopback:
    ip: ["127.0.0.0/8"]
access_rules:
  c2s: {{allow: all}}
  local: {{allow: all}}
api_permissions:
  "loopback":
    from: [mod_http_api]
    who: {{access: {{allow: [{{acl: loopback}}]}}}}
    what: "*"
shaper_rules:
  max_user_sessions: 50
  max_user_offline_messages: 500
modules:
  mod_mam: {{default: always}}
  mod_pubsub: {{plugins: [flat, pep]}}
  mod_roster: {{versioning: true}}
  mod_stream_mgmt: {{resend_on_timeout: if_offline, resume_timeout: 10}}
  mod_vcard: {{search: false}}
{modules}
"""


class Ejabberd(ChatServer):
    """ejabberd, which requires TLS."""

    name = "ejabberd"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._api_port = free_port()
        (folder / "db").mkdir()
        (folder / "both.pem").write_text((folder / "key.pem").read_text() + self.ca.read_text())
        (folder / "inetrc").write_text('{lookup,["file","native"]}.\n')
        text = CONFIGURATION.format(
            folder=folder,
            port=self.port,
            direct_port=self.direct_port,
            api_port=self._api_port,
            domain=DOMAIN,
            modules="\n".join(f"  {module}: {{}}" for module in MODULES),
        )
        (folder / "ejabberd.yml").write_text(text)

    @staticmethod
    def there() -> bool:
        """Say whether ejabberd is installed."""
        places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
        return shutil.which("ejabberdctl", path=places) is not None and shutil.which("erl") is not None

    def answers(self) -> bool:
        """Say whether it takes connections, for accounts too."""
        return super().answers() and port_answers(self._api_port)

    def register(self, name: str) -> None:
        """Make the account over ejabberd's HTTP interface."""
        self._ask("register", user=name, host=DOMAIN, password=f"pw-{name}")

    def befriend(self, name: str, others: Sequence[str]) -> None:
        """Add the items over ejabberd's HTTP interface."""
        for other in others:
            for owner, item in ((name, other), (other, name)):
                self._ask(
                    "add_rosteritem",
                    localuser=owner,
                    localhost=DOMAIN,
                    user=item,
                    host=DOMAIN,
                    nick=item,
                    group="",
                    subs="both",
                )

    def narrow(self) -> None:
        """Read 3,000 bytes a second after the first 20,000, as Debian has it."""
        path = self.folder / "ejabberd.yml"
        text = path.read_text().replace(
            "    starttls_required", "    shaper: c2s_shaper\n    starttls_required"
        )
        shapers = "shaper:\n  normal: {rate: 3000, burst_size: 20000}\nshaper_rules:\n  c2s_shaper: normal\n"
        path.write_text(text.replace("shaper_rules:\n", shapers))

    def _ask(self, command: str, **arguments: str) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._api_port}/api/{command}",
            json.dumps(arguments).encode(),
            {"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20):
            pass

    def _command(self) -> list[str]:
        folder = f'"{self.folder}/db"'
        return ["erl", "+K", "true", "+S", "2:2", "-noinput", "-mnesia", "dir", folder, "-s", "ejabberd"]

    def _environment(self) -> dict[str, str]:
        own = {
            "EJABBERD_CONFIG_PATH": "ejabberd.yml",
            "EJABBERD_LOG_PATH": "ejabberd.log",
            "EJABBERD_PID_PATH": "ejabberd.pid",
            "ERL_INETRC": "inetrc",
        }
        libraries = {"ERL_LIBS": "/usr/lib/x86_64-linux-gnu", "ERL_CRASH_DUMP": os.devnull}
        places = {name: str(self.folder / value) for name, value in own.items()}
        return {**os.environ, **places, **libraries, "HOME": str(self.folder)}
