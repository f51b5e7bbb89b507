"""``lampfield check`` on a real Asterisk: each thing that is wrong is named, with the file that mends it."""

from pathlib import Path

import pytest

from tests.cli.commands import Lampfield
from tests.live.operator import phones
from tests.live.pbx import Asterisk
from tests.live.sites import write_site

HEAD = "name,extension,device,jid\n"


def checked(folder: Path, site: Path) -> tuple[int, str]:
    """Return exit status and lines of the command."""
    done = Lampfield(str(folder)).process("check", "--config", str(site))
    assert done.stderr == ""
    return done.returncode, done.stdout


async def test_all_is_well_where_all_is_well(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(
        HEAD + "".join(f"Somebody {number},{number},,\n" for number in (*range(201, 207), 510))
    )
    async with phones(newest_asterisk, "201"):
        status, said = checked(tmp_path, write_site(tmp_path, newest_asterisk))
    assert status == 0, said
    assert "FAIL" not in said
    for words in (
        f"phone, ARI: Asterisk {newest_asterisk.name.removeprefix('asterisk-')}.",
        "phone, ARI, dialling: lampfield may dial and hang up",
        "phone, AMI, events: phone events arrive",
        "phone, context internal: the dial plan has it",
        "phone, hints: 7 phones and 10 places are watched",
        "phone, extensions: all 7 can be dialled from internal",
        "phone, device PJSIP/201: it is registered",
        "every extension of the file is at the PBX",
    ):
        assert words in said, f"{words} is not in:\n{said}"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://127.0.0.1:9"}, "enabled = yes and bindaddr in its http.conf"),
        ({"password": "wrong"}, "ARI refuses the user lampfield or its password. In ari.conf"),
        ({"password": "wrong"}, "AMI refuses the user lampfield"),
        ({"user": "viewer"}, "set read_only = no in ari.conf"),
        ({"user": "viewer"}, "in the write line of manager.conf"),
        ({"user": "deaf"}, "set read = call,system in manager.conf"),
        ({"ami": "9"}, "Set enabled = yes, port and bindaddr in manager.conf"),
        ({"context": "nowhere"}, "correct context under [phone], or extensions.conf"),
        ({"device": "PJSIP/999"}, "correct devices of the account"),
        ({"device": "PJSIP/206"}, "it is not registered, so nobody can dial on it"),
        ({"context": "parkedcalls"}, "201, 202, 203, 204, 205, 206, 510 cannot be dialled"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(
    newest_asterisk: Asterisk, tmp_path: Path, values: dict[str, str], words: str
) -> None:
    status, said = checked(tmp_path, write_site(tmp_path, newest_asterisk, None, **values))
    assert words in said, said
    assert status == (0 if "not registered" in words else 1)


def test_ari_that_is_off_is_told_from_http_that_is_off(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    settings = (newest_asterisk.folder / "etc/ari.conf").read_text()
    newest_asterisk.write("ari.conf", settings.replace("enabled=yes", "enabled=no"))
    try:
        newest_asterisk.cli("module reload res_ari.so")
        _, said = checked(tmp_path, write_site(tmp_path, newest_asterisk))
    finally:
        newest_asterisk.write("ari.conf", settings)
        newest_asterisk.cli("module reload res_ari.so")
    assert "answers, but has no ARI. Set enabled = yes in ari.conf" in said


def test_what_does_not_match_is_listed(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(HEAD + "Alice,201,,\nGone,299,,\nBad,,,no address\n")
    _, said = checked(tmp_path, write_site(tmp_path, newest_asterisk))
    assert "contacts.csv:4:" in said
    assert "in the directory's file, but without hint or endpoint at the PBX: 299" in said
    assert "at the PBX, but not in the directory's file: 202, 203, 204, 205, 206, 510" in said


def test_phones_without_hints_are_named(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    plan = (newest_asterisk.folder / "etc/extensions.conf").read_text()
    fewer = "\n".join(line for line in plan.splitlines() if "203,hint" not in line)
    newest_asterisk.write("extensions.conf", fewer + "\n")
    try:
        newest_asterisk.cli("dialplan reload")
        status, said = checked(tmp_path, write_site(tmp_path, newest_asterisk))
    finally:
        newest_asterisk.write("extensions.conf", plan)
        newest_asterisk.cli("dialplan reload")
    assert "warn  phone, hints: 203 have none" in said
    assert "exten => 203,hint,PJSIP/203" in said
    assert status == 0
