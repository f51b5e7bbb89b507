"""Lines for people, and objects for programs."""

import json
from collections.abc import Callable

import msgspec
import pytest
from rich.cells import cell_len

from lampfield.cli.watching.json_lines import as_dict, write_json
from lampfield.cli.watching.table import Table
from lampfield.frontend.events.event import Event, Kind
from lampfield.model import no_phone
from lampfield.model.contact import Contact, Party
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import Show, State

ANN = Contact(
    cid=ContactId(7),
    name="王小明",
    number="201",
    company_name="ACME",
    blf=0,
    states={"desk": State(status="here")},
    show=Show.ONLINE,
    party=Party(name="Bob"),
)
NOBODY = Contact(cid=ContactId(1), name="x" * 90, chat_id="x@acme.test")
DOWN = Event(Kind.LINK, link=Link(LinkName.PHONE, LinkState.DOWN, 5.0, "demo", "cut\x1b[2J off"))


def test_a_whole_contact_has_every_property_by_the_feeds_names() -> None:
    event = as_dict(3, Event(Kind.CAME, ANN))
    assert (event["event"], event["seq"]) == ("contact.new", 3)
    assert set(event["contact"]) == {field.encode_name for field in msgspec.structs.fields(Contact)}
    assert event["contact"]["companyName"] == "ACME"
    assert event["contact"]["states"] == {
        "desk": {"show": "available", "status": "here", "priority": 0, "since": 0.0}
    }
    assert event["contact"]["party"]["direction"] == "in"


def test_a_change_has_the_number_and_what_changed() -> None:
    event = as_dict(4, Event(Kind.CHANGED, ANN, properties={"blf": None, "company_name": "X"}))
    assert event == {
        "event": "contact.update",
        "seq": 4,
        "contact": {"cID": 7, "blf": None, "companyName": "X"},
    }


def test_one_who_is_gone_is_told_with_the_last_state() -> None:
    assert as_dict(5, Event(Kind.WENT, ANN))["contact"] == as_dict(5, Event(Kind.CAME, ANN))["contact"]


def test_a_link_that_is_down_says_so_in_full() -> None:
    link = {"name": "phone", "state": "down", "since": 5.0, "source": "demo", "reason": "cut\x1b[2J off"}
    assert as_dict(6, DOWN) == {"event": "link", "seq": 6, "link": link}


def test_each_happening_is_one_line_of_json(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_json(6, [Event(Kind.CAME, ANN), DOWN])
    first, second = capsysbinary.readouterr().out.splitlines()
    assert "王小明".encode() in first
    assert [json.loads(text)["event"] for text in (first, second)] == ["contact.new", "link"]
    assert b"\x1b" not in second


@pytest.mark.parametrize(
    ("happening", "ends"),
    [
        (Event(Kind.CAME, ANN), "new"),
        (Event(Kind.CHANGED, ANN, properties={"blf": 0, "blf_since": 1.0}), "blf"),
        (Event(Kind.CHANGED, ANN, properties={"show_since": 1.0}), "since"),
        (Event(Kind.WENT, ANN), "gone"),
        (DOWN, "down: cut [2J off"),
    ],
)
def test_a_line_says_what_changed(happening: Event, ends: str) -> None:
    assert Table().line(happening).endswith(f"  {ends}")


def test_columns_stand_under_one_another() -> None:
    wide, narrow = Table().line(Event(Kind.WENT, ANN)), Table().line(Event(Kind.WENT, NOBODY))
    assert cell_len(wide) == cell_len(narrow)
    assert wide.split()[:5] == ["王小明", "201", "FREE", "online", "here"]
    assert "UNKNOWN" in narrow
    assert "offline" in narrow


@pytest.mark.parametrize("write", [write_json, Table().write])
def test_nothing_happened_writes_nothing(
    write: Callable[[int, list[Event]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write(1, [])
    assert capsys.readouterr().out == ""


def test_a_state_whose_link_is_down_is_never_shown_as_free() -> None:
    table = Table()
    table.line(DOWN)
    assert table.line(Event(Kind.CHANGED, ANN, properties={"status": "here"})).split()[2:4] == [
        "stale",
        "online",
    ]
    table.line(Event(Kind.LINK, link=Link(LinkName.HUB, LinkState.CONNECTING, 6.0)))
    assert table.line(Event(Kind.WENT, ANN)).split()[2:4] == ["stale", "stale"]
    for name in (LinkName.HUB, LinkName.PHONE):
        table.line(Event(Kind.LINK, link=Link(name, LinkState.UP, 7.0)))
    assert table.line(Event(Kind.CAME, ANN)).split()[2:4] == ["FREE", "online"]


def test_a_mailbox_shows_its_state_and_a_contact_without_a_name_its_number() -> None:
    mailbox = Contact(cid=ContactId(2), number="*97", blf_reason=no_phone.MAILBOX, labels=("2 new",))
    table = Table()
    assert table.line(Event(Kind.CAME, mailbox)).split()[:4] == ["*97", "*97", "2", "new"]
    table.line(DOWN)
    assert table.line(Event(Kind.CAME, mailbox)).split()[2] == "stale"
