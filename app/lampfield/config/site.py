"""The site file, as it is written: one struct a table, one field a key."""

from enum import StrEnum
from pathlib import Path

import msgspec

from lampfield.config.address import Address
from lampfield.config.places import expanded
from lampfield.model.account import USUAL_RIGHTS, Right
from lampfield.model.identity import DeviceName


class ChatSource(StrEnum):
    """Where chat presence comes from."""

    XMPP = "xmpp"


class PhoneSource(StrEnum):
    """Where lamps come from."""

    ASTERISK = "asterisk"


class Tls(StrEnum):
    """How the chat server is spoken to."""

    STARTTLS = "starttls"
    DIRECT = "direct"
    NONE = "none"


class HubTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[hub]``: where boards connect."""

    listen: str = "127.0.0.1:8650"
    """``HOST:PORT``; 0 takes a free port."""
    tls_cert: str = ""
    """PEM file with the certificate and its chain; required when not loopback."""
    tls_key: str = ""
    """PEM file with its key."""


class PhoneTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[phone]``: left out, lamps are unknown."""

    source: PhoneSource
    url: str
    """Of Asterisk's HTTP server, such as ``http://127.0.0.1:8088``."""
    username: str
    """The user in ari.conf and in manager.conf."""
    password: str
    context: str
    """The dial plan context of the operators' calls."""
    ami: str = ""
    """``HOST:PORT`` of the manager interface; empty: port 5038 of the same machine."""
    lamps: dict[str, str] = {}
    """Names of extensions with hints that are no numbers, as ``"*280" = "Night"``: shown as places."""
    numbers: dict[str, str] = {}
    """Names of queues and ring groups, as ``"400" = "Support"``: shown as places."""
    reconcile_seconds: int = 60
    """Between two whole pictures; a lost event is put right by the next."""


class ChatTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[chat]``: left out, there is no chat and show is always empty."""

    source: ChatSource
    host: str
    port: int = 5222
    tls: Tls = Tls.STARTTLS
    ca: str = ""
    """PEM file with the authority that signed the server's certificate; empty: the system's."""
    insecure: bool = False
    """Take any certificate, and allow ``tls = "none"`` to another machine."""


class Match(StrEnum):
    """How a chat address and an extension become one contact, besides the directory's file."""

    EXTENSION = "extension"
    """An address in the accounts' own domain whose local part is the extension."""
    NONE = "none"


class DirectoryTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[directory]``: left out, contacts come from hints and roster alone."""

    file: str = ""
    """A ``.csv`` or ``.vcf`` file; empty: none."""
    encoding: str = ""
    """Of what is not UTF-8 in it; empty: Windows-1252 where that makes words."""
    match: Match = Match.EXTENSION


class AccountTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[[account]]``: who may log in, and as whom they act."""

    name: str
    secret: str
    devices: tuple[DeviceName, ...] = ()
    jid: str = ""
    password: str = ""
    auto_answer: bool = False
    """Ask the phone to answer by itself the calls that the board makes."""
    may: tuple[Right, ...] = USUAL_RIGHTS


class SiteFile(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    hub: HubTable = HubTable()
    phone: PhoneTable | None = None
    chat: ChatTable | None = None
    directory: DirectoryTable = DirectoryTable()
    account: tuple[AccountTable, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """A site file that was read and found right."""

    path: Path
    text: str
    """As it is written, so that an error can name a line."""
    file: SiteFile
    listen: Address

    def file_path(self, name: str) -> Path:
        """Return a file named in the site file: a relative one starts in the site file's folder."""
        return self.path.parent / expanded(Path(name))
