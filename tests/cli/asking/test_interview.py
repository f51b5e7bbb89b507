"""The interview: what is typed wrong is asked again, and nothing else is."""

import getpass
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from lampfield.cli.asking.answers import Answers, ChatAnswers, PhoneAnswers, tables_of
from lampfield.cli.asking.interview import QUESTIONS, Question, _settled
from lampfield.cli.asking.prompt import Correction, Prompt
from lampfield.cli.asking.questions import ask_host
from lampfield.cli.checking.finding import CheckResult, works, wrong
from lampfield.config.site import Site

PHONE, CHAT, NAME, DEVICES, HUB = QUESTIONS
FIRST = Answers(secret="s")
GOOD_PHONE = PhoneAnswers(url="http://pbx:8088", username="u", password="p", context="c")
GOOD_CHAT = ChatAnswers(jid="desk@acme.test", host="acme.test", password="p")


class Person:
    """Answers, and remembers what was asked and said."""

    def __init__(self, answers: list[str]) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def ask(self, question: str) -> str:
        """Answer a question."""
        self.asked.append(question.strip())
        return next(self.answers)

    @property
    def left(self) -> list[str]:
        """What was not asked for."""
        return list(self.answers)


Meet = Callable[..., Person]


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Meet:
    def met(*answers: str) -> Person:
        person = Person(list(answers))
        monkeypatch.setattr("builtins.input", person.ask)
        monkeypatch.setattr(getpass, "getpass", person.ask)
        return person

    return met


def trial(*findings: list[CheckResult]) -> Callable[[Site, Mapping[str, str]], AsyncIterator[CheckResult]]:
    """Return a trial that finds something else each time."""
    rest = iter(findings)

    async def tried(_: Site, __: Mapping[str, str]) -> AsyncIterator[CheckResult]:
        for finding in next(rest):
            yield finding

    return tried


def settled(question: Question, answers: Answers, tmp_path: Path) -> Answers:
    return _settled(question, answers, Prompt(), tmp_path / "site.toml", {})


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("8088", "8088 is a port: write the host, such as http://192.168.1.10:8088."),
        ("alice@acme.test", "alice@acme.test is an address at a host: write the host alone, such as"),
        ("http://a b", "'a b' is not a host name"),
        ("http://h:99999", "'h:99999' is not a host name"),
        ("ftp://h", "'ftp://h' is not a web address, such as http://192.168.1.10:8088."),
    ],
)
def test_a_pbx_s_address_that_is_none_is_asked_again(
    typed: str, told: str, meet: Meet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = meet("y", typed, "pbx", "5038", "pbx:5038", "", "secret", "")
    answers = settled(PHONE._replace(trial=trial([works("phone", "")])), FIRST, tmp_path)
    assert answers.phone == PhoneAnswers(url="http://pbx:8088", password="secret")
    assert told in capsys.readouterr().err
    assert person.left == []


@pytest.mark.parametrize(
    ("address", "host", "told"),
    [
        ("127.0.0.1", "35827", ("'127.0.0.1' is not a chat address", "35827 is a port: write the host.")),
        (
            "xmpp:a@b",
            "desk@acme.test",
            ("'xmpp:a@b' is not a chat", "desk@acme.test is an address at a host"),
        ),
    ],
)
def test_a_chat_address_and_a_host_are_told_apart(
    address: str,
    host: str,
    told: tuple[str, ...],
    meet: Meet,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = meet("y", address, "desk@acme.test", host, "chat.acme.test:5223", "secret", "")
    answers = settled(CHAT._replace(trial=trial([])), FIRST, tmp_path)
    assert answers.chat == ChatAnswers(
        jid="desk@acme.test", host="chat.acme.test", port=5223, password="secret"
    )
    said = capsys.readouterr().err
    assert all(sentence in said for sentence in told)
    assert person.left == []


def test_what_is_neither_yes_nor_no_is_asked_again_with_a_word(
    meet: Meet, capsys: pytest.CaptureFixture[str]
) -> None:
    meet("perhaps", "YES")
    assert Prompt().yes("Really?", usual=False)
    assert capsys.readouterr().err == "  'perhaps' is neither: type y for yes or n for no.\n"
    meet("")
    assert not Prompt().yes("Really?", usual=False)


def test_an_answer_that_is_needed_is_asked_for(meet: Meet, capsys: pytest.CaptureFixture[str]) -> None:
    meet("", " ", "a")
    assert Prompt().line("Name") == "a"
    meet("", "b")
    assert Prompt().secret("Secret") == "b"
    assert capsys.readouterr().err == "  This needs an answer.\n" * 3


@pytest.mark.parametrize(
    ("answers", "correction"),
    [
        (("",), Correction(wanted=True)),
        (("y",), Correction(wanted=True)),
        (("No",), Correction(wanted=False)),
        (("2",), Correction(wanted=True, place=1)),
        (("0", "3", "x", "1"), Correction(wanted=True, place=0)),
    ],
)
def test_one_answer_can_be_corrected_by_its_number(
    answers: tuple[str, ...], correction: Correction, meet: Meet, capsys: pytest.CaptureFixture[str]
) -> None:
    person = meet(*answers)
    assert Prompt().correction("Correct?", ["host", "password"]) == correction
    assert person.asked[0] == "Correct? [Y/n, or one by its number: 1 host, 2 password]:"
    assert capsys.readouterr().err.count("is none of these: type y, n or a number.") == len(answers) - 1


def test_where_there_is_one_answer_there_is_no_number(meet: Meet) -> None:
    person = meet("1", "n")
    assert not Prompt().correction("Correct?", ["host"]).wanted
    assert person.asked == ["Correct? [Y/n]:"] * 2


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        (["phone, context internal"], ["Context of your calls (FreePBX: from-internal) [c]:"]),
        (["phone, extensions"], ["Context of your calls (FreePBX: from-internal) [c]:"]),
        (["phone, ARI"], ["Address of its HTTP server [http://pbx:8088]:"]),
        (["phone, AMI"], ["Its manager interface (AMI) [pbx:5038]:"]),
    ],
)
def test_only_what_is_wrong_is_asked_again(
    failed: list[str], again: list[str], meet: Meet, tmp_path: Path
) -> None:
    tried = trial([works("phone, x", ""), *(wrong(what, "no") for what in failed)], [works("phone", "")])
    person = meet("y", "", "", "", "", "", "y", "")
    start = Answers(secret="s", phone=GOOD_PHONE)
    assert settled(PHONE._replace(trial=tried), start, tmp_path) == start
    assert person.asked[7:] == again
    assert person.left == []


