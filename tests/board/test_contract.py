"""The whole contract by keys alone at 80 columns and 24 lines, from the key to the source and back."""

from functools import partial

import msgspec

from lampfield.model.account import Right
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, ContactChange
from lampfield.model.contact import ContactPatch, Party
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show
from tests.board.booth import DEVICE, person
from tests.board.booth import booth as any_booth

booth = partial(any_booth, size=(80, 24))

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
STRANGER = person(
    "Zed", "", can_call=False, relationship=Relationship.NONE, subscription=Subscription.NONE, states={}
)
ASKER = person("Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE, states={})
ALICE_KEY = ContactKey("alice@acme.test")
MIA_KEY = ContactKey("mia@acme.test")


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


async def test_d_dials_on_the_first_device_and_tells_what_came_of_it() -> None:
    async with booth(ALICE) as standing:
        await standing.press("d")
        await standing.asked("dial", DEVICE.name, "201", "Alice")
        await standing.outcome("Your phone rings, then Alice's.")


async def test_shift_d_lets_one_choose_the_device() -> None:
    async with booth(ALICE) as standing:
        await standing.press("D")
        await standing.sees("Desk phone")
        await standing.press("enter")
        await standing.asked("dial", DeviceName("PJSIP/1"), "201", "Alice")


async def test_a_number_can_be_typed() -> None:
    async with booth(ALICE) as standing:
        await standing.press("o", *"0161", "enter")
        await standing.asked("dial", DEVICE.name, "0161", None)


async def test_a_number_that_is_nobody_s_is_dialled_from_find() -> None:
    async with booth(ALICE) as standing:
        await standing.press("slash", *"0161 496")
        await standing.sees("Nobody has 0161 496. ⏎ dials it", "#grid")
        await standing.sees("⏎ dial it", "#footer")
        await standing.press("enter")
        await standing.asked("dial", DEVICE.name, "0161496", None)
        await standing.sees("Alice", "#grid")


async def test_a_service_code_is_a_number_in_find_too() -> None:
    async with booth(ALICE) as standing:
        await standing.press("slash", *"*0*")
        await standing.sees("Nobody has *0*. ⏎ dials it", "#grid")
        await standing.misses("Alice", "#grid")
        await standing.press("enter")
        await standing.asked("dial", DEVICE.name, "*0*", None)


async def test_a_service_code_is_found_where_it_stands_and_not_by_its_digits() -> None:
    async with booth(person("Park", "*97"), person("Mailbox", "97"), person("Room #97", "205")) as standing:
        await standing.press("slash", *"*97")
        await standing.sees("Park", "#grid")
        await standing.misses("Mailbox", "#grid")
        await standing.misses("is nobody's")
        await standing.press(*["backspace"] * 3, *"#97")
        await standing.sees("Room #97", "#grid")
        await standing.misses("Park", "#grid")
        await standing.sees("#97 is nobody's")


async def test_what_is_no_number_is_named_where_it_is_typed_and_can_be_mended() -> None:
    async with booth(ALICE) as standing:
        await standing.press("o", *"30 123 Mo", "enter")
        await standing.sees("'30 123 Mo' is no number: 'Mo' stands beside it.")
        assert not standing.source.asked
        await standing.press("backspace", "backspace", "enter")
        await standing.asked("dial", DEVICE.name, "30123", None)


async def test_what_is_typed_takes_the_place_of_an_earlier_search() -> None:
    async with booth(ALICE, BOB) as standing:
        await standing.press("slash", *"alice", "enter", "slash", *"bob")
        await standing.sees("Bob", "#grid")
        await standing.misses("Alice", "#grid")


async def test_who_is_found_by_a_number_is_not_dialled_by_mistake() -> None:
    async with booth(ALICE) as standing:
        await standing.press("slash", *"201", "enter")
        await standing.sees("Alice", "#grid")
        assert not standing.source.asked


async def test_why_a_call_was_not_answered_is_told() -> None:
    async with booth(ALICE) as standing:
        dialled = call(CallState.DIAL, CallParty.CALLER)
        standing.source.tell(dialled)
        await standing.sees("DIALLING", "#calls")
        standing.source.tell(msgspec.structs.replace(dialled, state=CallState.DEAD, cause="busy"))
        await standing.outcome("Brown: busy.")


async def test_a_call_that_ends_before_its_beginning_is_known_has_not_worked() -> None:
    """The own phone declines at once: the PBX tells the end before it answers that it dials."""
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        await standing.press("d")
        await standing.asked("dial", DEVICE.name, "201", "Alice")
        dialled = call(CallState.DIAL, CallParty.CALLER)
        ended = msgspec.structs.replace(dialled, state=CallState.DEAD, cause="declined")
        standing.source.tell(dialled, ended)
        await standing.outcome("Brown: declined.")
        standing.source.go_on.set()
        await standing.sees("● phone", "#header")
        await standing.pilot.pause()
        await standing.outcome("Brown: declined.")
        assert "Your phone rings" not in standing.text("#footer")


async def test_what_the_pbx_says_of_a_phone_stands_on_tile_and_card() -> None:
    async with booth(person("Alice", "201", labels=("do not disturb", "forwards to 205"))) as standing:
        await standing.sees("do not disturb, f", "#grid")
        await standing.press("i")
        await standing.sees("do not disturb, forwards to 205", "#card")


async def test_a_refusal_is_told_in_its_own_words() -> None:
    async with booth(ALICE) as standing:
        standing.source.refusal = Refusal(RefusalCode.DEVICE_OFFLINE, "Your desk phone is not registered.")
        await standing.press("d")
        await standing.outcome("Your desk phone is not registered.")


async def test_an_outcome_that_nobody_knows_is_no_failure() -> None:
    async with booth(ALICE) as standing:
        standing.source.refusal = Refusal(RefusalCode.TIMED_OUT, "The PBX did not answer in time.")
        await standing.press("d")
        await standing.outcome("? The PBX did not answer in time.")


async def test_who_has_no_number_is_not_dialled() -> None:
    async with booth(STRANGER) as standing:
        await standing.press("d")
        await standing.outcome("Zed has no number.")
        assert not standing.source.asked


async def test_the_call_keys_work_while_a_text_box_has_the_focus() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(call(CallState.RING))
        await standing.sees("RINGING", "#calls")
        await standing.press("slash", "f3")
        await standing.asked("talk", "channel-1")
        standing.source.tell(call(CallState.UP))
        await standing.sees("ON CALL", "#calls")
        await standing.press("f7")
        await standing.asked("hold", "channel-1")
        standing.source.tell(call(CallState.HOLD))
        await standing.sees("HELD", "#calls")
        await standing.press("f7", "f8")
        await standing.asked("hang up", "channel-1")
        standing.source.tell(call(CallState.DEAD))
        await standing.pilot.pause()


async def test_f3_picks_up_the_own_phone_that_rings_to_dial() -> None:
    async with booth(ALICE) as standing:
        dialled = call(CallState.DIAL, CallParty.CALLER)
        standing.source.tell(msgspec.structs.replace(dialled, features="answer"))
        await standing.sees("DIALLING", "#calls")
        await standing.press("f3")
        await standing.asked("talk", "channel-1")
        await standing.outcome("You picked up; calling Brown.")


async def test_the_call_keys_work_in_a_dialog() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(call(CallState.UP))
        await standing.sees("ON CALL", "#calls")
        await standing.press("question_mark", "f8")
        await standing.asked("hang up", "channel-1")


async def test_shift_h_asks_before_it_ends_somebody_else_s_call() -> None:
    talk = person("Alice", "201", blf=1, party=Party("Brown", "0161", since=1_000))
    async with booth(talk, may=(Right.DIAL, Right.HANGUP)) as standing:
        await standing.press("H")
        await standing.sees("Hang up Alice's call with Brown?")
        await standing.press("n")
        assert not standing.source.asked
        await standing.press("H", "y")
        await standing.asked("hang up contact", ALICE_KEY)
        await standing.outcome("Alice's call is over.")


async def test_who_is_free_or_may_not_be_cut_off_is_not() -> None:
    async with booth(ALICE) as standing:
        await standing.press("H")
        await standing.outcome("Your account has no right to end other people's calls.")
    async with booth(ALICE, may=(Right.HANGUP,)) as standing:
        await standing.press("H")
        await standing.outcome("Alice is not on a call.")


async def test_r_asks() -> None:
    async with booth(STRANGER) as standing:
        await standing.press("r")
        await standing.asked("request", ContactKey("zed@acme.test"))
        await standing.outcome("Request sent to Zed.")


async def test_a_accepts_who_asks_and_only_them() -> None:
    async with booth(ALICE, ASKER) as standing:
        await standing.press("a")
        await standing.outcome("Alice has sent no contact request.")
        await standing.go_to("Mia")
        await standing.press("a")
        await standing.asked("authorize", MIA_KEY)
        assert ("authorize", ALICE_KEY) not in standing.source.asked


async def test_x_refuses_a_request_at_once() -> None:
    async with booth(ASKER) as standing:
        await standing.press("x")
        await standing.asked("remove", MIA_KEY)


async def test_x_asks_before_it_ends_a_relationship() -> None:
    async with booth(ALICE) as standing:
        await standing.press("x")
        await standing.sees("End the chat relationship with Alice?")
        await standing.press("n")
        assert not standing.source.asked
        await standing.press("x", "y")
        await standing.asked("remove", ALICE_KEY)


async def test_the_badge_counts_who_asks_and_the_list_answers_them() -> None:
    async with booth(ALICE, ASKER) as standing:
        await standing.sees("1 request", "#header")
        await standing.press("A")
        await standing.sees("mia@acme.test")
        await standing.press("a")
        await standing.asked("authorize", MIA_KEY)
        mutual = ContactPatch(relationship=Relationship.MUTUAL, subscription=Subscription.BOTH)
        standing.source.tell(ContactChange(MIA_KEY, mutual))
        await standing.sees("● chat  ", "#header")
        await standing.pilot.pause()
        await standing.press("i")
        await standing.sees("mutual", "#card")


async def test_the_list_of_requests_stays_until_the_last_is_answered() -> None:
    askers = [
        person(name, number, relationship=Relationship.ASKING, subscription=Subscription.NONE, states={})
        for name, number in (("Kim", "301"), ("Mia", "302"), ("Noa", "303"), ("Ole", "304"))
    ]
    async with booth(ALICE, *askers) as standing:
        await standing.press("A", "down", "a", "x")
        await standing.asked("authorize", MIA_KEY)
        await standing.asked("remove", ContactKey("noa@acme.test"))
        await standing.sees("Chat requests")
        await standing.press("a", "a")
        await standing.asked("authorize", ContactKey("ole@acme.test"))
        await standing.asked("authorize", ContactKey("kim@acme.test"))
        assert len(standing.app.screen_stack) == 1
        assert len(standing.source.asked) == 4


async def test_a_listed_request_that_was_answered_elsewhere_is_not_refused() -> None:
    async with booth(ASKER) as standing:
        await standing.press("A")
        await standing.sees("Chat requests")
        mutual = ContactPatch(relationship=Relationship.MUTUAL, subscription=Subscription.BOTH)
        standing.source.tell(ContactChange(MIA_KEY, mutual))
        await standing.sees("● chat  ", "#header")
        await standing.press("x")
        await standing.outcome("This request has been withdrawn or answered.")
        assert not standing.source.asked
        assert len(standing.app.screen_stack) == 1


async def test_g_changes_tags() -> None:
    async with booth(ALICE) as standing:
        await standing.press("g")
        await standing.sees("Tags of Alice")
        await standing.press(*", VIP", "enter")
        await standing.asked("set tags", ALICE_KEY, ("Sales", "VIP"))
        await standing.outcome("Tags of Alice: Sales, VIP.")


async def test_n_adds_somebody_by_address() -> None:
    async with booth(ALICE) as standing:
        await standing.press("n", *"kim@acme.test", "enter")
        await standing.asked("add", "kim@acme.test", "", ())
        await standing.outcome("Request sent to kim@acme.test.")


async def test_s_sets_the_own_show_and_status() -> None:
    async with booth(ALICE) as standing:
        await standing.press("s")
        await standing.sees("Your presence")
        await standing.press("home", "down", "enter")
        await standing.sees("status (optional)")
        await standing.press(*"lunch", "enter")
        await standing.asked("presence", Show.AWAY, "lunch")
        await standing.outcome("You are away: lunch.")


async def test_a_link_can_be_reset() -> None:
    async with booth(ALICE) as standing:
        await standing.press("l")
        await standing.sees("phone")
        await standing.press("down", "down", "r")
        await standing.asked("reset", LinkName.CHAT)


async def test_enter_does_what_the_footer_says() -> None:
    async with booth(ASKER, BOB) as standing:
        await standing.go_to("Mia")
        await standing.sees("⏎ accept", "#footer")
        await standing.go_to("Bob")
        await standing.sees("⏎ dial", "#footer")
        await standing.press("enter")
        await standing.asked("dial", DEVICE.name, "202", "Bob")
