"""The five questions."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from lampfield.cli.asking.answers import Answers, ChatAnswers, PhoneAnswers
from lampfield.cli.asking.prompt import Prompt
from lampfield.config.address import is_loopback, parse_address

HTTP_PORT = 8088
"""Where Asterisk's HTTP server usually is."""

PLACES = "not shown; or env:NAME, file:PATH"
"""How a secret may be answered."""


def ask_phone(answers: Answers, prompt: Prompt) -> Answers:
    """Ask where the PBX is, and as whom the hub speaks to it."""
    known = answers.phone or PhoneAnswers()
    if not prompt.yes("Is there an Asterisk or FreePBX?", usual=True):
        return replace(answers, phone=None, devices=())
    named = replace(known, url=web_address(prompt.line("Address of its HTTP server", known.url)))
    ami = prompt.line("Its manager interface (AMI)", known.ami or named.usual_ami)
    phone = replace(
        named,
        ami="" if ami == named.usual_ami else ami,
        username=prompt.line("User in ari.conf and in manager.conf", known.username),
        password=prompt.secret(f"Its password ({PLACES})", known.password),
        context=prompt.line("Context of your calls (FreePBX: from-internal)", known.context),
    )
    return replace(answers, phone=phone)


def ask_chat(answers: Answers, prompt: Prompt) -> Answers:
    """Ask where the chat server is, and who the operator is there."""
    known = answers.chat or ChatAnswers()
    if not prompt.yes("Is there an XMPP server, such as Prosody or ejabberd?", usual=True):
        return replace(answers, chat=None)
    jid = prompt.line("The operator's chat address, such as reception@example.com", known.jid)
    host, port = _split(prompt.line("The server's host", _host_and_port(known) or jid.partition("@")[2]))
    password = prompt.secret(f"The password of {jid} ({PLACES})", known.password)
    ca = prompt.line("File of your own certificate authority, if there is one", known.ca, may_lack=True)
    chat = ChatAnswers(jid=jid, host=host, port=port, password=password, ca=whole_path(ca))
    return replace(answers, chat=chat)


def ask_name(answers: Answers, prompt: Prompt) -> Answers:
    """Ask what the operator's account is called."""
    return replace(answers, name=prompt.line("Name that boards log in with", answers.name))


def ask_devices(answers: Answers, prompt: Prompt) -> Answers:
    """Ask which lines the operator dials on."""
    known = " ".join(answers.devices)
    said = prompt.line("Devices to dial on, such as PJSIP/201; the first is the usual", known, may_lack=True)
    return replace(answers, devices=tuple(re.split(r"[\s,]+", said)) if said else ())


def ask_listen(answers: Answers, prompt: Prompt) -> Answers:
    """Ask where boards connect, and for a certificate where others than this machine do."""
    listen = prompt.line("Where boards connect; 0.0.0.0:8650 lets other machines in", answers.listen)
    if _is_closed(listen):
        return replace(answers, listen=listen, tls_cert="", tls_key="")
    cert = prompt.line("Certificate for it (PEM file)", answers.tls_cert)
    key = prompt.line("The certificate's key (PEM file)", answers.tls_key)
    return replace(answers, listen=listen, tls_cert=whole_path(cert), tls_key=whole_path(key))


def web_address(text: str) -> str:
    """Return the address of an HTTP server whose scheme and port may be left out."""
    url = text if "://" in text else f"http://{text}"
    try:
        is_whole = urlsplit(url).port or url.startswith("https:")
    except ValueError:
        # It is refused where the whole is tried.
        return url
    return url if is_whole else f"{url.rstrip('/')}:{HTTP_PORT}"


def whole_path(text: str) -> str:
    """Return a file's path from the root: the site file lies elsewhere than the person works."""
    return str(Path(text).expanduser().absolute()) if text else ""


def _is_closed(listen: str) -> bool:
    """Say whether nobody else gets there; what is no address is refused where it is tried."""
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
