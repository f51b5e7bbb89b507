"""A file that changes while it is watched."""

import os
from collections.abc import Sequence
from pathlib import Path

from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, ContactGone, SameContacts
from lampfield.sources.directory.source import DirectorySource
from tests.waiting import until


async def test_a_changed_file_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension,jid,device\nAlice,201,alice@acme.test,PJSIP/desk\nBob,202,,\n")
    told: list[Change] = []

    def emit(changes: Sequence[Change]) -> None:
        told.extend(changes)

    asked_again: list[bool] = []
    source = DirectorySource(path, has_phone=True, look_seconds=0.01)
    source.changed = lambda: asked_again.append(True)
    session = source.open(Account(name="x"), emit)
    await session.start()
    assert SameContacts((("201", "alice@acme.test"), ("202",))) in told  # type: ignore[arg-type]
    assert {change.key for change in told if isinstance(change, ContactChange)} == {"201", "202"}
    assert source.devices() == {"201": "PJSIP/desk"}

    told.clear()
    path.write_text("name,extension\nAlice A,201\nthis,is,wrong\n")
    await until(lambda: bool(asked_again), "the file to be read again")
    assert ContactGone("202") in told  # type: ignore[arg-type]
    assert [it.patch.name for it in told if isinstance(it, ContactChange)] == ["Alice A"]

    told.clear()
    path.unlink()
    await until(lambda: source._stamp == (0, 0), "the file to be missed")
    assert told == []
    path.write_text("name,extension\nDan,204\n")
    os.utime(path, ns=(1, 1))
    await until(lambda: bool(told), "the new file to be read")
    await session.close()
    await source.close()


async def test_without_a_phone_server_or_the_right_nobody_can_be_called(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension,number\nAlice,201,\nBob,,0161\nCara,,\n")
    for has_phone, may, can in ((True, ("dial",), [True, True, False]), (False, ("dial",), [False] * 3)):
        told: list[Change] = []
        source = DirectorySource(path, has_phone=has_phone)
        session = source.open(Account(name="x", may=may), told.extend)  # type: ignore[arg-type]
        await session.start()
        assert [it.patch.can_call for it in told if isinstance(it, ContactChange)] == can
        await source.close()
