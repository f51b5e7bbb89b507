"""Asking, accepting, removing and tagging at a scripted chat server, from each state that there is."""

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from tests.sources.cues import Manner
from tests.sources.xmpp.harness import BOB, CARA, ChatHarness, connected_session
from tests.sources.xmpp.scripted_answers import StanzaError

pytestmark = pytest.mark.virtual_time

KIM = ContactKey("kim@acme.test")
DAN = ContactKey("dan@acme.test")


async def stands(
    harness: ChatHarness, key: str, relationship: Relationship, subscription: Subscription
) -> None:
    """Wait until one stands with somebody in a way."""

    def so() -> bool:
        patch = harness.seen.contacts.get(key)
        return patch is not None and (patch.relationship, patch.subscription) == (relationship, subscription)

    await harness.seen.until(so, f"{key} {relationship} {subscription}; it is {harness.seen.contacts}")


async def refused(doing: object) -> Refusal:
    """Return why something was refused."""
    with pytest.raises(Refusal) as caught:
        await doing  # type: ignore[misc]
    return caught.value


def sent(harness: ChatHarness) -> list[str]:
    """Return the presences that were sent to somebody, in their order."""
    told = ((name, it) for name, it in harness.server.asked if name.startswith("presence") and it.get("to"))
    return [f"{name.removeprefix('presence ')} {it.get('to')}" for name, it in told]


async def know(harness: ChatHarness, key: str, subscription: str, more: str = "") -> None:
    """Let somebody be in the roster with a subscription."""
    harness.server.add_to_roster(key, name="Somebody", subscription=subscription, more=more)
    harness.server.push(harness.server.roster[key])
    await harness.seen.until(
        lambda: key in harness.seen.contacts and harness.seen.contacts[key].subscription == subscription,
        f"{key} {subscription}",
    )


async def test_request_is_sent_once_and_shown_as_asked() -> None:
    async with connected_session() as harness:
        await know(harness, DAN, "none")
        await harness.session.request(DAN)
        await stands(harness, DAN, Relationship.ASKED, Subscription.NONE)
        assert sent(harness) == [f"subscribe {DAN}"]


async def test_request_without_effect_is_refused() -> None:
    async with connected_session() as harness:
        refusal = await refused(harness.session.request(BOB))
        assert (refusal.word, refusal.sentence) == (
            RefusalCode.REFUSED,
            "You and Bob Berg already see each other.",
        )
        await know(harness, DAN, "to")
        refusal = await refused(harness.session.request(DAN))
        assert refusal.word is RefusalCode.REFUSED
        assert "Only Somebody can ask to see yours" in refusal.sentence
        assert sent(harness) == []


async def test_contact_that_only_sees_us_can_be_requested() -> None:
    async with connected_session() as harness:
        await know(harness, DAN, "from")
        await harness.session.request(DAN)
        assert sent(harness) == [f"subscribe {DAN}"]


@pytest.mark.parametrize("verb", ["request", "authorize"])
async def test_request_is_accepted_by_either_action_and_returned(verb: str) -> None:
    async with connected_session() as harness:
        harness.server.asks(KIM)
        await stands(harness, KIM, Relationship.ASKING, Subscription.NONE)
        await getattr(harness.session, verb)(KIM)
        assert sent(harness) == [f"subscribed {KIM}", f"subscribe {KIM}"]
        await harness.seen.until(
            lambda: harness.seen.contacts[KIM].relationship is not Relationship.ASKING, "the end of asking"
        )
        refusal = await refused(harness.session.authorize(KIM))
        assert "has not sent you a contact request" in refusal.sentence


@pytest.mark.parametrize(("subscription", "more"), [("to", ""), ("none", "ask='subscribe'")])
async def test_already_requested_contact_is_not_requested_again(subscription: str, more: str) -> None:
    async with connected_session() as harness:
        await know(harness, KIM, subscription, more)
        harness.server.asks(KIM)
        await stands(harness, KIM, Relationship.ASKING, Subscription(subscription))
        await harness.session.authorize(KIM)
        assert sent(harness) == [f"subscribed {KIM}"]


async def test_a_request_is_refused_by_removing_it() -> None:
    async with connected_session() as harness:
        for times in (1, 2):
            harness.server.asks(KIM)
            await stands(harness, KIM, Relationship.ASKING, Subscription.NONE)
            await harness.session.remove(KIM)
            assert sent(harness) == [f"unsubscribed {KIM}"] * times
            assert KIM not in harness.seen.contacts


async def test_a_relationship_that_is_removed_stays_in_the_roster_and_the_second_time_it_goes() -> None:
    async with connected_session() as harness:
        harness.server.shows(f"{BOB}/desk")
        await harness.seen.until(lambda: harness.shows(BOB), "Bob")
        await harness.session.remove(BOB)
        assert sent(harness) == [f"unsubscribe {BOB}", f"unsubscribed {BOB}"]
        await stands(harness, BOB, Relationship.NONE, Subscription.NONE)
        assert harness.seen.contacts[BOB].name == "Bob Berg"
        assert harness.shows(BOB) == {}
        await harness.session.remove(BOB)
        await harness.seen.until(lambda: BOB not in harness.seen.contacts, "Bob to be gone")
        assert CARA in harness.seen.contacts


