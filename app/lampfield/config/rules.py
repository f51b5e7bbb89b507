"""Rules for a site file beyond its types. Pure; each fault is a sentence."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lampfield.config.address import Address, is_loopback, parse_address
from lampfield.config.hosts import chat_address_fault, host_fault
from lampfield.config.lines import KeyPath
from lampfield.config.secret import is_literal
from lampfield.config.site import PhoneTable, SiteFile, Tls
from lampfield.config.tables import Fault
from lampfield.model.encoding import known_encoding

MIN_RECONCILE_SECONDS = 5


def check_rules(file: SiteFile) -> Address:
    """Check all rules, and return where the hub listens.

    Raises:
        Fault: The first rule that is broken.
    """
    listen = _check_hub(file)
    _check_phone(file)
    _check_chat(file)
    _check_directory(file)
    _check_accounts(file)
    return listen


def warnings(file: SiteFile) -> Iterator[tuple[KeyPath, str]]:
    """Yield what is allowed but questionable, each with its key."""
    if file.phone is not None:
        yield from _literal_warning(("phone", "password"), file.phone.password)
        yield from _clear_text_warning(file.phone)
    if file.chat is not None and file.chat.insecure:
        yield ("chat", "insecure"), "the chat server's certificate is not verified"
    for index, account in enumerate(file.account):
        yield from _literal_warning(("account", index, "secret"), account.secret)
        yield from _literal_warning(("account", index, "password"), account.password)
        if account.jid and file.chat is None:
            yield ("account", index, "jid"), "there is no [chat] to use it: add one, or remove jid"
        if account.devices and file.phone is None:
            yield ("account", index, "devices"), "there is no [phone] to use them: add one, or remove devices"
        if file.phone is not None and not account.devices:
            yield ("account", index), "it has no devices: this account cannot dial"
        if file.chat is not None and not account.jid:
            yield ("account", index), "it has no jid: this account has no chat"


def is_web_address(text: str) -> bool:
    """Return whether a text is the address of an HTTP server (RFC 3986, RFC 9110 section 4.2)."""
    try:
        address = urlsplit(text)
        has_port = address.port is None or address.port > 0
    except ValueError:
        # Malformed brackets or port.
        return False
    is_clean = text.isprintable() and " " not in text
    return is_clean and has_port and address.scheme in ("http", "https") and bool(address.hostname)


def check_listen(listen: Address, *, has_tls: bool, path: KeyPath = ("hub", "listen")) -> None:
    """Refuse to listen in clear text where other machines can connect.

    Raises:
        Fault: Other machines can reach the address, and there is no TLS.
    """
    if not (has_tls or listen.is_loopback):
        raise Fault(
            path, f"other machines can reach {listen}: set tls_cert and tls_key, or listen on 127.0.0.1"
        )


def _check_hub(file: SiteFile) -> Address:
    hub = file.hub
    try:
        listen = parse_address(hub.listen)
    except ValueError as error:
        raise Fault(("hub", "listen"), str(error)) from error
    if bool(hub.tls_cert) != bool(hub.tls_key):
        missing = "tls_key" if hub.tls_cert else "tls_cert"
        raise Fault(("hub", missing), "tls_cert and tls_key belong together: set this one too")
    check_listen(listen, has_tls=bool(hub.tls_cert))
    return listen


def _check_phone(file: SiteFile) -> None:
    phone = file.phone
    if phone is None:
        return
    if not is_web_address(phone.url):
        raise Fault(("phone", "url"), f"{phone.url!r} is not a web address: write http://HOST:8088")
    if phone.ami:
        try:
            parse_address(phone.ami)
        except ValueError as error:
            raise Fault(("phone", "ami"), str(error)) from error
    for key in ("username", "password", "context"):
        if not getattr(phone, key):
            raise Fault(("phone", key), "required to connect to Asterisk")
    if phone.reconcile_seconds < MIN_RECONCILE_SECONDS:
        raise Fault(
            ("phone", "reconcile_seconds"),
            f"write {MIN_RECONCILE_SECONDS} or more: each time everything is queried",
        )


def _check_chat(file: SiteFile) -> None:
    chat = file.chat
    if chat is None:
        return
    if not chat.host:
        raise Fault(("chat", "host"), "write the chat server's host name or address")
    if wrong := host_fault(chat.host):
        raise Fault(("chat", "host"), wrong)
    if not 0 < chat.port <= 65_535:
        raise Fault(("chat", "port"), f"{chat.port} is not a port: 5222 is usual, 5223 with direct TLS")
    if chat.tls is Tls.NONE and not (chat.insecure or is_loopback(chat.host)):
        sentence = f"passwords would go to {chat.host} in clear text: use starttls, or set insecure = true"
        raise Fault(("chat", "tls"), sentence)


def _check_directory(file: SiteFile) -> None:
    encoding = file.directory.encoding
    if encoding and not known_encoding(encoding):
        raise Fault(("directory", "encoding"), f"{encoding!r} is not a text encoding such as windows-1252")


def _check_accounts(file: SiteFile) -> None:
    if not file.account:
        raise Fault(("account",), "nobody can log in: add an [[account]] with name and secret")
    names: set[str] = set()
    for index, account in enumerate(file.account):
        if not account.name:
            raise Fault(("account", index, "name"), "an account needs a name")
        if account.name in names:
            raise Fault(("account", index, "name"), f"two accounts are called {account.name}: rename one")
        if not account.secret:
            raise Fault(("account", index, "secret"), "an account needs a secret, such as env:NAME")
        if account.jid and (wrong := chat_address_fault(account.jid)):
            raise Fault(("account", index, "jid"), wrong)
        if account.jid and not account.password:
            raise Fault(("account", index, "password"), f"the chat account {account.jid} needs a password")
        names.add(account.name)


def _clear_text_warning(phone: PhoneTable) -> Iterator[tuple[KeyPath, str]]:
    """Warn, but do not refuse: plain HTTP is Asterisk's default, and fine on a trusted network."""
    address = urlsplit(phone.url)
    host = address.hostname or ""
    if address.scheme == "http" and not is_loopback(host):
        yield (
            ("phone", "url"),
            f"the password goes to {host} in clear text: use https, or a private network",
        )


def _literal_warning(path: KeyPath, text: str) -> Iterator[tuple[KeyPath, str]]:
    if is_literal(text):
        yield path, "the secret is written here in clear text: use env:NAME or file:PATH instead"
