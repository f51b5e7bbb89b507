"""A file that changes while it is watched: whatever becomes of it, the people and the hub stay."""

import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, ContactGone, LinkChange, SameContacts
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.sources.directory import source as module
from lampfield.sources.directory.file import read_book as read_file
from lampfield.sources.directory.raw_lines import READ_SECONDS
from lampfield.sources.directory.row import DirectoryBook, DirectoryRow
from lampfield.sources.directory.session import SLICE_CONTACTS
from lampfield.sources.directory.source import DirectorySource
from tests.hub.caller import ACCOUNT
from tests.waiting import until

GOOD = "name,extension\nAlice,201\nBob,202\nCara,203\nJürgen Größe,204\n"


@asynccontextmanager
async def watched(path: Path, *, grace_seconds: float = 60.0, encoding: str = "") -> AsyncIterator[PBX]:
    """Connect a client to a hub whose people are in a file."""
    source = DirectorySource(
        path, has_phone=True, poll_seconds=0.01, grace_seconds=grace_seconds, encoding=encoding
    )
    async with (
        HubServer([ACCOUNT], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        yield pbx


def names(pbx: PBX) -> list[str]:
    """Return who is there."""
    return sorted(contact.name for contact in pbx.contacts)


def file_link(pbx: PBX) -> Link:
    """Return how the file is."""
    return pbx.links[LinkName.DIRECTORY]


def down(pbx: PBX, why: str) -> Callable[[], bool]:
    """Return a predicate: whether the link says that the file was not understood."""
    return lambda: file_link(pbx).state is LinkState.DOWN and why in file_link(pbx).reason


async def test_unreadable_file_removes_nobody_and_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, "utf-8")
    everybody = ["Alice", "Bob", "Cara", "Jürgen Größe"]
    async with watched(path) as pbx:
        assert names(pbx) == everybody
        for data, why in (
            ("name,extension\nИван,201\n".encode("windows-1251"), "it is not UTF-8"),
            (b"", "it is empty"),
            (b"a;b;c\n1;2;3\n", "its first row has no known column"),
            (b"PK\x03\x04", "it is a workbook"),
        ):
            path.write_bytes(data)
            await until(down(pbx, f"people.csv was not loaded: {why}"), why)
            assert names(pbx) == everybody
            since = file_link(pbx).since
            path.write_text(GOOD, "utf-8")
            await until(lambda: file_link(pbx).state is LinkState.UP, "the right file")
            assert (file_link(pbx).reason, names(pbx)) == ("", everybody)
            assert file_link(pbx).since >= since
        path.unlink()
        await until(down(pbx, "cannot be read: no such file"), "the file to be missed")
        assert names(pbx) == everybody
        path.write_text(GOOD + "Dan,205\n", "utf-8")
        await until(lambda: len(pbx.contacts) == 5, "the file that came back")


async def test_the_encoding_that_the_site_file_names_counts(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name,extension\nЖанна,201\n".encode("koi8-r"))
    async with watched(path, encoding="koi8-r") as pbx:
        await until(lambda: names(pbx) == ["Жанна"], "the person by the right name")


async def test_a_hub_starts_with_a_file_that_cannot_be_understood(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"nothing\nof this\n")
    async with watched(path) as pbx:
        assert names(pbx) == []
        assert file_link(pbx).state is LinkState.DOWN
        path.write_text(GOOD, "utf-8")
        await until(lambda: file_link(pbx).state is LinkState.UP, "the right file")
        assert len(pbx.contacts) == 4


async def test_faulty_row_is_reported_with_the_link_up(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension,jid\nAlice,201,none at all\nBob,two,\n")
    async with watched(path) as pbx:
        assert names(pbx) == ["Alice", "Bob"]
        assert file_link(pbx).state is LinkState.UP
        assert file_link(pbx).reason == (
            "people.csv, line 2: 'none at all' is not a chat address: write name@domain;"
            " 1 more are in the hub's log"
        )


async def test_a_much_shorter_file_is_looked_at_before_it_counts(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, "utf-8")
    async with watched(path, grace_seconds=0.05) as pbx:
        path.write_text("name,extension\nAlice,201\n")
        await until(lambda: names(pbx) == ["Alice"], "the shorter file to count")


async def test_unfinished_copy_removes_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, "utf-8")
    caplog.set_level("INFO")
    async with watched(path) as pbx:
        path.write_text("name,extension\nAlice,201\n")
        await until(lambda: "in case it is still being copied" in caplog.text, "the short file to be seen")
        assert len(pbx.contacts) == 4
        path.write_text(GOOD + "Dan,205\n", "utf-8")
        await until(lambda: len(pbx.contacts) == 5, "the whole file")


async def test_no_exception_ends_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, "utf-8")
    read_book = read_file

    def fails(path: Path, encoding: str, seconds: float) -> DirectoryBook:
        raise KeyError("of ours")

    async with watched(path) as pbx:
        for count in (5, 6):
            monkeypatch.setattr(module, "read_book", fails)
            path.write_text(GOOD, "utf-8")
            os.utime(path, ns=(count, count))
            await until(down(pbx, "people.csv could not be checked: see the hub's log"), "the failure")
            assert "KeyError: 'of ours'" in caplog.text
            assert "Traceback" in caplog.text
            caplog.clear()
            monkeypatch.setattr(module, "read_book", read_book)
            path.write_text(GOOD + "".join(f"New {line},30{line}\n" for line in range(4, count)), "utf-8")
            await until(lambda: file_link(pbx).state is LinkState.UP, "the next file")
            assert len(pbx.contacts) == count


async def test_unresponsive_disk_blocks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, "utf-8")
    go_on, readings = threading.Event(), list[str]()
    read_book = read_file

    def waits(path: Path, encoding: str, seconds: float) -> DirectoryBook:
        readings.append(path.name)
        go_on.wait(30.0)
        return read_book(path, encoding, seconds)

    monkeypatch.setattr(module, "read_book", waits)
    monkeypatch.setattr(module, "FIRST_READ_SECONDS", 0.01)
    monkeypatch.setattr(module, "READ_MARGIN_SECONDS", 0.01 - READ_SECONDS)
    source = DirectorySource(path, has_phone=True, poll_seconds=0.01)
    told: list[Change] = []
    session = source.open(Account(name="x"), told.extend)
    try:
        await session.start()
        first = next(it.link.state for it in told if isinstance(it, LinkChange))
        assert first in (LinkState.CONNECTING, LinkState.DOWN)
        await until(lambda: "disk does not respond" in source.link.reason, "the time to be up")
        looks = len(told)
        await until(lambda: len(told) >= looks + 2, "further looks")
        assert readings == ["people.csv"]
    finally:
        go_on.set()
    await until(lambda: source.link.state is LinkState.UP, "the disk to answer")
    assert len(source.book.rows) == 4
    await session.close()
    await source.close()


