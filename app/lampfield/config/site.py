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
    """Where phone states come from."""

    ASTERISK = "asterisk"


class Tls(StrEnum):
    """How the connection to the chat server is encrypted."""

    STARTTLS = "starttls"
    """The connection starts in clear text and switches to TLS; usually port 5222."""
    DIRECT = "direct"
    """TLS from the first byte; usually port 5223."""
    NONE = "none"
    """Clear text: to this machine only, unless ``insecure`` is set."""


class HubTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[hub]``: where boards connect."""

    listen: str = "127.0.0.1:8650"
    """``HOST:PORT``; port 0 takes a free port."""
    tls_cert: str = ""
    """PEM file with the certificate and its chain; required if other machines can connect."""
    tls_key: str = ""
    """PEM file with its key."""


class PhoneTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[phone]``: the PBX; without this table every phone is unknown."""

    source: PhoneSource
    """The kind of PBX; FreePBX is ``asterisk``."""
    url: str
    """Asterisk's HTTP server, such as ``http://127.0.0.1:8088``."""
    username: str
    """The user in ari.conf and in manager.conf."""
    password: str
    """That user's password: ``env:NAME``, ``file:PATH``, or the text itself (not advised)."""
    context: str
    """The dial plan context of the operators' calls."""
    ami: str = ""
    """``HOST:PORT`` of the manager interface; empty: port 5038 on the machine of ``url``."""
    lamps: dict[str, str] = {}
    """Names for hints that are not numbers, such as ``"*280" = "Night"``: shown as places."""
    numbers: dict[str, str] = {}
    """Names for queues and ring groups, such as ``"400" = "Support"``: shown as places."""
    reconcile_seconds: int = 60
    """Interval between full snapshots; each corrects lost events."""


class ChatTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[chat]``: the XMPP server; without this table there is no chat."""

    source: ChatSource
    """The kind of server."""
    host: str
    """The server's host name or address."""
    port: int = 5222
    """5222 with STARTTLS; usually 5223 with direct TLS."""
    tls: Tls = Tls.STARTTLS
    """How the connection is encrypted."""
    ca: str = ""
    """PEM file of the authority that signed the server's certificate; empty: the system's authorities."""
    insecure: bool = False
    """Accept any certificate, and allow ``tls = "none"`` to another machine."""


class Match(StrEnum):
    """How a chat address and an extension become one contact, besides the directory's file."""

    EXTENSION = "extension"
    """An address in the accounts' own domain whose local part is the extension."""
    NONE = "none"
    """Only the directory's file joins them."""


class DirectoryTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[directory]``: a file with contacts; without it contacts come from PBX and roster alone."""

    file: str = ""
    """A ``.csv`` or ``.vcf`` file; empty: none."""
    encoding: str = ""
    """Encoding of a file that is not UTF-8; empty: Windows-1252 if that gives words."""
    match: Match = Match.EXTENSION
    """How a chat address and an extension become one contact."""


class AccountTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[[account]]``: an account that may log in, and the devices and chat address that it acts with."""

    name: str
    """The name with which a board logs in."""
    secret: str
    """What a board shows to log in: ``env:NAME``, ``file:PATH``, or the text itself (not advised)."""
    devices: tuple[DeviceName, ...] = ()
    """Lines to dial on, such as ``PJSIP/201``; the first is the default."""
    jid: str = ""
    """The operator's chat address."""
    password: str = ""
    """The password of that chat account, written like ``secret``."""
    auto_answer: bool = False
    """Ask the phone to answer automatically the calls that the board makes."""
    may: tuple[Right, ...] = USUAL_RIGHTS
    """What the account is allowed to do."""


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
