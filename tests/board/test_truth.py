"""Nothing on the board claims more than is known."""

from lampfield.model.change import ContactChange, ContactGone, LinkChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import State
from tests.board.booth import NOON, Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
CAROL = person("Carol", "203")
KEY = ContactKey("bob@acme.test")


def phone(state: LinkState, since: float) -> LinkChange:
    return LinkChange(Link(LinkName.PHONE, state, since, reason="The PBX does not answer."))


async def test_a_lost_link_makes_tiles_stale_with_their_age_and_they_come_right() -> None:
    async with booth(ALICE) as standing:
        await standing.sees("○ FREE", "#grid")
        standing.source.tell(phone(LinkState.DOWN, NOON - 9))
        await standing.sees("~ was FREE 9s", "#grid")
        await standing.sees("✗ phone 9s", "#header")
        assert "○ FREE" not in standing.text()
        assert "online" in standing.text("#grid")
        standing.source.tell(phone(LinkState.UP, NOON))
        await standing.sees("○ FREE", "#grid")


async def test_a_lost_hub_makes_everything_stale() -> None:
    async with booth(ALICE) as standing:
        await standing.sees("○ FREE", "#grid")
        await standing.hub.__aexit__(None, None, None)
        await standing.sees("~ was FREE", "#grid")
        await standing.sees("~online", "#grid")
        await standing.press("l")
        await standing.sees("hub")


async def test_a_change_repaints_one_tile_and_moves_nothing() -> None:
    people = [person(f"P{number:03}", str(number)) for number in range(60)]
    async with booth(*people) as standing:
        await standing.press("down", "right")
        at = standing.grid.cursor
        before = standing.grid.tiles_painted
        patch = ContactPatch(states={"desk": State(show="dnd")})
        standing.source.tell(ContactChange(ContactKey("p001@acme.test"), patch))
        await standing.sees("dnd", "#grid")
        assert standing.grid.tiles_painted - before == 1
        assert standing.grid.cursor == at


async def test_a_change_out_of_sight_paints_nothing() -> None:
    people = [person(f"P{number:03}", str(number)) for number in range(60)]
    async with booth(*people) as standing:
        before = standing.grid.tiles_painted
        patch = ContactPatch(states={"desk": State(show="dnd")})
        standing.source.tell(ContactChange(ContactKey("p059@acme.test"), patch))
        last = standing.grid.order[-1]
        await until(lambda: standing.grid.contacts[last].show == "dnd", "the change")
        await standing.pilot.pause()
        assert standing.grid.tiles_painted == before


async def test_the_cursor_stays_on_its_contact_when_others_come_and_go() -> None:
    async with booth(ALICE, BOB, CAROL) as standing:
        await standing.go_to("Bob")
        standing.source.tell(person("Aaron", "200"), ContactGone(ContactKey("alice@acme.test")))
        await until(lambda: standing.names() == ["Aaron", "Bob", "Carol"], "the new order")
        assert cursor_name(standing) == "Bob"
        standing.source.tell(ContactGone(KEY))
        await until(lambda: standing.names() == ["Aaron", "Carol"], "the order without Bob")
        assert cursor_name(standing) == "Carol"
        await standing.sees("Carol", "#card")


async def test_find_shows_live_tiles() -> None:
    async with booth(ALICE, BOB, CAROL) as standing:
        await standing.press("slash", *"bo")
        await until(lambda: standing.names() == ["Bob"], "only Bob")
        standing.source.tell(ContactChange(KEY, ContactPatch(blf=1)))
        await standing.sees("● ON CALL", "#grid")
        await standing.press("x", "y", "z")
        await standing.sees("Nobody matches")
        await standing.press("escape")
        await until(lambda: len(standing.names()) == 3, "everybody")


async def test_groups_are_stepped_through() -> None:
    async with booth(ALICE, person("Vera", "9", tags=("VIP",))) as standing:
        await standing.sees("All 2", "#find")
        await standing.press("left_square_bracket")
        await until(lambda: standing.names() == ["Vera"], "VIP")
        await standing.press("left_square_bracket")
        await until(lambda: standing.names() == ["Alice"], "Sales")
        await standing.press("right_square_bracket", "right_square_bracket")
        await until(lambda: len(standing.names()) == 2, "everybody")


async def test_the_card_says_every_property() -> None:
    states = {"desk": State(show="away", status="lunch till 1"), "mobile": State()}
    zoe = person("Zoe", "207", states=states, email="zoe@acme.test", company="7", company_name="Acme Ltd")
    async with booth(zoe) as standing:
        await standing.press("I")
        for words in ("Zoe ", "207", "Acme Ltd (7)", "desk away", "lunch till 1", "mobile online", "mutual"):
            await standing.sees(words, "#card")
        for words in ("Sales", "zoe@acme.test", "call · chat · tag", "cID", "photo"):
            await standing.sees(words, "#card")


async def test_an_empty_show_says_why() -> None:
    async with booth(person("Ann", "1", states={})) as standing:
        await standing.sees("not signed in to chat", "#card")


async def test_a_wrong_secret_ends_the_board_with_the_reason() -> None:
    async with booth(ALICE) as standing:
        from lampfield.board.app import make_board

        app = make_board(standing.hub.url, account="reception", secret="wrong")
        async with app.run_test() as pilot:
            await until(lambda: app.return_code == 1, "the end")
            await pilot.pause()


def cursor_name(standing: Booth) -> str:
    cid = standing.grid.cursor
    return standing.grid.contacts[cid].name if cid is not None else ""
