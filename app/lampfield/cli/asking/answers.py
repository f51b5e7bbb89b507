"""The answers of the interview, and the tables of the site file that they become. No I/O."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import msgspec

from lampfield.config.address import bracketed
from lampfield.config.filling import Values
from lampfield.config.secret import is_literal

AMI_PORT = 5038
"""The default port of Asterisk's manager interface."""

DIRECT_TLS_PORT = 5223
"""The usual port for direct TLS (XEP-0368)."""

Place = Callable[[str, str], str]
"""Stores a secret under a name, and returns the reference for the site file, such as ``file:NAME``."""


class PhoneAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers about the PBX."""

    url: str = "http://127.0.0.1:8088"
    ami: str = ""
    """``HOST:PORT``; empty for the default."""
    username: str = "lampfield"
    password: str = ""
    context: str = "internal"

    @property
    def usual_ami(self) -> str:
        """The default address of this PBX's manager interface."""
        return f"{bracketed(_host(self.url))}:{AMI_PORT}"


class ChatAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers about the chat server and the operator's account on it."""

    jid: str = ""
    host: str = ""
    port: int = 5222
    ca: str = ""
    password: str = ""
    has_tls: bool = True
    """Whether the server offers TLS; a server on this machine need not."""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """All answers so far, with defaults for the rest."""

    phone: PhoneAnswers | None = None
    chat: ChatAnswers | None = None
    name: str = "reception"
    secret: str
    """The account's secret, generated: nobody has to type it."""
    devices: tuple[str, ...] = ()
    listen: str = "127.0.0.1:8650"
    tls_cert: str = ""
    tls_key: str = ""


def tables_of(answers: Answers, place: Place) -> Mapping[str, Values | None]:
    """Return the keys and values of each table of the site file.

    Args:
        answers: The answers.
        place: Stores a secret. A reference such as ``env:NAME`` is kept as it is.
    """

    def put(name: str, secret: str) -> str:
        return place(name, secret) if is_literal(secret) else secret

    return {
        "hub": _filled_in(listen=answers.listen, tls_cert=answers.tls_cert, tls_key=answers.tls_key),
        "phone": _phone(answers.phone, put) if answers.phone is not None else None,
        "chat": _chat(answers.chat) if answers.chat is not None else None,
        "account": _account(answers, put),
    }


def _phone(phone: PhoneAnswers, put: Place) -> Values:
    return _filled_in(
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
    return _filled_in(source="xmpp", host=chat.host, port=chat.port, tls=tls, ca=chat.ca)


def _account(answers: Answers, put: Place) -> Values:
    chat = answers.chat or ChatAnswers()
    return _filled_in(
        name=answers.name,
        secret=put(answers.name, answers.secret),
        devices=answers.devices,
        jid=chat.jid,
        password=put(f"{answers.name}-chat", chat.password) if chat.password else "",
    )


def _filled_in(**values: object) -> Values:
    return {key: value for key, value in values.items() if value not in {"", ()}}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "127.0.0.1"
    except ValueError:
        # The trial refuses such an address.
        return "127.0.0.1"
