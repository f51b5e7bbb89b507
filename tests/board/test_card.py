"""The card: picture, tags and note written in place, copying, recent calls."""

import io
from pathlib import Path

import pytest
from PIL import Image

from lampfield.board.widgets.card.pane import CardPane
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings import CardTable, PhotoChoice, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.model.change import MessageChange
from lampfield.model.contact import Direction, Party
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from tests.board.booth import NOON, Booth, booth, person
from tests.hub.scripted import contact
from tests.waiting import until

ALICE, BOB = (
    person("Alice", "201", email="a@mail.test"),
    person("Bob", "202", tags=("Berlin",)),
)
KEY = ContactKey("alice@acme.test")
BLOCK = "▀"


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(file, "PNG")
    return file.getvalue()


def give_photo(standing: Booth, data: bytes, photo_id: str = "p1") -> None:
    """Let Alice have a photo from now on."""
    standing.source.pictures[KEY] = data
    standing.source.tell(contact(KEY, photo_id=photo_id))


async def test_a_photo_stands_beside_the_name_and_goes_with_it() -> None:
    async with booth(ALICE, BOB) as standing:
        give_photo(standing, png("red"))
        await standing.go_to("Bob")
        await standing.sees("B ", "#card")
        await standing.go_to("Alice")
        await standing.sees(BLOCK * 16, "#card")
        lines = [line for line in standing.lines("#card") if line.strip()]
        assert lines[0].rstrip().endswith("Alice")
        assert sum(BLOCK in line for line in lines) == 8
        assert "○ FREE" in lines[8]
        assert not standing.board.query_one(CardPane).show_vertical_scrollbar
        await standing.go_to("Bob")
        await standing.misses(BLOCK, "#card")
        assert next(line for line in standing.lines("#card") if line.strip()).rstrip().endswith("Bob")


async def test_another_photo_is_fetched_when_it_changed() -> None:
    async with booth(ALICE) as standing:
        give_photo(standing, png("red"))
        await standing.sees(BLOCK * 16, "#card")
        assert standing.source.asked.count(("photo", KEY)) == 1
        give_photo(standing, png("blue"), "p2")
        await until(lambda: standing.source.asked.count(("photo", KEY)) == 2, "the other one")
        await standing.sees(BLOCK * 16, "#card")


async def test_what_is_no_picture_leaves_the_initials() -> None:
    async with booth(ALICE) as standing:
        give_photo(standing, b"\x89PNG\r\n\x1a\nno picture")
        await standing.asked("photo", KEY)
        await standing.sees("       A", "#card")
        await until(lambda: not any(it.group == "photo" for it in standing.app.workers), "the photo's end")
        assert BLOCK not in standing.text("#card")


async def test_a_low_card_has_a_small_photo_or_none() -> None:
    async with booth(ALICE, size=(120, 24)) as standing:
        give_photo(standing, png("red"))
        await standing.sees(BLOCK * 10, "#card")
        assert sum(BLOCK in line for line in standing.lines("#card")) == 5
        await standing.press("c")
        await standing.sees("chat · Alice")
        await standing.misses(BLOCK)
        await standing.sees("Alice  201", "#card")


async def test_without_photos_no_room_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = SettingsFile(values=Settings(card=CardTable(photo=PhotoChoice.OFF)))
    monkeypatch.setattr("lampfield.board.app.SettingsFile", lambda: quiet)
    async with booth(ALICE) as standing:
        give_photo(standing, png("red"))
        await standing.press("I")
        await standing.sees("photo    yes", "#card")
        assert "Alice  201" in standing.text("#card")
        assert ("photo", KEY) not in standing.source.asked


async def test_tags_are_written_where_they_are_read() -> None:
    async with booth(ALICE, BOB) as standing:
        await standing.press("g")
        await standing.sees("Tags of Alice", "#card-box")
        await standing.press(*"be")
        await standing.sees("be", "#card-input")
        await standing.press("tab", "enter")
        await standing.asked("set tags", KEY, ("Sales", "Berlin"))
        await standing.misses("separated by commas")
        assert standing.app.focused is standing.grid


async def test_keys_are_no_commands_until_the_tags_are_saved() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.source.go_on.clear()
        standing.burst("gVIP\rd\r")
        await standing.asked("set tags", KEY, ("Sales", "VIP"))
        await standing.sees("VIPd", "#card-input")
        standing.source.go_on.set()
        await standing.outcome("Tags of Alice: Sales, VIP.")
        await until(lambda: standing.app.focused is standing.grid, "the grid to have the focus")
        assert standing.source.asked == [("set tags", KEY, ("Sales", "VIP"))]
        standing.burst("gx\x1bd")
        await standing.asked("dial", "PJSIP/1", "201", "Alice")
        assert len([words for words in standing.source.asked if words[0] == "set tags"]) == 1


async def test_tags_that_are_refused_can_be_corrected() -> None:
    async with booth(ALICE) as standing:
        for reason in ("This server takes no tags.", "It takes none at all."):
            standing.source.refusal = Refusal(RefusalCode.REFUSED, reason)
            standing.burst("VIP\r" if standing.source.asked else "gVIP\r")
            await standing.sees(reason, "#side")
        await standing.sees("Sales, VIPVIP", "#card-input")
        standing.source.refusal = None
        standing.burst("\r")
        await standing.outcome("Tags of Alice: Sales, VIPVIP.")
        await standing.misses("Tags of Alice, sep")


