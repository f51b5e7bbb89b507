"""Each question: its words, what is usual, and what an answer changes."""

import getpass
from pathlib import Path

import pytest
from msgspec.structs import replace

from lampfield.cli.asking import questions as asked
from lampfield.cli.asking.answers import Answers, ChatAnswers, PhoneAnswers, tables_of
from lampfield.cli.asking.prompt import Prompt

KNOWN = Answers(
    secret="s",
    phone=PhoneAnswers(url="http://pbx:8088", ami="pbx:5039", username="u", password="p", context="c"),
    chat=ChatAnswers(jid="a@b.test", host="b.test", port=5223, ca="/ca.pem", password="q"),
    name="desk",
    devices=("PJSIP/1", "PJSIP/2"),
    listen="0.0.0.0:8650",
    tls_cert="/cert.pem",
    tls_key="/key.pem",
)
NEW = Answers(secret="s")


def answered(
    monkeypatch: pytest.MonkeyPatch, ask: asked.Ask, before: Answers, *typed: str
) -> tuple[Answers, list[str]]:
    """Return what comes of some answers, and what was asked."""
    left, questions = iter(typed), list[str]()

    def person(question: str) -> str:
        questions.append(question)
        return next(left)

    monkeypatch.setattr("builtins.input", person)
    monkeypatch.setattr(getpass, "getpass", person)
    after = ask(before, Prompt())
    assert list(left) == []
    return after, questions


PHONE = [
    (asked.ask_url, "  Address of its HTTP server [http://pbx:8088]: ", "new", {"url": "http://new:8088"}),
    (asked.ask_ami, "  Its manager interface (AMI) [pbx:5039]: ", "other:5038", {"ami": "other:5038"}),
    (asked.ask_ami, "  Its manager interface (AMI) [pbx:5039]: ", "pbx:5038", {"ami": ""}),
    (asked.ask_user, "  User in ari.conf and in manager.conf [u]: ", "new", {"username": "new"}),
    (
        asked.ask_phone_password,
        "  Its password (not shown; or env:NAME, file:PATH) [as before]: ",
        "new",
        {"password": "new"},
    ),
    (asked.ask_context, "  Context of your calls (FreePBX: from-internal) [c]: ", "new", {"context": "new"}),
]
CHAT = [
    (
        asked.ask_jid,
        "  The operator's chat address, such as reception@example.com [a@b.test]: ",
        "c@d.test",
        {"jid": "c@d.test"},
    ),
    (
        asked.ask_host,
        "  The server's host, or HOST:PORT [b.test:5223]: ",
        "c.test:5224",
        {"host": "c.test", "port": 5224},
    ),
    (
        asked.ask_host,
        "  The server's host, or HOST:PORT [b.test:5223]: ",
        "c.test",
        {"host": "c.test", "port": 5222},
    ),
    (
        asked.ask_chat_password,
        "  The password of a@b.test (not shown; or env:NAME, file:PATH) [as before]: ",
        "new",
        {"password": "new"},
    ),
    (
        asked.ask_authority,
        "  File of your own certificate authority, if there is one, - for none [/ca.pem]: ",
        "/new.pem",
        {"ca": "/new.pem"},
    ),
]


