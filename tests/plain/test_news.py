"""When news are told, and what they say then."""

from functools import partial

import msgspec

from lampfield.client.handles import Contact
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.events.links import GRACE_SECONDS
from lampfield.frontend.wording import digits_apart
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, LinkChange, MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.plain.output import MAX_WAITING, PAUSE_SECONDS, Output
from tests.board.booth import DEVICE, person
from tests.hub.scripted import contact
from tests.plain.reading import Reading, reading
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202")
ALICE_KEY, BOB_KEY = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")
RINGING = CallChange(
    channel="c", device=DEVICE.name, name="Brown", state=CallState.RING, party=CallParty.CALLEE, stamp=1
)
HELLO = MessageChange(key=ALICE_KEY, id="m", text="hello", time=1)


def bob(reader: Reading) -> Contact:
    """Return Bob as he is now."""
    return next(person for person in reader.pbx.contacts if person.name == "Bob")


async def test_what_is_typed_stays_whole_where_it_is_interrupted() -> None:
    async with reading(ALICE) as reader:
        reader.input.typed = "say ali"
        reader.source.tell(RINGING)
        await reader.reads("\nrings, Brown\n> say ali")
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0, reason="no answer")))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("\nlost, phone link: no answer\n> say ali")
        assert reader.unread == ""


async def test_a_call_that_rings_is_told_before_a_question_is_answered() -> None:
    async with reading(ALICE) as reader:
        await reader.types("remove alice", "leave it> ")
        reader.input.typed = "ye"
        reader.source.tell(RINGING)
        await reader.reads("\nrings, Brown\nyes: ", "no: leave it> ye")


async def test_only_what_is_urgent_is_told_while_a_command_is_carried_out() -> None:
    async with reading(ALICE) as reader:
        written: list[str] = []
        output = Output(written.append, reader.input, reader.timing)
        output.news(Announcement(("lamp", 1), lambda: "on call, Bob"))
        output.news(Announcement(("call", 1), lambda: "rings, Brown", is_urgent=True))
        assert written == ["rings, Brown\n"]
        output.write_waiting()
        assert written == ["rings, Brown\n", "on call, Bob\n"]


async def test_other_news_wait_for_a_pause_in_typing_and_no_longer() -> None:
    async with reading(ALICE) as reader:
        reader.input.typed, reader.input.pressed_at = "say ali", reader.timing.now
        reader.source.tell(HELLO)
        await until(lambda: reader.session.output.remembered, "a message")
        reader.timing.move(2.0)
        reader.input.typed, reader.input.pressed_at = "say alice", reader.timing.now
        reader.timing.move(PAUSE_SECONDS - 0.25)
        assert reader.unread == ""
        reader.timing.move(0.25)
        assert reader.unread == "\nmessage, Alice: hello\n> say alice"
        reader.timing.move(60.0)
        assert reader.unread.count("message") == 1


async def test_news_wait_for_each_pause_anew() -> None:
    async with reading(ALICE) as reader:
        for text in ("one", "two"):
            reader.input.typed, reader.input.pressed_at = "say", reader.timing.now
            reader.source.tell(msgspec.structs.replace(HELLO, id=text, text=text))
            await until(lambda text=text: f": {text}" in "".join(reader.session.output.remembered), text)  # type: ignore[misc]
            assert text not in reader.unread
            reader.timing.move(PAUSE_SECONDS)
            await reader.reads(f"\nmessage, Alice: {text}\n> say")


async def test_news_after_a_long_pause_are_told_at_once() -> None:
    async with reading(ALICE) as reader:
        reader.input.typed, reader.input.pressed_at = "say ali", reader.timing.now - PAUSE_SECONDS
        reader.source.tell(HELLO)
        await reader.reads("\nmessage, Alice: hello\n> say ali")


async def test_news_after_what_was_typed_is_erased_are_told_in_their_order() -> None:
    async with reading(ALICE) as reader:
        reader.input.typed, reader.input.pressed_at = "s", reader.timing.now
        reader.source.tell(HELLO)
        await until(lambda: reader.session.output.remembered, "a message")
        reader.input.typed = ""
        reader.source.tell(msgspec.structs.replace(HELLO, id="2", text="again"))
        await reader.reads("\nmessage, Alice: hello\nmessage, Alice: again\n> ")