async def test_a_note_that_cannot_be_written_stays_in_its_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where its folder should be."""
    (tmp_path / "notes").write_text("")
    monkeypatch.setattr("lampfield.board.app.NotesFile", lambda: NotesFile(tmp_path / "notes" / "notes.json"))
    async with booth(ALICE) as standing:
        standing.burst("Nlikes tea\rx")
        await standing.sees("The note cannot be written", "#side")
        await standing.sees("likes teax", "#card-input")
        await standing.press("escape")
        await standing.misses("Note on Alice")
        assert not standing.source.asked


async def test_what_is_added_to_a_note_is_not_joined_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lampfield.board.app.NotesFile", lambda: NotesFile(tmp_path / "notes.json"))
    async with booth(ALICE) as standing:
        standing.burst("Nlikes tea\r")
        await standing.outcome("The note on Alice was saved.")
        standing.burst("Nno sugar\r")
        await standing.sees("likes tea no sugar", "#card")


@pytest.mark.parametrize("size", [(120, 35), (80, 24)])
async def test_a_note_is_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    path = tmp_path / "notes.json"
    monkeypatch.setattr("lampfield.board.app.NotesFile", lambda: NotesFile(path))
    async with booth(ALICE, BOB, size=size) as standing:
        standing.burst("Nlikes tea\r")
        await standing.outcome("The note on Alice was saved.")
    async with booth(ALICE, BOB) as standing:
        await standing.sees("likes tea", "#card")
        await standing.go_to("Bob")
        await standing.misses("likes tea")
        await standing.go_to("Alice")
        await standing.press("N")
        await standing.sees("likes tea", "#card-input")
        await standing.press("ctrl+u", "enter")
        await standing.outcome("The note was deleted.")
        await standing.misses("likes tea", "#card")


async def test_number_and_address_are_copied() -> None:
    async with booth(ALICE) as standing:
        await standing.press("w", "2")
        await standing.outcome("Copied: alice@acme.test")
        assert standing.app.clipboard == "alice@acme.test"
        await standing.press("w", "enter")
        await until(lambda: standing.app.clipboard == "201", "the number")


async def test_calls_that_are_over_stand_on_the_card() -> None:
    async with booth(ALICE) as standing:
        party = Party(name="Brown", number="0161", direction=Direction.IN, since=int((NOON - 65) * 1000))
        standing.source.tell(contact(KEY, blf=1, party=party))
        await standing.sees("← Brown 0161", "#card")
        standing.source.tell(contact(KEY, blf=0, party=None))
        await standing.sees("← Brown 1:05", "#card")


async def test_each_resource_has_its_own_show_status_and_age() -> None:
    states = {
        "desk": State("dnd", "busy", since=NOON - 300),
        "mobile": State("away", "on the tram", since=NOON - 60),
    }
    async with booth(person("Alice", "201", states=states)) as standing:
        await standing.sees("desk dnd 5m", "#card")
        await standing.sees("busy", "#card")
        await standing.sees("mobile away 1m", "#card")
        await standing.sees("on the tram", "#card")


async def test_a_relationship_is_told_in_words_and_arrows() -> None:
    one_way = person("Bob", "202", relationship=Relationship.ONE_WAY, subscription=Subscription.TO)
    asked = person("Cara", "203", relationship=Relationship.ASKED, subscription=Subscription.NONE)
    async with booth(ALICE, one_way, asked) as standing:
        await standing.sees("⇄ mutual   you see each other", "#card")
        await standing.go_to("Bob")
        await standing.sees("⇀ one way   you see them →", "#card")
        await standing.go_to("Cara")
        await standing.sees("→ asked, waiting   for their answer", "#card")


async def test_a_draft_stands_on_the_card_of_whom_it_is_for() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.source.tell(MessageChange(key=KEY, id="1", text="hi", time=int(NOON * 1000)))
        await standing.press("c")
        await standing.sees("chat · Alice")
        await standing.press(*"half a", "escape")
        await standing.sees("✎ half a", "#card")


async def test_a_block_is_told_on_the_card_in_the_place_of_what_it_hides() -> None:
    blocked = person("Bob", "202", relationship=Relationship.BLOCKED, subscription=Subscription.FROM)
    async with booth(ALICE, blocked) as standing:
        await standing.go_to("Bob")
        await standing.sees("⊘ blocked   by you, on another device", "#card")
        assert "they see you" not in standing.text("#card")


async def test_what_somebody_wrote_who_asks_stands_on_the_card() -> None:
    asking = person("Kim", "", relationship=Relationship.ASKING, request_text="Kim of [b]Acme[/b] here")
    async with booth(ALICE, asking) as standing:
        await standing.go_to("Kim")
        await standing.sees("Kim of [b]Acme[/b] here", "#card")


async def test_what_serves_to_look_into_something_is_shown_when_it_is_wanted() -> None:
    async with booth(ALICE, BOB) as standing:
        await standing.sees("a@mail.test", "#card")
        await standing.sees("I shows more", "#card")
        for word in ("cID", "photo", "can ", "user "):
            assert word not in standing.text("#card")
        await standing.press("I")
        for word in ("cID", "photo", "can ", "user ", "company"):
            await standing.sees(word, "#card")
        await standing.go_to("Bob")
        await standing.sees("bob@acme.test", "#card")
        assert "cID" in standing.text("#card")
        await standing.press("I")
        await standing.misses("cID", "#card")


async def test_a_photo_is_drawn_again_on_the_ground_of_another_theme() -> None:
    async with booth(ALICE) as standing:
        image = Image.new("RGBA", (32, 32))
        image.paste((255, 0, 0, 255), (8, 8, 24, 24))
        file = io.BytesIO()
        image.save(file, "PNG")
        give_photo(standing, file.getvalue())
        pane = standing.board.query_one(CardPane)
        await standing.sees(BLOCK * 16, "#card")
        first = standing.board.query_one("#card-photo")
        standing.app.apply_theme("lampfield-light")
        await until(
            lambda: bool(found := pane.query("#card-photo")) and found.first() is not first, "the new photo"
        )
        assert not pane.awaits_photo
