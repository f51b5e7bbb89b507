"""Forms: what is wrong is said under its line, what was typed stays, and no key becomes a command."""

from textual.widgets import Input

from lampfield.board.dialogs.form import Form
from lampfield.model.change import MeChange
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from tests.board.booth import DEVICE, Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
MISTAKE = Refusal(RefusalCode.BAD_ADDRESS, "This is no chat address.")


def typed(standing: Booth) -> list[str]:
    """Return what stands in the lines of a dialog."""
    return [box.value for box in standing.app.screen.query(Input)]


async def test_an_address_that_is_none_can_be_corrected() -> None:
    """What is typed on is text: x would end a relationship, Enter and y would say yes to it."""
    async with booth(ALICE) as standing:
        standing.source.refusal = MISTAKE
        standing.burst("nnewperson")
        standing.key("down")
        standing.burst("New Person\r")
        await standing.sees("This is no chat address.")
        lines = standing.lines()
        at = next(place for place, line in enumerate(lines) if "newperson" in line)
        assert "This is no chat address." in lines[at + 1]
        standing.burst("@example.com\r")
        await standing.asked("add", "newperson@example.com", "New Person", ())
        await standing.sees("This is no chat address.")
        assert typed(standing) == ["newperson@example.com", "New Person", ""]
        standing.source.refusal = None
        standing.burst("\r")
        await standing.outcome("Request sent to")
        assert len(standing.app.screen_stack) == 1
        assert [words[0] for words in standing.source.asked] == ["add"] * 3


async def test_while_it_is_done_keys_are_text_and_a_second_enter_does_nothing() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.burst("na@b.test\rxy\r\r")
        await standing.asked("add", "a@b.test", "", ())
        await standing.sees("asking a@b.test")
        await standing.pilot.pause()
        assert standing.source.asked == [("add", "a@b.test", "", ())]
        standing.source.go_on.set()
        await standing.outcome("Request sent to a@b.test.")
        assert len(standing.app.screen_stack) == 1
        assert standing.source.asked == [("add", "a@b.test", "", ())]


async def test_a_form_that_is_closed_meanwhile_tells_its_refusal_in_the_footer() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.source.refusal = MISTAKE
        standing.burst("nnobody\r")
        await standing.asked("add", "nobody", "", ())
        await standing.press("escape")
        standing.source.go_on.set()
        await standing.outcome("This is no chat address.")


async def test_a_form_under_the_help_closes_when_that_is_closed() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.burst("na@b.test\r")
        await standing.asked("add", "a@b.test", "", ())
        await standing.press("f1")
        await standing.sees("Keys in this dialog")
        form = standing.app.screen_stack[1]
        assert isinstance(form, Form)
        standing.source.go_on.set()
        await until(lambda: not form.is_asking, "it to be done")
        await standing.sees("Keys in this dialog")
        await standing.press("escape")
        await standing.outcome("Request sent to a@b.test.")
        assert len(standing.app.screen_stack) == 1


async def test_what_is_required_is_asked_for_under_its_line() -> None:
    async with booth(ALICE) as standing:
        standing.burst("n")
        standing.key("down")
        standing.burst("Somebody\r")
        await standing.sees("Type the chat address first.")
        standing.burst("a@b.test\r")
        await standing.asked("add", "a@b.test", "Somebody", ())


async def test_a_number_that_is_refused_stays_to_be_corrected() -> None:
    async with booth(ALICE) as standing:
        standing.source.refusal = Refusal(RefusalCode.REFUSED, "999 cannot be dialled.")
        standing.burst("o999\r")
        await standing.sees("999 cannot be dialled.")
        standing.source.refusal = None
        standing.key("backspace")
        standing.burst("1\r")
        await standing.asked("dial", DEVICE.name, "991", None)
        await standing.outcome("Your phone rings, then 991.")
        assert len(standing.app.screen_stack) == 1


async def test_a_new_status_takes_the_place_of_the_old_one() -> None:
    async with booth(ALICE) as standing:
        await standing.press("s", "enter", *"lunch till 1", "enter")
        await standing.asked("presence", Show.OFFLINE, "lunch till 1")
        standing.source.tell(MeChange("Reception", "me@acme.test", Show.ONLINE, "lunch till 1"))
        await standing.sees("lunch till 1", "#header")
        await standing.press("s", "enter", *"back", "enter")
        await standing.asked("presence", Show.ONLINE, "back")
        standing.source.tell(MeChange("Reception", "me@acme.test", Show.ONLINE, "back"))
        await standing.sees("online back", "#header")
        await standing.press("s", "enter", "end", *" soon", "enter")
        await standing.asked("presence", Show.ONLINE, "back soon")


async def test_a_status_that_is_refused_stays_to_be_corrected() -> None:
    async with booth(ALICE) as standing:
        standing.source.refusal = Refusal(RefusalCode.BAD_TEXT, "A status has 200 characters at most.")
        await standing.press("s", "enter", *"long", "enter")
        await standing.sees("A status has 200 characters at most.")
        assert typed(standing) == ["long"]


async def test_a_search_is_not_saved_under_no_name() -> None:
    async with booth(ALICE) as standing:
        standing.burst("/ali\rS")
        await standing.sees("Save the search")
        standing.burst("\u0301\r")
        await standing.sees("Type a name with letters or digits.")
        assert not standing.board.search.directory.saved