async def test_only_changes_are_emitted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension,jid,device\nAlice,201,alice@acme.test,PJSIP/desk\nBob,202,,\n")
    told: list[Change] = []
    asked_again: list[bool] = []
    source = DirectorySource(path, has_phone=True, poll_seconds=0.01)
    source.on_change = lambda: asked_again.append(True)
    session = source.open(Account(name="x"), told.extend)
    await session.start()
    assert told[0] == SameContacts((("201", "alice@acme.test"), ("202",)))  # type: ignore[arg-type]
    assert [it.key for it in told if isinstance(it, ContactChange)] == ["201", "202"]
    assert source.devices() == {"201": "PJSIP/desk"}
    assert asked_again == [True]

    told.clear()
    path.write_text("name,extension\nAlice A,201\nDan,204\n")
    await until(lambda: len(asked_again) == 2, "the file to be read again")
    assert [type(it) for it in told] == [SameContacts, ContactGone, ContactChange, ContactChange, LinkChange]
    assert told[1] == ContactGone(ContactKey("202"))
    assert [it.patch.name for it in told if isinstance(it, ContactChange)] == ["Alice A", "Dan"]

    told.clear()
    os.utime(path, ns=(1, 1))
    await until(lambda: bool(told), "the file to be read again")
    assert [type(it) for it in told] == [LinkChange]
    assert len(asked_again) == 2
    await session.close()
    await source.close()


