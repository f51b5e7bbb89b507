"""An anonymous recording: nobody of the original is in it, and everybody is still the same person."""

import json
import random
import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from rich.cells import cell_len

from lampfield.cli.recording.anonymizer import Anonymizer
from lampfield.cli.recording.words import Words
from lampfield.client.pbx import PBX
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName
from lampfield.model.show import Show
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.replay.lines import ContactNew, LinkUpdate
from lampfield.sources.replay.recording import Recording
from lampfield.sources.replay.source import ReplaySource, account_for
from tests.cli.recording.taping import recording, watching
from tests.waiting import until


def telling(pbx: PBX) -> set[str]:
    """Return every text that a client knows and that says who somebody is, or what was said."""
    texts: set[str] = set()
    for contact in pbx.contacts.values_by_key.values():
        texts |= {contact.name, contact.uname, contact.email, contact.chat_id, contact.company_name}
        texts |= {contact.number, str(contact.cid), *contact.states, *(contact.tags or ())}
        texts |= {state.status for state in contact.states.values()}
        texts |= {contact.party.name, contact.party.number} if contact.party is not None else set()
    for room in pbx.rooms.values_by_key.values():
        texts |= {room.label, *(message.msg for message in pbx.messages_of(room.room_id))}
    texts |= {call.name for call in pbx.calls.values_by_key.values()}
    return {text for text in texts if re.search(r"\w", text)}


def texts_in(value: Any) -> list[str]:
    """Return all texts in JSON, those that are keys too, and what may be a contact's number."""
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in (key, *texts_in(part))]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [str(value)] if isinstance(value, str) or (isinstance(value, int) and value > 9999) else []


async def test_nothing_of_the_original_is_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    known: set[str] = set()
    async with watching(DemoSource(contacts=60, rate=300, speed=20)) as pbx:
        pbx.subscribe(lambda _: known.update(telling(pbx)))
        known |= telling(pbx)
        async with recording(pbx, file, Anonymizer()):
            await pbx.set_presence(Show.AWAY, "lunch with Mrs Winterbottom")
            person = next(contact for contact in pbx.contacts if contact.can_chat)
            await (await person.chat()).post("It is Winterbottom for you on 0161 496 0777")
            await person.dial()
            before = pbx.seq
            await until(lambda: pbx.seq > before + 300, "news")
    written = set(texts_in([json.loads(line) for line in file.read_text().splitlines()[1:]]))
    assert len(known) > 250
    assert known & written == set()
    long = {text for text in known if len(text) > 7}
    assert [text for text in long if any(text.casefold() in one.casefold() for one in written)] == []
    assert "winterbottom" not in file.read_text().casefold()


async def test_it_can_be_replayed_and_tells_as_many_persons(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    async with watching(DemoSource(contacts=60, rate=0)) as pbx, recording(pbx, file, Anonymizer()):
        lamps = sorted(str(contact.blf) for contact in pbx.contacts)
        said = sum(len(room.log) for room in pbx.rooms)
    tape = Recording(file)
    assert tape.header.anonymous
    async with watching(ReplaySource(tape), account_for(tape, demo_account())) as pbx:
        assert sorted(str(contact.blf) for contact in pbx.contacts) == lamps
        assert sum(len(room.log) for room in pbx.rooms) == said
        assert pbx.me is not None
        assert pbx.me.chat_id != demo_account().jid


def person(cid: int, name: str, number: str) -> Contact:
    uname = name.lower().replace(" ", ".")
    return Contact(cid=ContactId(cid), name=name, number=number, chat_id=f"{uname}@acme.example", uname=uname)


def test_a_person_is_the_same_in_name_login_address_and_later() -> None:
    disguise = Anonymizer(random.Random(1))
    first, second = disguise.of([ContactNew(at=0.0, contact=person(7, "Alice Ames", "+44 161 4960"))] * 2)
    assert first == second
    assert isinstance(first, ContactNew)
    made = first.contact
    assert made.uname == made.name.lower().replace(" ", ".")
    assert made.chat_id.split("@")[0] == made.uname
    assert re.fullmatch(r"[A-Z][a-z]{4} [A-Z][a-z]{3}", made.name)
    assert re.fullmatch(r"\+\d\d \d{3} \d{4}", made.number)


def test_what_a_program_says_of_trouble_stays_but_for_names() -> None:
    link = Link(
        LinkName.CHAT, reason="Nothing answers at chat.acme.example:5222. Check that the chat server runs"
    )
    (line,) = Anonymizer().of([LinkUpdate(at=0.0, link=link)])
    assert isinstance(line, LinkUpdate)
    assert line.link.reason.startswith("Nothing answers at chat.")
    assert not {"acme", "example", "5222"} & set(re.split(r"\W", line.link.reason))


WORDS = some.text("abcdefghijklmnop éßЖя漢字한", min_size=3, max_size=12)


@given(some.lists(WORDS, max_size=20), some.integers())
def test_the_same_is_the_same_and_others_are_others(texts: list[str], seed: int) -> None:
    words = Words(random.Random(seed))
    words.meet(texts)
    made = {text.casefold(): words.of(text).casefold() for text in texts}
    assert len(set(made.values())) == len(made)
    assert made == {text.casefold(): words.of(text).casefold() for text in texts}
    originals = {word for text in texts for word in text.casefold().split()}
    assert not originals & {word for text in made.values() for word in text.split()}


@given(some.text("abcdefghijklmnop éЖя漢字한👍🚀", min_size=6, max_size=60), some.integers())
def test_what_is_written_keeps_its_width(text: str, seed: int) -> None:
    made = Words(random.Random(seed)).written(text)
    assert cell_len(made) == cell_len(text)
    assert made != text or not text.strip()


@given(some.from_regex(r"[+*]?[0-9][0-9 -]{0,14}", fullmatch=True), some.integers())
def test_a_number_keeps_length_and_shape(number: str, seed: int) -> None:
    made = Words(random.Random(seed)).of(number)
    assert re.sub(r"\d", "0", made) == re.sub(r"\d", "0", number)
    assert made != number


def test_numbers_of_a_whole_office_stay_apart() -> None:
    words = Words(random.Random(2))
    numbers = [str(number) for number in range(200, 500)]
    words.meet(numbers)
    made = [words.of(number) for number in numbers]
    assert len(set(made)) == 300
    assert not set(made) & set(numbers)
