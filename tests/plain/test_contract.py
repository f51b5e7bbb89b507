"""The whole contract of the seed (``IPCortex.Types.Contact`` 6.5) by typing lines and reading lines alone."""

import io
from pathlib import Path

from PIL import Image

from lampfield.model.account import Right
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, MessageChange
from lampfield.model.contact import Party
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State
from tests.board.booth import DEVICE, NOON, person
from tests.hub.scripted import contact
from tests.plain.reading import Reading, reading

ALICE_KEY, BOB_KEY, MIA_KEY = (ContactKey(f"{name}@acme.test") for name in ("alice", "bob", "mia"))
ALICE = person(
    "Alice",
    "201",
    company="acme",
    company_name="Acme Ltd",
    email="alice@acme.test",
    blf_since=NOON - 180,
    states={"desk": State("available", "lunch till 1", 5, NOON - 60), "mobile": State("away")},
    photo_id="1",
)
BOB = person("Bob", "202", blf=1, party=Party("Ito", "205", since=1))
MIA = person(
    "Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE, states={}, blf=None
)


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (200, 200), "red").save(data, "PNG")
    return data.getvalue()


def call(state: CallState, party: CallParty = CallParty.CALLEE) -> CallChange:
    return CallChange(
        channel="channel-1",
        device=DEVICE.name,
        name="Brown",
        number="0161",
        state=state,
        stamp=1,
        party=party,
    )


async def every_property(reader: Reading) -> None:
    """Every property."""
    await reader.types("who is free", "1 free, Alice, 201, online: lunch till 1\n> ")
    await reader.types(
        "card 1",
        "free, Alice, 201, online: lunch till 1\n"
        "phone: free for 3 min\n"
        "number: 201\n"
        "presence: online for 1 min: lunch till 1\n"
        "relationship: mutual, you see each other\n"
        "tags: Sales\n"
        "company: Acme Ltd\n"
        "e-mail: alice@acme.test\n"
        "chat address: alice@acme.test\n> ",
    )
    await reader.types(
        "card all",
        "state at desk: online, priority 5 for 1 min: lunch till 1\n",
        "state at mobile: away, priority 0\n",
        "relationship: mutual, you see each other\n",
        "tags: Sales\n",
        "company: Acme Ltd\n",
        "e-mail: alice@acme.test\n",
        "chat address: alice@acme.test\n",
        "blf: 0\n",
        "can call: yes\n",
        "can chat: yes\n",
        "can tag: yes\n",
        "name: Alice\n",
        "login name: alice\n",
        "company id: acme\n",
        "contact id: ",
        "photo: yes\n",
    )
    await reader.types("who is on call", "1 on call with Ito, Bob, 202, online\n")
    await reader.types("say mia", "not known, Mia, 203, offline, asks you\n")


async def dial(reader: Reading) -> None:
    """Do contact.dial."""
    await reader.types("find ali", "1 free, Alice")
    await reader.types("dial 1", "done: Your phone rings, then Alice's.\n")
    await reader.asked("dial", DEVICE.name, "201", "Alice")
    await reader.types("dial bob on PJSIP/1", "done: Your phone rings, then Bob's.\n")
    await reader.asked("dial", DeviceName("PJSIP/1"), "202", "Bob")
    reader.source.tell(call(CallState.RING))
    await reader.reads("rings, Brown, 0161\n")
    await reader.types("answer", "done: You are talking to Brown.\n")
    reader.source.tell(call(CallState.UP))
    await reader.reads("talking, Brown, 0161\n")
    await reader.types("hold", "done: Brown is on hold.\n")
    reader.source.tell(call(CallState.HOLD))
    await reader.reads("held, Brown, 0161\n")
    await reader.types("hang up", "done: The call with Brown is over.\n")
    await reader.asked("hang up", "channel-1")
    await reader.types("end call bob", "Hang up Bob's call with Ito? They are cut off.\n", "leave it> ")
    await reader.types("yes", "done: Bob's call is over.\n")
    await reader.asked("hang up contact", BOB_KEY)


