"""What was answered, and the tables of the site file that come of it. Pure."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import msgspec

from lampfield.config.address import bracketed
from lampfield.config.filling import Values
from lampfield.config.secret import is_literal

AMI_PORT = 5038
"""Where the manager interface usually is."""

DIRECT_TLS_PORT = 5223
"""Where chat servers usually take TLS from the first byte on."""

Place = Callable[[str, str], str]
"""Puts a secret somewhere, by a name for it, and returns how the site file names it."""


class PhoneAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """About the PBX."""

    url: str = "http://127.0.0.1:8088"
    ami: str = ""
    """``HOST:PORT``; empty: as usual."""
    username: str = "lampfield"
    password: str = ""
    context: str = "internal"

    @property
    def usual_ami(self) -> str:
        """Where the manager interface of such a PBX usually is."""
        return f"{bracketed(_host(self.url))}:{AMI_PORT}"


class ChatAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """About the chat server, and the operator's account there."""

    jid: str = ""
    host: str = ""
    port: int = 5222
    ca: str = ""
    password: str = ""
    has_tls: bool = True
    """The server offers TLS; one on this machine need not."""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """All that was answered so far; the rest is as it comes."""

    phone: PhoneAnswers | None = None
    chat: ChatAnswers | None = None
    name: str = "reception"
    secret: str
    """What a board shows to log in; nobody has to type it."""
    devices: tuple[str, ...] = ()
    listen: str = "127.0.0.1:8650"
    tls_cert: str = ""
    tls_key: str = ""


def tables_of(answers: Answers, place: Place) -> Mapping[str, Values | None]:
    """Return what each table of the site file says.

    Args:
        answers: What was answered.
        place: Where secrets go. One that is said to be somewhere already, such as ``env:NAME``, stays there.
    """

    def put(name: str, secret: str) -> str:
        return place(name, secret) if is_literal(secret) else secret

    return {
        "hub": _said(listen=answers.listen, tls_cert=answers.tls_cert, tls_key=answers.tls_key),
        "phone": _phone(answers.phone, put) if answers.phone is not None else None,
        "chat": _chat(answers.chat) if answers.chat is not None else None,
        "account": _account(answers, put),
    }


def _phone(phone: PhoneAnswers, put: Place) -> Values:
    return _said(
        source="asterisk",
        url=phone.url,
        ami=phone.ami,
        username=phone.username,
        password=put("asterisk", phone.password),
        context=phone.context,
    )


def _chat(chat: ChatAnswers) -> Values:
    tls = "direct" if chat.port == DIRECT_TLS_PORT else "starttls"
    if not chat.has_tls:
        tls = "none"
    return _said(source="xmpp", host=chat.host, port=chat.port, tls=tls, ca=chat.ca)


def _account(answers: Answers, put: Place) -> Values:
    chat = answers.chat or ChatAnswers()
    return _said(
        name=answers.name,
        secret=put(answers.name, answers.secret),
        devices=answers.devices,
        jid=chat.jid,
        password=put(f"{answers.name}-chat", chat.password) if chat.password else "",
    )


def _said(**values: object) -> Values:
    return {key: value for key, value in values.items() if value not in {"", ()}}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "127.0.0.1"
    except ValueError:
        # Such an address is refused where it is tried.
        return "127.0.0.1"