async def test_where_no_key_is_seen_news_wait_for_as_long_as_a_pause() -> None:
    """As where an editor holds the line: whether anything is typed cannot be known there."""
    async with reading(ALICE) as reader:
        reader.input.typed = "?"
        for text in ("one", "two"):
            reader.timing.move(1.0)
            reader.source.tell(msgspec.structs.replace(HELLO, id=text, text=text))
            await until(lambda text=text: f": {text}" in "".join(reader.session.output.remembered), text)  # type: ignore[misc]
        reader.timing.move(PAUSE_SECONDS - 1.25)
        assert reader.unread == ""
        reader.timing.move(0.25)
        assert reader.unread == "\nmessage, Alice: one\nmessage, Alice: two\n> ?"


async def test_what_waited_is_told_once_as_it_stands_then() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types("watch alice", "> ")
        reader.input.typed, reader.input.pressed_at = "s", reader.timing.now
        reader.source.tell(RINGING)
        await reader.reads("\nrings, Brown\n> s")
        ended = msgspec.structs.replace(RINGING, state=CallState.DEAD, cause="the caller hung up")
        reader.source.tell(ended)
        for blf in (2, 1, 0, 1):
            reader.source.tell(contact(ALICE_KEY, blf=blf))
        reader.source.tell(contact(BOB_KEY, relationship=Relationship.ASKING))
        await until(lambda: "asks" in "".join(reader.session.output.remembered), "a request")
        reader.source.tell(contact(BOB_KEY, relationship=Relationship.MUTUAL))
        await until(lambda: bob(reader).relationship is Relationship.MUTUAL, "an answer to it")
        reader.timing.move(PAUSE_SECONDS)
        assert reader.unread == "\nmissed, Brown, the caller hung up\non call, Alice, 201\n> s"


async def test_a_call_that_was_answered_elsewhere_meanwhile_does_not_ring() -> None:
    async with reading(ALICE) as reader:
        await reader.types("news off", "> ")
        reader.session.output.writes_news = True
        reader.input.typed, reader.input.pressed_at = "s", reader.timing.now
        reader.source.tell(msgspec.structs.replace(RINGING, party=CallParty.CALLER))
        await until(lambda: reader.session.output.remembered, "a call")
        reader.source.tell(
            msgspec.structs.replace(RINGING, party=CallParty.CALLER, state=CallState.UP, start=2)
        )
        await until(lambda: len(reader.session.output.remembered) == 2, "a talk")
        reader.timing.move(PAUSE_SECONDS)
        assert reader.unread == "\ntalking, Brown\n> s"


async def test_a_lamp_that_waited_is_not_told_as_fresh_over_a_lost_link() -> None:
    async with reading(ALICE) as reader:
        await reader.types("watch alice", "> ")
        reader.source.tell(contact(ALICE_KEY, blf=1))
        await reader.reads("on call, Alice, 201\n> ")
        reader.input.typed, reader.input.pressed_at = "s", reader.timing.now
        reader.source.tell(contact(ALICE_KEY, blf=0))
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        await until(lambda: reader.pbx.links[LinkName.PHONE].state is LinkState.DOWN, "the loss")
        reader.timing.move(1.0)
        reader.input.pressed_at = reader.timing.now
        reader.timing.move(GRACE_SECONDS - 1.0)
        await reader.reads("\nlost, phone link\n> s")
        reader.timing.move(PAUSE_SECONDS)
        assert reader.unread == "\nnot known, was free, Alice, 201\n> s"