async def chat(reader: Reading) -> None:
    """Do contact.chat."""
    await reader.types("chat 201 are you there?", "done: sent to Alice.\n")
    await reader.asked("post", ALICE_KEY, "are you there?")
    await reader.types("chat alice", "you: are you there?\n", "chat with Alice.", "to Alice> ")
    reader.source.tell(MessageChange(key=ALICE_KEY, id="m1", text="yes, I am", time=1))
    await reader.reads("\nAlice: yes, I am\n")
    await reader.asked("seen", ALICE_KEY, "m1")
    await reader.types("good", "done: sent to Alice.\n")
    await reader.asked("post", ALICE_KEY, "good")
    await reader.types("/older", "older messages")
    await reader.asked("history", ALICE_KEY, 50)
    await reader.types(".", "out of the chat.\n> ")


async def relate(reader: Reading) -> None:
    """Do contact.xmppReq, xmppAuth, xmppDel."""
    await reader.types("who asks", "1 not known, Mia, 203, offline, asks you\n")
    await reader.types("accept 1", "done: Mia's request is accepted.\n")
    await reader.asked("authorize", MIA_KEY)
    await reader.types("request 202", "done: Request sent to Bob.\n")
    await reader.asked("request", BOB_KEY)
    await reader.types("remove bob", "End the chat relationship with Bob?", "leave it> ")
    await reader.types("no", "nothing changed.\n")
    await reader.types("remove bob", "leave it> ")
    await reader.types("y", "done: The relationship with Bob is removed.\n")
    await reader.asked("remove", BOB_KEY)


async def tag_and_photo(reader: Reading, folder: Path) -> None:
    """Tags, contact.photo."""
    await reader.types("tags alice", "tags of Alice: Sales\n")
    await reader.types("tags 201 Front desk, VIP", "done: Tags of Alice: Front desk, VIP.\n")
    await reader.asked("set tags", ALICE_KEY, ("Front desk", "VIP"))
    reader.source.pictures[ALICE_KEY] = png()
    await reader.types("photo alice", "photo, Alice: image/png, ")
    await reader.types(f"photo 201 {folder}/alice.png", "done: ", "holds the photo, image/png.\n")
    assert (folder / "alice.png").read_bytes().startswith(b"\x89PNG")


async def listen(reader: Reading) -> None:
    """Do contact.addListener, removeListener; the events update and new."""
    await reader.types("watch alice", "done: Alice is watched; now free, Alice, 201")
    reader.source.tell(contact(ALICE_KEY, blf=2))
    await reader.reads("\nringing, Alice, 201\n> ")
    reader.source.tell(contact(ALICE_KEY, states={"desk": State("dnd")}))
    await reader.reads("\ndnd, Alice, 201\n> ")
    await reader.types("unwatch alice", "done: Alice is no longer watched.\n")
    reader.source.tell(contact(ALICE_KEY, blf=0), call(CallState.UP))
    await reader.reads("talking, Brown")
    assert "free, Alice" not in reader.unread
    await reader.types("add zed@acme.test Zed", "done: Request sent to zed@acme.test.\n")
    await reader.asked("add", "zed@acme.test", "Zed", ())


async def be_seen(reader: Reading) -> None:
    """The operator's own presence, and the links."""
    await reader.types("show away back at two", "done: You are away: back at two.\n")
    await reader.asked("presence", Show.AWAY, "back at two")
    await reader.types("links", "up", "hub link", "up", "phone link")
    await reader.types("reset phone", "done: The phone link is reset; it reconnects by itself.\n")
    await reader.asked("reset", LinkName.PHONE)


async def be_told_why(reader: Reading) -> None:
    """Refused and failed, and why."""
    reader.source.refusal = Refusal(RefusalCode.NO_RIGHT, "The PBX does not let you.")
    await reader.types("dial alice", "refused: The PBX does not let you.\n> ")
    reader.source.refusal = Refusal(RefusalCode.TIMED_OUT, "The PBX did not answer.")
    await reader.types("dial alice", "not known: The PBX did not answer.\n> ")
    await reader.types("quit", "goodbye.\n")


async def test_the_whole_contract_by_lines_alone(tmp_path: Path) -> None:
    may = (Right.DIAL, Right.CHAT, Right.PARTIES, Right.HANGUP, Right.RESET)
    async with reading(ALICE, BOB, MIA, may=may) as reader:
        await every_property(reader)
        await dial(reader)
        await chat(reader)
        await relate(reader)
        await tag_and_photo(reader, tmp_path)
        await listen(reader)
        await be_seen(reader)
        await be_told_why(reader)
        assert "\x1b" not in reader.written
        assert max(map(len, reader.written.splitlines())) <= 120
