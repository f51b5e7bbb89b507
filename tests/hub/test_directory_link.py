"""The link to the directory's file: told to those who ask for it; earlier clients cannot read its name."""

from pathlib import Path

from lampfield.protocol.limits import DATASETS
from lampfield.sources.directory.source import DirectorySource
from tests.hub.caller import Json, calling, serving
from tests.hub.scripted import Scripted
from tests.waiting import until

BEFORE = ["contacts", "devices", "calls", "rooms"]
"""What clients asked for before there was this link."""


def names(links: list[Json]) -> list[str]:
    """Return the names of some links."""
    return [link["name"] for link in links]


async def test_only_who_asks_for_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension\nAlice,201\n")
    source = DirectorySource(path, has_phone=True, poll_seconds=0.01)
    async with serving(source, Scripted()) as hub, calling(hub) as old, calling(hub) as new:
        started = []
        for caller, datasets in ((old, BEFORE), (new, [*DATASETS])):
            await caller.login()
            started.append(await caller.ask("feed.start", datasets=datasets))
        assert names(started[0]["links"]) == ["phone", "chat"]
        assert names(started[1]["links"]) == ["phone", "chat", "directory"]

        path.write_bytes(b"no header\n")
        while "link" not in (told := {part["method"]: part["params"] for part in await new.frame()}):
            continue
        link = told["link"]["link"]
        # Down is what a link is of which nothing is said, so that its state is not on the wire.
        assert (link["name"], link.get("state"), link["source"]) == ("directory", None, "directory")
        assert "its first row has no known column" in link["reason"]
        path.write_text("name,extension\nAlice,201\nBob,202\n")
        while "contact.new" not in (told := {part["method"]: part["params"] for part in await old.frame()}):
            assert "link" not in told
        assert told["contact.new"]["contact"]["name"] == "Bob"

        since = {"epoch": started[0]["epoch"], "seq": started[0]["seq"]}
        for datasets, wanted in ((BEFORE, ["phone", "chat"]), ([*DATASETS], ["phone", "chat", "directory"])):
            again = await new.ask("feed.start", datasets=datasets, since=since)
            assert again["resumed"] is True
            assert names(again["links"]) == wanted


async def test_a_reset_reads_the_file_again(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,extension\nAlice,201\n")
    source = DirectorySource(path, has_phone=True, poll_seconds=60.0)
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        path.write_text("name,extension\nBob,201\n")
        await caller.ask("link.reset", name="directory")
        await until(lambda: source.book.rows[0].name == "Bob", "the file to be read")


async def test_without_a_file_there_is_no_such_link() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        started = await caller.start()
        assert names(started["links"]) == ["phone", "chat"]
        error = await caller.refused("link.reset", name="directory")
        assert error["message"] == "No directory file is configured."