async def test_all_values_of_a_row_are_emitted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "name,uname,number,jid,company,companyName,email,tags\n"
        "Anna,anna,+44 161 4960001,anna@acme.test,acme,Acme Ltd,a@acme.test,Sales;vip\n"
        ",,,,,Cafe Lamp,,\n"
    )
    told: list[Change] = []
    source = DirectorySource(path, has_phone=True)
    await source.open(Account(name="x"), told.extend).start()
    assert [it.patch for it in told if isinstance(it, ContactChange)] == [
        ContactPatch(
            name="Anna",
            uname="anna",
            company="acme",
            company_name="Acme Ltd",
            email="a@acme.test",
            number="+44 161 4960001",
            can_call=True,
            chat_id="anna@acme.test",
            tags=("Sales", "vip"),
        ),
        ContactPatch(
            name="Cafe Lamp",
            uname="",
            company="default",
            company_name="Cafe Lamp",
            email="",
            number="",
            can_call=False,
            chat_id="",
            tags=None,
        ),
    ]
    await source.close()


async def test_a_reset_reads_the_file_again(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension\nAlice,201\n")
    source = DirectorySource(path, has_phone=True, poll_seconds=60.0)
    told: list[Change] = []
    session = source.open(Account(name="x"), told.extend)
    await session.start()
    for name in ("Anna", "Bob"):
        path.write_text(f"name,extension\n{name},201\n")
        await session.reset(LinkName.DIRECTORY)
        await until(lambda name=name: source.book.rows[0].name == name, "the file to be read")  # type: ignore[misc]
    await session.close()
    await source.close()
    await source.close()


async def test_many_people_yield_to_other_tasks(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("extension\n" + "".join(f"{line}\n" for line in range(1_000, 2_001)))
    parts: list[int] = []
    source = DirectorySource(path, has_phone=True)
    session = source.open(Account(name="x"), lambda changes: parts.append(len(changes)))
    await session.start()
    assert parts == [1, SLICE_CONTACTS, SLICE_CONTACTS, 1, 1]
    await session.close()
    await source.close()


async def test_without_a_phone_server_or_the_right_nobody_can_be_called(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension,number\nAlice,201,\nBob,,0161 4960001\nCara,,\n")
    for has_phone, may, can in ((True, ("dial",), [True, True, False]), (False, ("dial",), [False] * 3)):
        told: list[Change] = []
        source = DirectorySource(path, has_phone=has_phone)
        session = source.open(Account(name="x", may=may), told.extend)  # type: ignore[arg-type]
        await session.start()
        assert [it.patch.can_call for it in told if isinstance(it, ContactChange)] == can
        await source.close()


async def test_number_of_logged_faults_is_limited(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,jid\n" + "".join(f"Person {line},none\n" for line in range(30)))
    source = DirectorySource(path, has_phone=True)
    session = source.open(Account(name="x"), lambda _: None)
    await session.start()
    assert f"{path}:2: 'none' is not a chat address" in caplog.text
    assert caplog.text.count("is not a chat address") == module.MAX_LOGGED_FAULTS
    assert f"{path}: 10 more faults" in caplog.text
    await source.close()


def test_a_person_is_called_by_the_first_that_is_known() -> None:
    assert DirectoryRow(line=1, uname="al", extension="201").keys == ("201",)
    assert DirectoryRow(line=1, uname="al", name="Al").keys == ("directory:al",)
    assert DirectoryRow(line=1, company_name="Ort").keys == ("directory:Ort",)


async def test_failing_session_does_not_affect_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension\nAlice,201\n")
    told: list[Change] = []

    class Listener:
        is_broken = False

        def tell(self, _: object) -> None:
            if self.is_broken:
                raise KeyError("of ours")

    listener = Listener()
    source = DirectorySource(path, has_phone=True, poll_seconds=0.01)
    await source.open(Account(name="x"), listener.tell).start()
    await source.open(Account(name="y"), told.extend).start()
    listener.is_broken = True
    for name in ("Anna", "Bob"):
        path.write_text(f"name,extension\n{name},201\n")
        await until(
            lambda name=name: name in [it.patch.name for it in told if isinstance(it, ContactChange)],  # type: ignore[misc]
            "the other account to be told",
        )
    assert "people.csv to a session failed" in caplog.text
    assert source.link.state is LinkState.UP
    await source.close()


@pytest.mark.parametrize("char", ["\x01", "\u200b", "\ufffe", "%01", "%EF%BF%BE"])
def test_address_with_unsendable_characters_is_invalid(tmp_path: Path, char: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"name,jid\nAlice,xmpp:al{char}ice@acme.test\nBob,bob@acme.test\n", "utf-8")
    book = read_file(path)
    assert [(row.name, row.jid) for row in book.rows] == [("Alice", ""), ("Bob", "bob@acme.test")]
    [fault] = book.faults
    assert fault.line == 2
    assert "is not a chat address" in fault.sentence