async def test_more_than_can_wait_is_counted() -> None:
    async with reading(ALICE) as reader:
        reader.input.typed, reader.input.pressed_at = "s", reader.timing.now
        for place in range(MAX_WAITING + 3):
            reader.session.output.news(Announcement(("message", place), partial(str, f"message {place}")))
        reader.timing.move(PAUSE_SECONDS)
        assert reader.unread.startswith("\nleft out, 3 announcements\nmessage 3\nmessage 4\n")
        assert reader.unread.endswith(f"message {MAX_WAITING + 2}\n> s")
        reader.input.typed = ""
        reader.session.output.news(Announcement(("message", 0), lambda: "message again"))
        assert reader.unread.endswith("> s\nmessage again\n> ")


async def test_how_it_stands_is_one_line() -> None:
    asker = person("Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE)
    own = "you are invisible, reception.\n"
    async with reading(ALICE, asker, BOB) as reader:
        await reader.types("state", f"no calls. links up. 0 unread, 1 request. 3 contacts, 3 free. {own}")
        reader.source.tell(
            RINGING,
            HELLO,
            contact(ALICE_KEY, blf=1),
            contact(BOB_KEY, relationship=Relationship.ASKING),
        )
        await until(lambda: len(reader.session.output.remembered) == 3, "a call, a message and a request")
        await reader.types("t", f"rings, Brown. links up. 1 unread, 2 requests. 3 contacts, 2 free. {own}")
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("lost, phone link")
        await reader.types(
            "state",
            "calls not known, last: rings, Brown. phone link down. "
            f"1 unread, 2 requests. 3 contacts, phones not known. {own}",
        )
        await reader.types("state alice", "not known, was on call, Alice, 201, online, 1 unread\n")


async def test_numbers_are_written_digit_by_digit_where_it_is_wanted() -> None:
    async with reading(ALICE, spoken=digits_apart) as reader:
        await reader.types("say alice", "free, Alice, 2 0 1, online\n")
        await reader.types("0161 496", "done: Your phone rings, then 0 1 6 1 4 9 6.\n")
        reader.source.tell(msgspec.structs.replace(RINGING, number="0161 496"))
        await reader.reads("\nrings, Brown, 0 1 6 1 4 9 6\n> ")


async def test_how_it_stands_is_told_when_the_hub_is_back_and_not_before() -> None:
    own = "you are invisible, reception.\n"
    async with reading(ALICE) as reader:
        reader.hub_link(LinkState.DOWN, "gone")
        await reader.hears_of(LinkName.HUB, LinkState.DOWN)
        await reader.reads("\nlost, hub link: gone\n> ")
        reader.hub_link(LinkState.CONNECTING, "")
        await until(lambda: reader.pbx.links[LinkName.HUB].state is LinkState.CONNECTING, "a try")
        assert reader.unread == ""
        reader.hub_link(LinkState.UP, "")
        await reader.reads("\nback, hub link\n> \ncalls ", " 0 unread, 0 requests. 1 contact, ", f"{own}> ")
        reader.hub_link(LinkState.UP, "again")
        assert reader.unread == ""


async def test_who_is_watched_is_listed() -> None:
    async with reading(ALICE, BOB) as reader:
        await reader.types("watch", "nobody is watched.\n")
        await reader.types("watch bob", "done: Bob is watched; now free, Bob, 202, online.\n")
        await reader.types("watch", "1 free, Bob, 202, online\n> ")
        await reader.types("unwatch bob", "done: Bob is no longer watched.\n")
        await reader.types("watch", "nobody is watched.\n")


async def test_a_link_that_is_back_within_moments_is_not_told() -> None:
    async with reading(ALICE) as reader:
        reader.hub_link(LinkState.CONNECTING, "cut")
        reader.timing.move(GRACE_SECONDS - 0.5)
        reader.hub_link(LinkState.UP, "")
        reader.timing.move(GRACE_SECONDS)
        assert reader.unread == ""


async def test_how_it_stands_is_not_told_when_another_link_than_the_hub_s_is_back() -> None:
    async with reading(ALICE) as reader:
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0)))
        await reader.hears_of(LinkName.PHONE, LinkState.DOWN)
        await reader.reads("\nlost, phone link\n> ")
        reader.source.tell(LinkChange(Link(LinkName.PHONE, LinkState.UP, 1.0)))
        await reader.reads("\nback, phone link\n> ")
        assert reader.unread == ""