async def test_an_own_request_is_taken_back() -> None:
    async with connected_session() as harness:
        await know(harness, DAN, "none", "ask='subscribe'")
        await harness.session.remove(DAN)
        assert sent(harness) == [f"unsubscribe {DAN}", f"unsubscribed {DAN}"]
        assert DAN in harness.seen.contacts


async def test_a_stranger_who_only_wrote_has_no_relationship_to_end() -> None:
    async with connected_session() as harness:
        harness.server.says(f"{KIM}/phone", "hello", id="m1")
        await harness.seen.until(lambda: KIM in harness.seen.contacts, "Kim")
        refusal = await refused(harness.session.remove(KIM))
        assert (refusal.word, refusal.sentence) == (
            RefusalCode.REFUSED,
            "You have no chat relationship with kim.",
        )
        refusal = await refused(harness.session.set_tags(KIM, ["x"]))
        assert "kim is not in your roster. Send a request first, then set tags." in refusal.sentence


TAGS = (([" Sales", "Sales", "", "vip "], ("Sales", "vip")), (["Berlin"], ("Berlin",)), (list[str](), ()))


async def tagged(harness: ChatHarness, tags: tuple[str, ...]) -> None:
    """Wait until Bob has just these tags."""
    await harness.seen.until(lambda: harness.seen.contacts[BOB].tags == tags, f"{tags}")


async def test_tags_are_replaced_and_the_name_is_kept() -> None:
    async with connected_session() as harness:
        for tags, kept in TAGS:
            await harness.session.set_tags(BOB, tags)
            await tagged(harness, kept)
            assert harness.seen.contacts[BOB].name == "Bob Berg"
            assert harness.seen.contacts[BOB].relationship is Relationship.MUTUAL


@pytest.mark.parametrize("tag", ["two\nlines", "x" * 201])
async def test_a_tag_or_name_that_is_no_line_is_refused_before_anything_is_asked(tag: str) -> None:
    async with connected_session() as harness:
        asked = harness.server.count("set query jabber:iq:roster")
        assert (await refused(harness.session.set_tags(BOB, ["good", tag]))).word is RefusalCode.BAD_TEXT
        assert (await refused(harness.session.add("new@acme.test", tag, []))).word is RefusalCode.BAD_TEXT
        assert (await refused(harness.session.add("new@acme.test", "", [tag]))).word is RefusalCode.BAD_TEXT
        assert harness.server.count("set query jabber:iq:roster") == asked
        await harness.session.set_tags(BOB, ["x" * 200])


async def test_added_contact_is_in_the_roster_and_requested() -> None:
    async with connected_session() as harness:
        key = await harness.session.add(" New@acme.test ", " Nina New ", ["Sales"])
        assert key == "new@acme.test"
        await stands(harness, key, Relationship.ASKED, Subscription.NONE)
        assert (harness.seen.contacts[key].name, harness.seen.contacts[key].tags) == (
            "Nina New",
            ("Sales",),
        )
        refusal = await refused(harness.session.add(BOB, "", []))
        assert "already see each other" in refusal.sentence
        assert (await refused(harness.session.add("alice@acme.test", "", []))).word is RefusalCode.BAD_ADDRESS


@pytest.mark.parametrize(
    ("name", "answer", "word"),
    [
        ("set query jabber:iq:roster", StanzaError("cancel", "not-allowed", "full"), RefusalCode.REFUSED),
        ("set query jabber:iq:roster", Manner.SILENT, RefusalCode.TIMED_OUT),
        ("set query jabber:iq:roster", Manner.CUT, RefusalCode.TIMED_OUT),
    ],
)
async def test_server_refusal_is_reported(name: str, answer: object, word: RefusalCode) -> None:
    async with connected_session() as harness:
        if isinstance(answer, Manner):
            harness.server.cue(name, answer)
        else:
            harness.server.cue(name, answer=answer)
        refusal = await refused(harness.session.set_tags(BOB, ["Sales"]))
        assert refusal.word is word
        assert harness.seen.contacts[BOB].tags == ()


async def test_actions_on_unknown_contacts_are_refused() -> None:
    async with connected_session() as harness:
        nobody = ContactKey("nobody@acme.test")
        session = harness.session
        for doing in (
            session.request(nobody),
            session.authorize(nobody),
            session.remove(nobody),
            session.set_tags(nobody, []),
        ):
            refusal = await refused(doing)
            assert (refusal.word, refusal.sentence) == (
                RefusalCode.UNKNOWN_CONTACT,
                "nobody@acme.test is not one of your contacts. Add it first.",
            )


async def test_actions_report_why_the_link_is_down() -> None:
    async with connected_session() as harness:
        await harness.server.stop()
        reason = await harness.down()
        session = harness.session
        for doing in (
            session.request(BOB),
            session.remove(BOB),
            session.set_tags(BOB, []),
            session.add("x@y.z", "", []),
        ):
            refusal = await refused(doing)
            assert (refusal.word, refusal.sentence) == (
                RefusalCode.LINK_DOWN,
                f"The chat link is down. {reason}",
            )
