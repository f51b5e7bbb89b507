"""What controllers write into their dialogs, and where search and favourites put the cursor."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from msgspec.structs import replace
from textual._context import active_app
from textual.app import App

from lampfield.board.controllers.card import CardController
from lampfield.board.controllers.favourites import FavouritesController
from lampfield.board.controllers.phone import PhoneController
from lampfield.board.controllers.search import SearchController
from lampfield.board.controllers.view import ViewController
from lampfield.board.dialogs.choice import Choice, Chosen
from lampfield.board.dialogs.confirm import Confirm
from lampfield.board.dialogs.form import Form
from lampfield.board.widgets.card.pane import CardPane
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.config.memory_file import MemoryFile
from lampfield.frontend.search.conditions import State
from lampfield.frontend.search.groups import ALL, FAVOURITES, Group, Kind
from lampfield.frontend.search.typos import load
from lampfield.model.account import Right
from lampfield.model.call import CallParty, CallState
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.protocol.notifications import LinkNotice
from lampfield.protocol.requests import CallHangup, CallHold, CallTalk, LinkReset
from tests.board.booth import DEVICE, NOON
from tests.board.controllers.desk import Desk
from tests.board.controllers.test_controllers import linked, seeking
from tests.frontend.operations.asked import ANN, HALL, Asked, call

BO = replace(ANN, cid=ContactId(2), name="Bo", uname="bo", number="202", tags=("Sales",))
CY = replace(ANN, cid=ContactId(3), name="Cy", uname="cy", number="203", tags=("Sales",))


@pytest.fixture(autouse=True)
def application() -> Iterator[None]:
    """Let widgets without a screen find an application, as they do where they are used."""
    before = active_app.set(App())
    yield
    active_app.reset(before)


def listed(desk: Desk) -> list[str]:
    """Return the answers of the dialog that was opened last, as they are read."""
    dialog = desk.window.dialogs[-1]
    assert isinstance(dialog, Choice)
    return [text.plain for text, _ in dialog._options]


def test_copying_lists_what_is_known_each_with_its_name() -> None:
    contact = replace(ANN, chat_id="ann@acme.test", email="", tags=())
    desk = Desk(Asked(contact), contact.cid)
    pane = cast("CardPane", type("Pane", (), {"facts": None})())
    CardController(desk.context, pane, ContactGrid({}), ContactGrid({}), {}).copy()
    assert listed(desk) == ["number  201", "chat    ann@acme.test", "name    Ann"]


def test_a_copied_card_has_the_state_and_the_properties_that_are_set() -> None:
    contact = replace(ANN, blf=1, chat_id="ann@acme.test", email="", company_name="Acme", tags=("vip",))
    desk = Desk(linked(Asked(contact)), contact.cid)
    pane = cast("CardPane", type("Pane", (), {"facts": None})())
    CardController(desk.context, pane, ContactGrid({}), ContactGrid({}), {}).copy_card()
    (copied,) = desk.window.copied
    state, *properties = copied.splitlines()
    assert state.startswith("on call, Ann, 201")
    assert properties == ["company: Acme", "chat address: ann@acme.test", "tags: vip"]


@pytest.mark.parametrize(
    ("rights", "hint"),
    [
        ((Right.RESET,), "r resets the link   Esc closes"),
        ((Right.DIAL,), "Esc closes"),
    ],
)
async def test_links_are_listed_with_reason_and_age_and_reset_only_where_that_is_allowed(
    rights: tuple[Right, ...], hint: str
) -> None:
    pbx = linked(Asked(ANN, rights=rights))
    down = Link(LinkName.PHONE, LinkState.DOWN, NOON - 60, "asterisk", "no route")
    pbx.told(LinkNotice(seq=2, link=down))
    desk = Desk(pbx)
    search, grid = seeking(desk)
    ViewController(desk.context, grid, grid, ChatPane(), search, lambda: None).list_links()
    assert "✗ phone     down for 1m (asterisk)\n    no route" in listed(desk)
    assert "● chat      up" in listed(desk)
    dialog = desk.window.dialogs[-1]
    assert isinstance(dialog, Choice)
    assert dialog._hint == hint
    assert dialog._keys == ({"r": "reset"} if Right.RESET in rights else {})
    if Right.RESET in rights:
        desk.answer(Chosen(LinkName.PHONE, "reset"))
        await desk.window.finish()
        assert [type(it) for it in pbx.requests] == [LinkReset]
        desk.answer(Chosen(LinkName.PHONE, "enter"))
        question = desk.window.dialogs[-1]
        assert isinstance(question, Confirm)


def test_devices_are_listed_with_their_lamp() -> None:
    desk = Desk(Asked(ANN, devices=(DEVICE, HALL)), ANN.cid)
    PhoneController(desk.context, lambda: "").dial_on()
    first, second = listed(desk)
    assert first.split() == ["Desk", "phone", "1", "○", "FREE", "up"]
    assert second.split()[0] == "PJSIP/301"


def test_the_number_that_was_looked_for_stands_in_the_form() -> None:
    desk = Desk(Asked(ANN), ANN.cid)
    PhoneController(desk.context, lambda: "0301234").dial_number()
    form = desk.window.dialogs[-1]
    assert isinstance(form, Form)
    assert form._fields[0].value == "0301234"


@pytest.mark.parametrize(
    ("action_id", "request_type"), [("answer", CallTalk), ("hold", CallHold), ("hang-up", CallHangup)]
)
async def test_a_click_means_the_call_of_its_line(action_id: str, request_type: type) -> None:
    rings = call("7", CallState.RING, CallParty.CALLEE, features="answer,hold,talk")
    talks = call("8", CallState.UP, features="answer,hold,talk")
    chosen = {"answer": rings, "hold": talks, "hang-up": rings}[action_id]
    pbx = Asked(ANN, calls=(rings, talks))
    desk = Desk(pbx)
    PhoneController(desk.context, lambda: "").do_with_call(action_id, chosen.uid)
    await desk.window.finish()
    (request,) = pbx.requests
    assert (type(request), request.uid) == (request_type, CallUid(chosen.uid))  # type: ignore[attr-defined]


def search_among(*contacts: Contact) -> tuple[Desk, SearchController, ContactGrid]:
    """Return a search among contacts that are all shown."""
    desk = Desk(linked(Asked(*contacts)), contacts[0].cid)
    search, grid = seeking(desk)
    search.look_again()
    return desk, search, grid


@pytest.mark.parametrize(
    ("query", "found", "why_empty"),
    [
        ("bo", "1 of 3", "Nobody matches bo. Esc shows everybody"),
        ("zzz", "0 of 3", "Nobody matches zzz. Esc shows everybody"),
        ("0301234567", "0 of 3", "Nobody has 0301234567. ⏎ dials it"),
        ("is:x", f"is: {', '.join(State)}", "Nobody matches is:x. Esc shows everybody"),
        ("", "", "there is nobody in this group"),
    ],
)
def test_a_search_says_what_it_came_to(query: str, found: str, why_empty: str) -> None:
    _, search, _ = search_among(ANN, BO, CY)
    search.look_for(query)
    assert (search._found(), search.why_empty()) == (found, why_empty)


def test_a_group_counts_among_its_own_and_favourites_say_nothing() -> None:
    _, search, grid = search_among(ANN, BO, CY)
    search.choose_group(Group(Kind.TAG, "Sales"))
    assert search.directory.group == Group(Kind.TAG, "Sales")
    assert [grid.contacts[cid].name for cid in grid.order] == ["Bo", "Cy"]
    search.look_for("cy")
    assert search._found() == "1 of 2"
    search.look_for("")
    search.choose_group(FAVOURITES)
    assert search._found() == ""
    assert list(grid.order) == []


def test_a_contact_out_of_the_group_is_shown_among_everybody() -> None:
    desk, search, grid = search_among(ANN, BO, CY)
    search.choose_group(Group(Kind.TAG, "Sales"))
    search.show_contact(CY.cid)
    assert (grid.cursor, search.directory.group.name) == (CY.cid, "Sales")
    search.show_contact(ANN.cid)
    assert (grid.cursor, search.directory.group) == (ANN.cid, ALL)
    assert desk.window.focused is grid


def test_matches_and_groups_are_stepped_through_both_ways() -> None:
    _, search, grid = search_among(ANN, BO, CY)
    commands = {it.id: cast("Callable[[], object]", it.run) for it in search.commands()}
    search.look_for("sales")
    assert grid.cursor == BO.cid
    commands["next-match"]()
    assert grid.cursor == CY.cid
    commands["previous-match"]()
    assert grid.cursor == BO.cid
    search.look_for("")
    commands["previous-group"]()
    assert search.directory.group == Group(Kind.TAG, "Sales")
    commands["next-group"]()
    assert search.directory.group == ALL


def test_favourites_are_moved_on_their_own_tab_alone_and_a_search_is_kept_and_forgotten() -> None:
    desk, search, grid = search_among(ANN, BO, CY)
    search.show_found = lambda: None  # type: ignore[method-assign]
    desk.context.memory = MemoryFile()
    favourites = FavouritesController(desk.context, grid, search)
    favourites.recall("op@one")
    commands = {it.id: cast("Callable[[], object]", it.run) for it in favourites.commands()}
    for cid in (ANN.cid, BO.cid):
        desk.cursor = cid
        commands["favourite"]()
    commands["favourite-later"]()
    assert desk.said[-1] == "Favourites can be moved on their own tab only, without a search."
    search.choose_group(FAVOURITES)
    grid.move_to(ANN.cid)
    commands["favourite-later"]()
    assert list(search.directory.favourites) == [BO.cid, ANN.cid]
    search.choose_group(ALL)
    commands["save-search"]()
    assert desk.said[-1].startswith("There is no search to save")
    search.look_for("sales")
    commands["save-search"]()
    form = desk.window.dialogs[-1]
    assert isinstance(form, Form)
    favourites._save_search("Ours", "sales")
    assert search.directory.saved == {"Ours": "sales"}
    assert desk.said[-1] == "The search was saved as a tab: Ours."
    search.look_for("")
    search.choose_group(Group(Kind.SAVED, "Ours"))
    commands["save-search"]()
    desk.answer(False)
    assert search.directory.saved == {"Ours": "sales"}
    desk.answer(True)
    assert (search.directory.saved, search.directory.group) == ({}, ALL)
    assert desk.said[-1] == "Ours was deleted."


def test_a_slip_is_told_once_and_then_taken_as_meant() -> None:
    desk, search, _ = search_among(replace(ANN, name="Annabel"), BO)
    load()
    search.look_for("anabbel")
    assert search.directory.result.meant
    assert search._found() == "1 like annabel"
    assert search.points_out_typo()
    assert desk.said == ["No “anabbel”. Press again for Annabel."]
    assert not search.points_out_typo()
    search.look_for("anabell")
    assert search.points_out_typo()
    search.look_for("bo")
    assert not search.points_out_typo()


def test_an_empty_grid_says_why_the_hub_is_not_there() -> None:
    pbx = Asked()
    desk = Desk(pbx)
    search, _ = seeking(desk)
    pbx._replica.me = None
    assert search.why_empty() == "connecting to the hub…"
    pbx.told(LinkNotice(seq=1, link=Link(LinkName.HUB, LinkState.DOWN, 1.0, "", "no route to the hub")))
    assert search.why_empty() == "no route to the hub"
    desk.context.pbx = None
    assert search.why_empty() == "connecting to the hub…"


def test_each_key_of_the_cursor_moves_it_its_own_way() -> None:
    moved: list[tuple[str, int, int]] = []

    class Noted(ContactGrid):
        """Notes where it is asked to go."""

        def move_by(self, columns: int, rows: int) -> None:
            moved.append(("by", columns, rows))

        def page_by(self, pages: int) -> None:
            moved.append(("page", 0, pages))

        def go_to_end(self, end: int) -> None:
            moved.append(("end", 0, end))

    desk = Desk(Asked(ANN))
    search, grid = seeking(desk)
    view = ViewController(desk.context, Noted({}), grid, ChatPane(), search, lambda: None)
    commands = {it.id: cast("Callable[[], object]", it.run) for it in view.commands()}
    for name in ("up", "down", "left", "right"):
        commands[f"cursor-{name}"]()
    for name in ("page-up", "page-down", "first", "last"):
        commands[name]()
    assert moved[:4] == [("by", 0, -1), ("by", 0, 1), ("by", -1, 0), ("by", 1, 0)]
    assert moved[4:] == [("page", 0, -1), ("page", 0, 1), ("end", 0, 0), ("end", 0, 1)]


def test_the_search_to_be_saved_is_quoted_short() -> None:
    desk, search, grid = search_among(ANN)
    search.look_for("x" * 90)
    FavouritesController(desk.context, grid, search).save_search()
    form = desk.window.dialogs[-1]
    assert isinstance(form, Form)
    assert form._title.startswith("Save the search  xxxx")
    assert len(form._title) <= len("Save the search  ") + 48