@pytest.mark.parametrize(
    "failed", [["phone, ARI", "phone, AMI"], ["phone, AMI, Status"], ["phone, AMI", "x"]]
)
def test_where_several_may_be_wrong_all_are_asked_again(
    failed: list[str], meet: Meet, tmp_path: Path
) -> None:
    tried = trial([wrong(what, "no") for what in failed], [])
    person = meet("y", "", "", "", "", "", "", "n")
    answers = settled(PHONE._replace(trial=tried), Answers(secret="s", phone=GOOD_PHONE), tmp_path)
    assert answers.phone is None
    assert person.left == []


def test_a_number_asks_for_that_answer_alone(meet: Meet, tmp_path: Path) -> None:
    tried = trial([wrong("account reception, login", "wrong password")], [])
    person = meet("", "", "", "", "", "3", "right")
    start = Answers(secret="s", chat=GOOD_CHAT)
    answers = settled(CHAT._replace(trial=tried), start, tmp_path)
    assert answers.chat is not None
    assert answers.chat.password == "right"
    assert person.asked[5].endswith("1 chat address, 2 host, 3 password, 4 authority]:")
    assert person.left == []


def test_what_a_file_cannot_hold_is_asked_again_alone(
    meet: Meet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = meet("nowhere", "127.0.0.1:0")
    answers = settled(HUB._replace(trial=None), FIRST, tmp_path)
    assert answers.listen == "127.0.0.1:0"
    assert [question[question.index("[") :] for question in person.asked] == ["[127.0.0.1:8650]:"] * 2
    assert "hub.listen: 'nowhere' is not an address" in capsys.readouterr().err


@pytest.mark.parametrize("nothing", ["", "-", "none", "None"])
def test_none_is_no_file(nothing: str, meet: Meet, tmp_path: Path) -> None:
    tried = trial([wrong("account reception, login", "unknown authority")], [])
    person = meet("", "", "", "", nothing, "4", nothing)
    answers = settled(CHAT._replace(trial=tried), Answers(secret="s", chat=GOOD_CHAT), tmp_path)
    assert answers.chat == GOOD_CHAT
    assert person.left == []


def test_a_file_of_an_authority_can_be_taken_back(meet: Meet, tmp_path: Path) -> None:
    chat = replace(GOOD_CHAT, ca="/ca.pem")
    meet("", "", "", "", "none")
    answers = settled(CHAT._replace(trial=None), Answers(secret="s", chat=chat), tmp_path)
    assert answers.chat == GOOD_CHAT


def test_other_machines_need_a_certificate(meet: Meet, tmp_path: Path) -> None:
    person = meet("0.0.0.0:8650", "~none/a.pem", "/a.pem", "/a.key")
    answers = settled(HUB._replace(trial=None), FIRST, tmp_path)
    assert (answers.listen, answers.tls_cert, answers.tls_key) == ("0.0.0.0:8650", "/a.pem", "/a.key")
    assert person.left == []


NO_TLS = [
    wrong("account reception, login", "127.0.0.1:5222 offers no TLS. Enable TLS there; on this machine")
]


@pytest.mark.parametrize(("said", "tls"), [("", "none"), ("n", "starttls")])
def test_a_chat_server_on_this_machine_may_be_without_tls(
    said: str, tls: str, meet: Meet, tmp_path: Path
) -> None:
    person = meet("y", "desk@acme.test", "127.0.0.1", "secret", "", said, *(["n"] if said else []))
    findings = trial(NO_TLS, [works("account reception, login", "")])
    answers = settled(CHAT._replace(trial=findings), FIRST, tmp_path)
    table = tables_of(answers, lambda *_: "env:X")["chat"]
    assert table is not None
    assert table["tls"] == tls
    assert person.left == []
    assert person.asked[5].startswith("Log in without TLS? The password does not leave this machine.")


@pytest.mark.parametrize("host", ["chat.acme.test", "192.168.1.9"])
def test_a_chat_server_elsewhere_must_have_tls(host: str, meet: Meet, tmp_path: Path) -> None:
    person = meet("y", "desk@acme.test", host, "secret", "", "n")
    answers = settled(CHAT._replace(trial=trial(NO_TLS)), FIRST, tmp_path)
    assert answers.chat is not None
    assert answers.chat.has_tls
    assert person.asked[5].startswith("Correct the answers?")


def test_another_server_is_asked_for_tls_again(meet: Meet, tmp_path: Path) -> None:
    meet("chat.acme.test")
    known = replace(FIRST, chat=replace(GOOD_CHAT, has_tls=False))
    answers = ask_host(known, Prompt())
    assert answers.chat is not None
    assert answers.chat.has_tls
