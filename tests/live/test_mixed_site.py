"""One person, two servers: phone lamp from Asterisk and chat presence from a chat server on the same tile."""

from collections.abc import Callable
from pathlib import Path

from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.model.link import LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import PBX_RESOURCE, Show
from tests.live.chat_server import ChatServer
from tests.live.friend import Friend, friend
from tests.live.operator import phones
from tests.live.pbx import Asterisk
from tests.live.pbx_files import NAMES
from tests.live.sites import sitting_at, write_site
from tests.waiting import until

Newcomer = Callable[[str], str]
SECONDS = 15.0
HEAD = "name,extension,jid,company,companyName,email,tags\n"


def at(pbx: PBX, number: str) -> Contact | None:
    """Return the contact with an extension."""
    return next((contact for contact in pbx.contacts if contact.number == number), None)


async def sees(pbx: PBX, number: str, so: Callable[[Contact], object], what: str) -> Contact:
    """Wait until the contact with an extension is as it should be. Returns it."""

    def is_so() -> bool:
        contact = at(pbx, number)
        return contact is not None and bool(so(contact))

    try:
        await until(is_so, what, SECONDS)
    except AssertionError as error:
        raise AssertionError(f"{error}; it is {at(pbx, number)}") from None
    contact = at(pbx, number)
    assert contact is not None
    return contact


async def befriend(pbx: PBX, other: Friend, own: str, number: str) -> None:
    """Let operator and friend see each other."""
    await sees(pbx, number, lambda it: it.chat_id == other.address, "the address of the file")
    contact = at(pbx, number)
    assert contact is not None
    await contact.xmpp_req()
    await other.hears(own, "subscribe")
    other.befriend(own)
    await sees(pbx, number, lambda it: it.relationship is Relationship.ASKING, "asking back")
    await contact.xmpp_auth()
    await sees(pbx, number, lambda it: it.relationship is Relationship.MUTUAL, "mutual")


async def test_phone_and_chat_of_a_person_are_one_contact(
    newest_asterisk: Asterisk, chat_server: ChatServer, newcomer: Newcomer, tmp_path: Path
) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    own, address = f"{alice}@{chat_server.domain}", f"{bob}@{chat_server.domain}"
    row = f"Bob of the file,202,{address},acme,Acme Ltd,bob@file.test,Sales;vip\n"
    (tmp_path / "contacts.csv").write_text(HEAD + row)
    path = write_site(tmp_path, newest_asterisk, chat_server, name=alice)
    async with (
        friend(chat_server, bob) as other,
        sitting_at(path) as pbx,
        phones(newest_asterisk, "202", "203") as (ringing, cara),
    ):
        newest_asterisk.cli("presencestate change CustomPresence:202 unavailable,,")
        await befriend(pbx, other, own, "202")
        other.show("dnd", "no calls")
        contact = await sees(pbx, "202", lambda it: (it.blf, it.show) == (0, Show.DND), "free and dnd")
        assert (contact.name, contact.company_name, contact.email) == (
            "Bob of the file",
            "Acme Ltd",
            "bob@file.test",
        )
        assert set(contact.tags or ()) == {"Sales", "vip"}, "the file's, taken along into the roster"
        assert sum(it.number == "202" or it.chat_id == address for it in pbx.contacts) == 1
        call = await cara.dial("202")
        await (await ringing.next_call()).answer()
        await sees(pbx, "202", lambda it: (it.blf, it.show) == (1, Show.DND), "on call and dnd")

        newest_asterisk.cli("presencestate change CustomPresence:202 away,,desk")
        await sees(pbx, "202", lambda it: PBX_RESOURCE in it.states and len(it.states) == 2, "both")
        assert contact.show is Show.AWAY, "the most online of both"

        chat_server.kill()
        await until(lambda: pbx.links[LinkName.CHAT].state is LinkState.DOWN, "chat down", SECONDS)
        await call.hang_up()
        await sees(pbx, "202", lambda it: it.blf == 0, "free while chat is down")
        chat_server.start()
        await until(lambda: pbx.links[LinkName.CHAT].state is LinkState.UP, "chat up", SECONDS)

        newest_asterisk.stop()
        await until(lambda: pbx.links[LinkName.PHONE].state is LinkState.DOWN, "phone down", SECONDS)
        await sees(pbx, "202", lambda it: PBX_RESOURCE not in it.states, "no stale presence counts")
        newest_asterisk.start()
        await sees(pbx, "202", lambda it: PBX_RESOURCE in it.states, "it counts again")
    newest_asterisk.cli("presencestate change CustomPresence:202 unavailable,,")


async def test_an_address_of_an_extension_in_the_own_domain_is_that_extension(
    newest_asterisk: Asterisk, chat_server: ChatServer, newcomer: Newcomer, tmp_path: Path
) -> None:
    """No file names it: the local part is the number (``match = "extension"``)."""
    alice, number = newcomer("alice"), "203"
    chat_server.register(number)
    path = write_site(tmp_path, newest_asterisk, chat_server, name=alice)
    async with sitting_at(path) as pbx, friend(chat_server, number) as other:
        name = NAMES[number]
        await sees(pbx, number, lambda it: it.name == name, "the name of the PBX")
        await pbx.add_contact(other.address, "Somebody")
        contact = await sees(pbx, number, lambda it: it.chat_id == other.address, "one contact")
        assert contact.relationship is Relationship.ASKED
        assert sum(it.name in ("Somebody", name) for it in pbx.contacts) == 1


async def test_a_changed_file_is_taken_up_while_running(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(HEAD + "Bob of the file,202,,,,,\n")
    path = write_site(tmp_path, newest_asterisk)
    async with sitting_at(path) as pbx:
        await sees(pbx, "202", lambda it: it.name == "Bob of the file", "the file's name")
        file.write_text(HEAD + "Robert,202,,,,,\nno such row,,,,,\n,,,,,,\nNew,0161 496 0000,,,,,\n")
        await sees(pbx, "202", lambda it: it.name == "Robert", "the changed name")
        file.unlink()
        file.write_text(HEAD)
        await sees(pbx, "202", lambda it: it.name == "Bob Berg", "the PBX's own name again")
