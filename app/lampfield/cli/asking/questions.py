"""The five questions, item by item."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from lampfield.cli.asking.answers import Answers, ChatAnswers, PhoneAnswers
from lampfield.cli.asking.checked import chat_address, chat_host, file_path, manager, web_server
from lampfield.cli.asking.prompt import Prompt
from lampfield.cli.checking.finding import CheckResult
from lampfield.config.address import is_loopback, parse_address
from lampfield.config.places import expanded

HTTP_PORT = 8088
"""The default port of Asterisk's HTTP server."""

Ask = Callable[[Answers, Prompt], Answers]

PLACES = "not shown; or env:NAME, file:PATH"
"""The forms in which a secret may be given."""


class Item(NamedTuple):
    """One item of a question."""

    label: str
    """Its name in the list of answers to correct."""
    keys: tuple[str, ...]
    """The keys of the site file that it sets."""
    ask: Ask
    """Asks for it, with the previous answer as the default."""


def begin_phone(answers: Answers, prompt: Prompt) -> Answers:
    """Ask whether there is a PBX."""
    if not prompt.yes("Is there an Asterisk or FreePBX?", usual=True):
        return replace(answers, phone=None, devices=())
    return replace(answers, phone=answers.phone or PhoneAnswers())


def begin_chat(answers: Answers, prompt: Prompt) -> Answers:
    """Ask whether there is a chat server."""
    if not prompt.yes("Is there an XMPP server, such as Prosody or ejabberd?", usual=True):
        return replace(answers, chat=None)
    return replace(answers, chat=answers.chat or ChatAnswers())


def _phone(**changed: str) -> Callable[[Answers], Answers]:
    return lambda answers: replace(answers, phone=replace(answers.phone or PhoneAnswers(), **changed))


