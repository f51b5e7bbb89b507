"""Contacts as lines: whole at the start, then what changes."""

import json
import signal
import socket
from collections.abc import Callable
from typing import IO, Any

from lampfield.model.lamp import Lamp
from lampfield.model.link import LinkName, LinkState
from tests.cli.commands import Lampfield, address, errors, output
from tests.cli.conftest import DEMO

Event = dict[str, Any]


def read_until(lines: IO[str], condition: Callable[[Event], object]) -> list[Event]:
    """Read JSON lines up to one that fulfils a condition, it included."""
    read: list[Event] = []
    for line in lines:
        read.append(json.loads(line))
        if condition(read[-1]):
            return read
    raise AssertionError(f"the output ended after {read[-3:]}")


def everybody(lines: IO[str]) -> list[Event]:
    """Read up to the last of the demo's twelve people."""
    left = iter(range(12))
    return read_until(lines, lambda event: event["event"] == "contact.new" and next(left) == 11)


def is_ringing(event: Event) -> bool:
    return bool(event["event"] == "contact.update" and event["contact"].get("blf") == Lamp.RINGING)


def is_hub_up(event: Event) -> bool:
    return LinkState.UP in hub_state(event)


def is_hub_down(event: Event) -> bool:
    return not {LinkState.DOWN, LinkState.CONNECTING}.isdisjoint(hub_state(event))


def hub_state(event: Event) -> set[str]:
    """Return the state that an event tells of the link to the hub, if it does."""
    link = event.get("link", {})
    return {link["state"]} if link.get("name") == LinkName.HUB else set()


def test_everybody_comes_whole_first(client: Lampfield) -> None:
    with client.started("watch", "--json") as watch:
        events = everybody(output(watch))
    links = {event["link"]["name"]: event["link"]["state"] for event in events if event["event"] == "link"}
    assert links == {"hub": "up", "phone": "up", "chat": "up"}
    people = {
        event["contact"]["name"]: event["contact"] for event in events if event["event"] == "contact.new"
    }
    assert len(people) == 12
    cara = people["Cara Cole"]
    assert isinstance(cara["cID"], int)
    assert (cara["number"], cara["uname"]) == ("203", "cara.cole")
    assert {"companyName", "canCall", "canChat", "canTag", "chatID", "states", "show", "blf", "tags"} <= set(
        cara
    )
    assert all(event["seq"] >= 0 for event in events)


def test_a_change_carries_what_changed_alone(client: Lampfield) -> None:
    with client.started("watch", "--json") as watch:
        everybody(output(watch))
        assert client("dial", "Ben Okoro", "--no-wait").returncode == 0
        (*_, ringing) = read_until(output(watch), is_ringing)
    assert ringing["event"] == "contact.update"
    assert {"cID", "blf"} <= set(ringing["contact"])
    assert {"name", "uname", "states", "show"} & set(ringing["contact"]) == set()


def test_the_table_has_a_line_for_each(client: Lampfield) -> None:
    with client.started("watch") as watch:
        lines = [output(watch).readline() for _ in range(15)]
    (cara,) = [line for line in lines if "Cara Cole" in line]
    assert cara.split()[1:5] == ["Cara", "Cole", "203", "FREE"]
    assert cara.rstrip().endswith("new")


def test_ctrl_c_ends_it_quietly(client: Lampfield) -> None:
    with client.started("watch", "--json") as watch:
        everybody(output(watch))
        watch.send_signal(signal.SIGINT)
        assert watch.wait(30) == 130
        assert errors(watch) == ""


def test_it_ends_quietly_when_nobody_reads_any_more(client: Lampfield) -> None:
    """Nothing happens in a still life: the reader's end must be seen without writing to it."""
    with client.started("watch", "--json") as watch:
        everybody(output(watch))
        output(watch).close()
        assert watch.wait(30) == 0
        assert errors(watch) == ""


def test_after_a_restart_of_the_hub_only_differences_are_told(lampfield: Lampfield) -> None:
    here = lampfield.having(LAMPFIELD_ACCOUNT="reception", LAMPFIELD_SECRET="demo")
    with here.started("serve", *DEMO) as serve:
        url = address(serve)
        with here.started("watch", "--json", "--url", url) as watch:
            everybody(output(watch))
            serve.terminate()
            read_until(output(watch), is_hub_down)
            with here.serving(*DEMO[:-1], url.removeprefix("ws://")):
                after = read_until(output(watch), is_hub_up)
                assert here("dial", "Ben Okoro", "--no-wait", "--url", url).returncode == 0
                after += read_until(output(watch), is_ringing)
    assert [event for event in after if event["event"] in ("contact.new", "contact.gone")] == []


def test_it_waits_for_a_hub_where_it_is_told_to(lampfield: Lampfield) -> None:
    here = lampfield.having(LAMPFIELD_ACCOUNT="reception", LAMPFIELD_SECRET="demo")
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    with here.started("watch", "--json", "--retry", "--url", f"ws://{listen}") as watch:
        read_until(output(watch), lambda event: event["link"]["reason"])
        with here.serving(*DEMO[:-1], listen):
            assert len(everybody(output(watch))) > 12