@pytest.mark.parametrize(("ask", "question", "typed", "changed"), PHONE)
def test_of_the_pbx_one_thing_changes(
    ask: asked.Ask, question: str, typed: str, changed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KNOWN.phone is not None
    expected = replace(KNOWN, phone=replace(KNOWN.phone, **changed))
    assert answered(monkeypatch, ask, KNOWN, typed) == (expected, [question])
    assert answered(monkeypatch, ask, KNOWN, "")[0] == KNOWN
    if "password" not in changed and "ami" not in changed:
        assert answered(monkeypatch, ask, NEW, "")[0] == replace(NEW, phone=PhoneAnswers())


@pytest.mark.parametrize(("ask", "question", "typed", "changed"), CHAT)
def test_of_the_chat_server_one_thing_changes(
    ask: asked.Ask, question: str, typed: str, changed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KNOWN.chat is not None
    expected = replace(KNOWN, chat=replace(KNOWN.chat, **changed))
    assert answered(monkeypatch, ask, KNOWN, typed) == (expected, [question])
    assert answered(monkeypatch, ask, KNOWN, "")[0] == KNOWN
    assert answered(monkeypatch, ask, NEW, typed)[0] == replace(NEW, chat=replace(ChatAnswers(), **changed))


def test_name_and_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    after, said = answered(monkeypatch, asked.ask_name, KNOWN, "front")
    assert (after, said) == (replace(KNOWN, name="front"), ["  Name that boards log in with [desk]: "])
    after, said = answered(monkeypatch, asked.ask_devices, KNOWN, "PJSIP/3, SIP/4 SIP/5")
    assert after == replace(KNOWN, devices=("PJSIP/3", "SIP/4", "SIP/5"))
    assert said == [
        "  Devices to dial on, such as PJSIP/201; the first is the default, - for none [PJSIP/1 PJSIP/2]: "
    ]
    assert answered(monkeypatch, asked.ask_devices, KNOWN, "-")[0].devices == ()
    assert answered(monkeypatch, asked.ask_devices, KNOWN, "")[0] == KNOWN


WHERE = "  Where boards connect; 0.0.0.0:8650 lets other machines in [0.0.0.0:8650]: "


def test_where_others_connect_a_certificate_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    after, said = answered(monkeypatch, asked.ask_listen, KNOWN, "", "mine.pem", "")
    assert after == replace(KNOWN, tls_cert=str(tmp_path / "mine.pem"))
    assert said == [
        WHERE,
        "  Certificate for it (PEM file) [/cert.pem]: ",
        "  The certificate's key (PEM file) [/key.pem]: ",
    ]
    after, said = answered(monkeypatch, asked.ask_listen, KNOWN, "127.0.0.1:1")
    assert after == replace(KNOWN, listen="127.0.0.1:1", tls_cert="", tls_key="")
    assert said == [WHERE]


@pytest.mark.parametrize(("yes", "typed"), [(True, ""), (True, "y"), (False, "n")])
def test_whether_there_is_a_server(yes: bool, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for before, phone, chat in (
        (KNOWN, KNOWN.phone, KNOWN.chat),
        (NEW, PhoneAnswers(), ChatAnswers()),
    ):
        after, said = answered(monkeypatch, asked.begin_phone, before, typed)
        assert said == ["  Is there an Asterisk or FreePBX? [Y/n]: "]
        assert after == (replace(before, phone=phone) if yes else replace(before, phone=None, devices=()))
        after, said = answered(monkeypatch, asked.begin_chat, before, typed)
        assert said == ["  Is there an XMPP server, such as Prosody or ejabberd? [Y/n]: "]
        assert after == (replace(before, chat=chat) if yes else replace(before, chat=None))


def test_what_is_no_is_shown_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    said = list[str]()

    def person(question: str) -> str:
        said.append(question)
        return ""

    monkeypatch.setattr("builtins.input", person)
    assert not Prompt().yes("Sure?", usual=False)
    assert said == ["  Sure? [y/N]: "]


@pytest.mark.parametrize(("port", "tls"), [(5222, "starttls"), (5223, "direct"), (5224, "starttls")])
def test_all_answers_become_tables(port: int, tls: str) -> None:
    assert KNOWN.chat is not None
    answers = replace(KNOWN, chat=replace(KNOWN.chat, port=port))
    assert tables_of(answers, lambda name, secret: f"{name}={secret}") == {
        "hub": {"listen": "0.0.0.0:8650", "tls_cert": "/cert.pem", "tls_key": "/key.pem"},
        "phone": {
            "source": "asterisk",
            "url": "http://pbx:8088",
            "ami": "pbx:5039",
            "username": "u",
            "password": "asterisk=p",
            "context": "c",
        },
        "chat": {"source": "xmpp", "host": "b.test", "port": port, "tls": tls, "ca": "/ca.pem"},
        "account": {
            "name": "desk",
            "secret": "desk=s",
            "devices": ("PJSIP/1", "PJSIP/2"),
            "jid": "a@b.test",
            "password": "desk-chat=q",
        },
    }