def ask_url(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the address of the PBX."""
    known = answers.phone or PhoneAnswers()
    url = prompt.line("Address of its HTTP server", known.url, check=web_server)
    return _phone(url=web_address(url))(answers)


def ask_ami(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the address of its manager interface."""
    known = answers.phone or PhoneAnswers()
    ami = prompt.line("Its manager interface (AMI)", known.ami or known.usual_ami, check=manager)
    return _phone(ami="" if ami == known.usual_ami else ami)(answers)


def ask_user(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the hub's user name on the PBX."""
    known = answers.phone or PhoneAnswers()
    return _phone(username=prompt.line("User in ari.conf and in manager.conf", known.username))(answers)


def ask_phone_password(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for that user's password."""
    known = answers.phone or PhoneAnswers()
    return _phone(password=prompt.secret(f"Its password ({PLACES})", known.password))(answers)


def ask_context(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the dial plan context of the operator's calls."""
    known = answers.phone or PhoneAnswers()
    asked = prompt.line("Context of your calls (FreePBX: from-internal)", known.context)
    return _phone(context=asked)(answers)


PHONE_ITEMS = (
    Item("address", ("phone.url",), ask_url),
    Item("AMI", ("phone.ami",), ask_ami),
    Item("user", ("phone.username",), ask_user),
    Item("password", ("phone.password",), ask_phone_password),
    Item("context", ("phone.context",), ask_context),
)


def ask_jid(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the operator's chat address."""
    known = answers.chat or ChatAnswers()
    question = "The operator's chat address, such as reception@example.com"
    return replace(answers, chat=replace(known, jid=prompt.line(question, known.jid, check=chat_address)))


def ask_host(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the address of the chat server."""
    known = answers.chat or ChatAnswers()
    usual = _host_and_port(known) or known.jid.partition("@")[2]
    host, port = _split(prompt.line("The server's host, or HOST:PORT", usual, check=chat_host))
    # A different server may offer TLS.
    return replace(answers, chat=replace(known, host=host, port=port, has_tls=True))


def ask_chat_password(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the operator's password on the chat server."""
    known = answers.chat or ChatAnswers()
    password = prompt.secret(f"The password of {known.jid} ({PLACES})", known.password)
    return replace(answers, chat=replace(known, password=password))


def ask_authority(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the certificate authority of the chat server."""
    known = answers.chat or ChatAnswers()
    question = "File of your own certificate authority, if there is one"
    ca = prompt.line(question, known.ca, may_lack=True, check=file_path)
    return replace(answers, chat=replace(known, ca=whole_path(ca)))


def offer_no_tls(answers: Answers, failed: Sequence[CheckResult], prompt: Prompt) -> Answers | None:
    """Offer to log in without TLS if the chat server is on this machine and offers no TLS.

    Args:
        answers: The answers so far.
        failed: The failed results.
        prompt: Asks at the terminal.

    Returns:
        The changed answers; None if nothing changes.
    """
    from lampfield.sources.xmpp.failure import OFFERS_NO_TLS

    chat = answers.chat
    if chat is None or not is_loopback(chat.host) or not any(OFFERS_NO_TLS in it.sentence for it in failed):
        return None
    if not prompt.yes("Log in without TLS? The password does not leave this machine.", usual=True):
        return None
    return replace(answers, chat=replace(chat, has_tls=False))


CHAT_ITEMS = (
    Item("chat address", ("account[0].jid",), ask_jid),
    Item("host", ("chat.host", "chat.port", "chat.tls"), ask_host),
    Item("password", ("account[0].password",), ask_chat_password),
    Item("authority", ("chat.ca",), ask_authority),
)


def ask_name(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the name of the operator's account."""
    return replace(answers, name=prompt.line("Name that boards log in with", answers.name))


NAME_ITEMS = (Item("name", ("account[0].name",), ask_name),)


def ask_devices(answers: Answers, prompt: Prompt) -> Answers:
    """Ask for the devices that the operator dials on."""
    known = " ".join(answers.devices)
    names = prompt.line(
        "Devices to dial on, such as PJSIP/201; the first is the default", known, may_lack=True
    )
    return replace(answers, devices=tuple(re.split(r"[\s,]+", names)) if names else ())


DEVICE_ITEMS = (Item("devices", ("account[0].devices",), ask_devices),)


def ask_listen(answers: Answers, prompt: Prompt) -> Answers:
    """Ask where boards connect, and for a certificate if other machines can connect."""
    listen = prompt.line("Where boards connect; 0.0.0.0:8650 lets other machines in", answers.listen)
    if _is_closed(listen):
        return replace(answers, listen=listen, tls_cert="", tls_key="")
    cert = prompt.line("Certificate for it (PEM file)", answers.tls_cert, check=file_path)
    key = prompt.line("The certificate's key (PEM file)", answers.tls_key, check=file_path)
    return replace(answers, listen=listen, tls_cert=whole_path(cert), tls_key=whole_path(key))


LISTEN_ITEMS = (Item("address", ("hub.listen", "hub.tls_cert", "hub.tls_key"), ask_listen),)


def web_address(text: str) -> str:
    """Return the address of an HTTP server, with the default scheme and port added if missing."""
    url = text if "://" in text else f"http://{text}"
    try:
        is_whole = urlsplit(url).port or url.startswith("https:")
    except ValueError:
        # The trial refuses such an address.
        return url
    return url if is_whole else f"{url.rstrip('/')}:{HTTP_PORT}"


def whole_path(text: str) -> str:
    """Return a file's absolute path: the site file is not in the working directory."""
    return str(expanded(Path(text)).absolute()) if text else ""


def _is_closed(listen: str) -> bool:
    """Return whether only this machine can connect. The trial refuses an invalid address."""
    try:
        return is_loopback(parse_address(listen).host)
    except ValueError:
        return True


def _host_and_port(chat: ChatAnswers) -> str:
    return chat.host if chat.port == ChatAnswers().port else f"{chat.host}:{chat.port}"


def _split(text: str) -> tuple[str, int]:
    try:
        address = parse_address(text)
    except ValueError:
        return text, ChatAnswers().port
    return address.host, address.port
