"""Whom the account blocks: what is read, and what is known of the blocked contacts."""

from collections.abc import Sequence

import pytest

from lampfield.model.change import Change, ContactChange, ContactGone
from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from lampfield.sources.xmpp.blocking import BlockList, BlockPush, read_addresses, read_push
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.presence import Presence
from lampfield.sources.xmpp.roster import RosterEntry
from tests.sources.xmpp.stanzas import OWN, stanza

ME = ContactKey(OWN)
BOB, CARA, GATE = ContactKey("bob@acme.test"), ContactKey("cara@acme.test"), ContactKey("kim@gw.acme.test")

PUSH = """<iq type='{type}' id='1'{sender}><{verb} xmlns='urn:xmpp:blocking'>{items}</{verb}></iq>"""


def push(verb: str, *addresses: str, sender: str = "", kind: str = "set") -> BlockPush | None:
    items = "".join(f"<item jid='{address}'/>" for address in addresses)
    written = f" from='{sender}'" if sender else ""
    return read_push(stanza(PUSH.format(verb=verb, items=items, sender=written, type=kind)), ME)


def test_a_push_names_what_is_blocked_as_servers_compare_it() -> None:
    assert push("block", "Bob@acme.test", "gw.ACME.test", "cara@acme.test/Desk") == BlockPush(
        True, ("bob@acme.test", "gw.acme.test", "cara@acme.test/Desk")
    )
    assert push("unblock", "Bob@acme.test", sender=OWN) == BlockPush(False, ("bob@acme.test",))
    assert push("unblock", sender=f"{OWN}") == BlockPush(False, ())


@pytest.mark.parametrize("sender", ["bob@acme.test", "acme.test", "alice@acme.test.evil.example"])
def test_a_push_of_others_is_a_forgery(sender: str) -> None:
    assert push("unblock", "bob@acme.test", sender=sender) is None


def test_an_answer_is_no_push() -> None:
    assert push("block", "bob@acme.test", kind="result") is None
    assert read_push(stanza("<iq type='set' id='1'><query xmlns='jabber:iq:roster'/></iq>"), ME) is None


def test_an_item_without_an_address_says_nothing() -> None:
    items = "<item/><item jid='bob@acme.test'/>"
    (found,) = stanza(f"<iq type='result'><blocklist xmlns='urn:xmpp:blocking'>{items}</blocklist></iq>")
    assert read_addresses(found) == ("bob@acme.test",)


def test_a_list_covers_addresses_domains_and_single_resources() -> None:
    listed = BlockList()
    assert not listed.covers(BOB)
    listed.replace(["bob@acme.test", "gw.acme.test"])
    listed.add(["cara@acme.test/desk", "other.example/bot"])
    assert [listed.covers(key) for key in (BOB, CARA, GATE)] == [True, False, True]
    assert listed.covers_resource(BOB, "any")
    assert listed.covers_resource(CARA, "desk")
    assert not listed.covers_resource(CARA, "mobile")
    assert listed.covers_resource(ContactKey("dan@other.example"), "bot")
    assert not listed.covers_resource(ContactKey("dan@other.example"), "desk")
    listed.drop(["bob@acme.test"])
    assert [listed.covers(key) for key in (BOB, CARA, GATE)] == [False, False, True]
    listed.drop([])
    assert not listed.covers(GATE)


def known(*blocked: str) -> People:
    people = People(ME)
    people.apply_block_list(blocked)
    people.apply_roster(
        [RosterEntry(key=key, name="", subscription=Subscription.BOTH) for key in (BOB, CARA)]
    )
    people.snapshot()
    return people


def online(people: People, key: ContactKey, resource: str = "desk") -> list[Change]:
    return people.apply_presence(Presence(key=key, resource=resource, type="", state=State(since=1.0)))


def told(changes: Sequence[Change]) -> list[tuple[str, object, object]]:
    return [
        (change.key, change.patch.relationship, change.patch.states)
        for change in changes
        if isinstance(change, ContactChange)
    ]


def test_blocked_contact_is_shown_as_blocked_and_offline() -> None:
    people = known()
    online(people, BOB)
    online(people, CARA)
    assert told(people.apply_block(["cara@acme.test"])) == [(CARA, Relationship.BLOCKED, {})]
    assert people.relationship(BOB) is Relationship.MUTUAL
    assert people.resources(BOB) != {}
    # A presence that was on its way, or that a server sends all the same, is not shown either.
    assert online(people, CARA) == []
    assert people.resources(CARA) == {}


def test_unblocked_contact_is_restored_without_presence() -> None:
    people = known("cara@acme.test", "bob@acme.test")
    assert people.relationship(CARA) is Relationship.BLOCKED
    assert told(people.apply_unblock(["cara@acme.test"])) == [(CARA, Relationship.MUTUAL, {})]
    assert online(people, CARA) != []
    assert people.relationship(BOB) is Relationship.BLOCKED
    assert told(people.apply_unblock([])) == [(BOB, Relationship.MUTUAL, {})]


def test_each_session_starts_with_its_own_list() -> None:
    people = known("cara@acme.test")
    people.apply_block_list(())
    people.apply_roster([RosterEntry(key=CARA, subscription=Subscription.BOTH)])
    assert told(people.snapshot()) == [(CARA, Relationship.MUTUAL, {})]


def test_a_blocked_resource_is_hidden_alone() -> None:
    people = known()
    online(people, CARA, "desk")
    online(people, CARA, "mobile")
    (change,) = people.apply_block(["cara@acme.test/desk"])
    assert isinstance(change, ContactChange)
    assert set(people.resources(CARA)) == {"mobile"}
    assert people.relationship(CARA) is Relationship.MUTUAL


def test_a_block_of_strangers_makes_no_contact() -> None:
    people = known()
    assert people.apply_block(["dan@acme.test", "gw.acme.test"]) == []
    assert people.apply_unblock([]) == []
    assert ContactGone(ContactKey("dan@acme.test")) not in people.snapshot()
