"""Every file of the field's table, through the whole path: source, hub, client, and what is dialled."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lampfield.client.connect import connect
from lampfield.client.handles import Contact
from lampfield.hub.server import HubServer
from lampfield.model.change import DeviceChange
from lampfield.model.link import LinkName, LinkState
from lampfield.sources.directory.source import DirectorySource
from tests.board.booth import DEVICE
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "directory.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
async def test_a_file_of_the_field_is_on_the_board_as_it_should_be(case: dict[str, Any]) -> None:
    source = DirectorySource(
        HERE / "directory" / case["file"], has_phone=True, encoding=case.get("encoding", "")
    )
    phone = Scripted(DeviceChange(DEVICE))
    async with (
        HubServer([ACCOUNT], [source, phone], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        people = sorted(pbx.contacts, key=lambda contact: (contact.name, contact.number))
        assert [said(contact) for contact in people] == [without_dials(it) for it in case.get("people", ())]
        assert [await dialled(contact, phone) for contact in people] == [
            it.get("dials") for it in case.get("people", ())
        ]
        link = pbx.links[LinkName.DIRECTORY]
        assert link.state is (LinkState.DOWN if "trouble" in case else LinkState.UP)
        assert case.get("trouble", "") in link.reason
        assert bool(link.reason) is bool(case.get("trouble") or case.get("faults"))
    told = [f"{fault.line}: {fault.sentence}" for fault in source.book.faults]
    wanted = case.get("faults", [])
    assert [part in sentence for part, sentence in zip(wanted, told, strict=False)] == [True] * len(wanted), (
        told
    )
    assert len(told) == len(wanted), told


def test_every_file_has_a_case() -> None:
    assert sorted(path.name for path in (HERE / "directory").iterdir()) == sorted(it["file"] for it in CASES)


def without_dials(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what the table says of somebody, but for what is dialled."""
    return {name: value for name, value in wanted.items() if name != "dials"}


def said(contact: Contact) -> dict[str, Any]:
    """Return what a client is told of a contact by a file, in the words of the table."""
    told = {
        "name": contact.name,
        "number": contact.number,
        "jid": contact.chat_id,
        "company": contact.company_name,
        "email": contact.email,
        "tags": list(contact.value.tags or ()),
    }
    return {name: value for name, value in told.items() if value}


async def dialled(contact: Contact, phone: Scripted) -> str | None:
    """Return what the phone server is asked to dial for a contact; None where nobody can be called."""
    if not contact.can_call:
        return None
    phone.asked.clear()
    await contact.dial()
    ((_, _, number, _),) = phone.asked
    return str(number)
