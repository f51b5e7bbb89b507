"""Each controller without an application: what a pilot could show only by a race, a wait or a restart."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from lampfield.board.commands import Commands, command
from lampfield.board.controllers.announce import AnnounceController
from lampfield.board.controllers.card import CardController
from lampfield.board.controllers.chat import ChatController
from lampfield.board.controllers.contacts import ContactController
from lampfield.board.controllers.favourites import FavouritesController
from lampfield.board.controllers.guidance import GuidanceController
from lampfield.board.controllers.notifications import NotificationController
from lampfield.board.controllers.phone import PhoneController
from lampfield.board.controllers.presence import PresenceController
from lampfield.board.controllers.primary import PrimaryController
from lampfield.board.controllers.search import SearchController
from lampfield.board.controllers.view import ViewController
from lampfield.board.dialogs.choice import Chosen
from lampfield.board.dialogs.themes import ThemeChoice
from lampfield.board.tour.tour import Tour
from lampfield.board.widgets.card.pane import CardPane
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.find_line import FindInput
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.group_tabs import GroupTabs
from lampfield.config.memory_file import MemoryFile
from lampfield.config.settings_file import SettingsFile
from lampfield.frontend.announcing.announcer import Announcer, to_lines
from lampfield.model.account import Right
from lampfield.model.call import CallState
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import CallUid
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.protocol.errors import FeedError
from lampfield.protocol.notifications import CallNew, ContactUpdate, LinkNotice
from lampfield.protocol.requests import (
    CallHangup,
    ContactDial,
    ContactXmppAuth,
    ContactXmppReq,
    Dialled,
    PresenceSet,
)
from tests.board.controllers.desk import Desk, available
from tests.frontend.operations.asked import ANN, DESK, Asked, call

ASKS = replace(ANN, chat_id="ann@acme.test", relationship=Relationship.ASKING)


def seeking(desk: Desk) -> tuple[SearchController, ContactGrid]:
    """Return a search on a grid that shows everybody."""
    pbx = desk.context.pbx
    grid = ContactGrid(pbx.contacts.values_by_key if pbx is not None else {})
    return SearchController(desk.context, grid, FindInput(), GroupTabs()), grid


def linked(pbx: Asked) -> Asked:
    """Return a client whose links are all up: what it knows is not stale."""
    pbx.told(*(LinkNotice(seq=1, link=Link(name, LinkState.UP)) for name in LinkName))
    return pbx


def relating(desk: Desk) -> ContactController:
    """Return the controller of relationships, without a card to write on."""
    directory = seeking(desk)[0].directory
    return ContactController(desk.context, cast("CardController", None), directory, lambda _: None)


def test_no_two_controllers_may_bring_one_command() -> None:
    with pytest.raises(ValueError, match="dial"):
        Commands([command("dial", lambda: None)] * 2, lambda _: True)
    with pytest.raises(KeyError):
        command("dail", lambda: None)


async def test_a_command_without_its_right_is_not_run_and_the_reason_is_said() -> None:
    desk, ran = Desk(Asked(ANN, rights=())), list[str]()
    table = Commands([command("dial", lambda: ran.append("dial"))], desk.context.is_allowed)
    assert await table.run("dial")
    assert ran == []
    assert len(desk.said) == 1
    assert not await table.run("chat")


async def test_phone_what_is_given_up_while_the_hub_has_not_answered_is_hung_up_then() -> None:
    pbx = Asked(ANN)
    pbx.answers = [Dialled(uid=CallUid(7))]
    desk = Desk(pbx, ANN.cid)
    phone = PhoneController(desk.context, lambda: "")
    phone.dial()
    phone.dial()
    phone.hang_up()
    assert desk.said[1:] == ["A call is being dialled already.", "hanging up…"]
    assert pbx.requests == []
    pbx.told(CallNew(seq=1, call=call("7", CallState.DIAL)))
    await desk.window.finish()
    assert [type(it) for it in pbx.requests] == [ContactDial, CallHangup]


async def test_phone_after_a_dial_that_fails_one_can_dial_again() -> None:
    class Cut(Asked):
        async def request(self, request: Any) -> Any:
            self.requests.append(request)
            raise FeedError("The link is down.")

    pbx = Cut(ANN)
    desk = Desk(pbx, ANN.cid)
    phone = PhoneController(desk.context, lambda: "")
    for count in (1, 2):
        phone.dial()
        await desk.window.finish()
        assert len(pbx.requests) == count
        assert desk.said[-1] == "The link is down."


def test_phone_a_choice_of_devices_is_offered_only_where_there_are_two() -> None:
    for devices, offered in (((DESK,), False), ((DESK, replace(DESK, name="PJSIP/2")), True)):
        desk = Desk(Asked(ANN, devices=devices), ANN.cid)
        assert ("dial-on" in available(PhoneController(desk.context, lambda: "").commands())) is offered


async def test_contacts_offer_what_the_relationship_allows_and_ask_once() -> None:
    free = replace(ASKS, relationship=Relationship.NONE)
    for contact, offered in ((ASKS, {"accept", "remove"}), (free, {"request", "remove"})):
        pbx = Asked(contact)
        desk = Desk(pbx, contact.cid)
        contacts = relating(desk)
        assert available(contacts.commands()) & {"request", "accept", "remove"} == offered
        (contacts.accept if "accept" in offered else contacts.request)()
        await desk.window.finish()
        assert [type(it) for it in pbx.requests] == [
            ContactXmppAuth if "accept" in offered else ContactXmppReq
        ]


async def test_contacts_a_request_that_was_withdrawn_meanwhile_ends_no_relationship() -> None:
    pbx = Asked(ASKS)
    desk = Desk(pbx, ASKS.cid)
    contacts = relating(desk)
    contacts.list_requests()
    patch = ContactPatch(cid=ASKS.cid, relationship=Relationship.MUTUAL)
    pbx.told(ContactUpdate(seq=1, contact=patch))
    desk.answer(Chosen(ASKS.cid, "refuse"))
    assert desk.said == ["This request has been withdrawn or answered."]
    assert pbx.requests == []


def test_search_the_cursor_is_on_the_best_match_before_the_next_key() -> None:
    bo = replace(ANN, cid=type(ANN.cid)(2), name="Bo", uname="bo", number="202")
    desk = Desk(Asked(ANN, bo))
    search, grid = seeking(desk)
    search.look_again()
    search.look_for("bo")
    assert grid.cursor == bo.cid
    assert search.empty_action is None
    search.look_for("0301234567")
    assert search.empty_action is not None
    assert search.empty_action.id == "take-found"


def test_favourites_are_kept_for_each_hub_and_account(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    desk = Desk(Asked(ANN), ANN.cid, memory=MemoryFile(path))
    search, grid = seeking(desk)
    favourites = FavouritesController(desk.context, grid, search)
    favourites.recall("op@one")
    search.show_found = lambda: None  # type: ignore[method-assign]
    favourites.toggle()
    assert desk.said == ["Ann is a favourite now."]
    for kept_for, count in (("op@one", 1), ("op@two", 0)):
        again = Desk(Asked(ANN), ANN.cid, memory=MemoryFile.read(path))
        search, grid = seeking(again)
        FavouritesController(again.context, grid, search).recall(kept_for)
        assert len(search.directory.favourites) == count


async def test_presence_is_set_with_its_status() -> None:
    pbx = Asked()
    desk = Desk(pbx)
    presence = PresenceController(desk.context)
    presence.choose()
    desk.answer(Chosen(Show.AWAY, "enter"))
    deed = presence._set(Show.AWAY, "lunch")
    assert deed is not None
    await deed.begin()
    assert [type(it) for it in pbx.requests] == [PresenceSet]
    assert len(desk.window.dialogs) == 2


def test_notifications_one_who_is_free_needs_no_watch_and_mute_is_a_state() -> None:
    desk = Desk(linked(Asked(replace(ANN, blf=0))), ANN.cid)
    notifications = NotificationController(desk.context, ContactGrid({}), ChatPane())
    notifications.toggle_watch()
    assert desk.said == ["Ann is free now."]
    assert notifications.silence == ""
    notifications.toggle_mute()
    assert notifications.silence == "muted"


def test_announce_says_a_contact_with_its_unread_messages_and_nothing_of_nobody() -> None:
    lines = list[str]()
    desk = Desk(linked(Asked(replace(ANN, blf=1))))
    announce = AnnounceController(desk.context, Announcer(to_lines(lines.append), ()))
    announce.say()
    assert (desk.said, lines) == (["There is no contact under the cursor."], [])
    desk.cursor = ANN.cid
    announce.say()
    assert lines == desk.said[1:]
    assert lines[0].startswith("on call, Ann, 201")


def test_card_details_open_the_card_and_copying_offers_what_is_known() -> None:
    desk = Desk(Asked(ANN), ANN.cid)
    pane = cast("CardPane", type("Pane", (), {"facts": None})())
    card = CardController(desk.context, pane, ContactGrid({}), ContactGrid({}), {})
    card.toggle_details()
    assert desk.window.marks == {"-card-open"}
    card.copy()
    desk.answer(Chosen("201", "1"))
    assert desk.window.copied == ["201"]


def test_chat_without_an_address_or_anything_unread_says_so() -> None:
    desk = Desk(Asked(ANN), ANN.cid)
    chat = ChatController(desk.context, ChatPane(), ContactGrid({}), lambda _: None, lambda _: None)
    chat.open()
    chat.open_next_unread()
    assert desk.said == ["Ann has no chat address.", "There are no unread messages."]
    assert "chat" not in available(chat.commands())


def test_chat_one_who_leaves_with_something_unsent_is_asked_first() -> None:
    desk = Desk(Asked(ANN), ANN.cid)
    chat = ChatController(desk.context, ChatPane(), ContactGrid({}), lambda _: None, lambda _: None)
    chat.sender.outbox.add(ANN.cid, "hello", desk.now)
    chat.sender.leave_board()
    assert desk.window.left == []
    desk.answer(True)
    assert desk.window.left == [None]


def test_view_back_closes_one_thing_at_a_time() -> None:
    desk, closed = Desk(Asked(ANN)), list[str]()
    search, grid = seeking(desk)
    pane = ChatPane()
    view = ViewController(desk.context, grid, ContactGrid({}), pane, search, lambda: closed.append("chat"))
    desk.window.mark("-card-open")
    view.go_back()
    assert closed == ["chat"]
    assert desk.window.marks == {"-card-open"}
    pane.display = False
    view.go_back()
    assert desk.window.marks == set()
    assert desk.window.focused is grid


def test_view_a_setting_that_cannot_be_written_is_said_and_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text("[look\n")
    desk = Desk(settings=SettingsFile(path))
    search, grid = seeking(desk)
    view = ViewController(desk.context, grid, grid, ChatPane(), search, lambda: None)
    view.change_density()
    assert len(desk.said) == 1
    assert str(path) in desk.said[0]
    view.choose_theme()
    assert isinstance(desk.window.top, ThemeChoice)


def test_guidance_the_tour_comes_once_and_without_a_shell_one_stays(tmp_path: Path) -> None:
    desk = Desk(memory=MemoryFile(tmp_path / "board.json"))
    search, grid = seeking(desk)
    table = Commands((), lambda _: True)
    guidance = GuidanceController(desk.context, grid, search, lambda: table, Screen, lambda: None)
    guidance.offer_tour()
    guidance.offer_tour()
    assert [type(it) for it in desk.window.dialogs] == [Tour]
    guidance.suspend()
    assert desk.said == ["There is no shell to return to."]


async def test_primary_looks_its_command_up_and_waits_for_its_end() -> None:
    desk, ran = Desk(Asked(ANN, rights=tuple(Right)), ANN.cid), list[str]()

    async def dial() -> None:
        await asyncio.sleep(0)
        ran.append("dialled")

    search, grid = seeking(desk)
    table = Commands([command("dial", dial)], lambda _: True)
    primary = PrimaryController(desk.context, grid, FindInput(), search, lambda: table, lambda _: None, dict)
    assert primary.action().id == "dial"
    await primary.do()
    assert ran == ["dialled"]
