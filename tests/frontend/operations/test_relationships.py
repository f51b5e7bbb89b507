"""What is asked of the hub about chat relationships and tags."""

from functools import partial

import pytest
from msgspec.structs import replace

from lampfield.frontend.operations.operation import Operation
from lampfield.frontend.operations.relationships import (
    accept,
    add,
    check_taggable,
    remove,
    request,
    set_tags,
    tags_of,
)
from lampfield.model.relationship import Relationship
from lampfield.protocol.requests import (
    ContactAdd,
    ContactAdded,
    ContactSetTags,
    ContactXmppAuth,
    ContactXmppDel,
    ContactXmppReq,
)
from tests.frontend.operations.asked import ANN, Asked, refusal

NOT_ASKING = [it for it in Relationship if it is not Relationship.ASKING]
THERE = [it for it in NOT_ASKING if it is not Relationship.NONE]


def words(deed: Operation) -> tuple[str, ...]:
    return deed.underway, deed.done, deed.question, deed.yes


def those(relationship: Relationship, chat_id: str = "ann@example.org") -> Asked:
    """Return a client whose only contact has a relationship."""
    return Asked(replace(ANN, relationship=relationship, chat_id=chat_id))


@pytest.mark.parametrize("relationship", NOT_ASKING)
async def test_a_contact_is_asked(relationship: Relationship) -> None:
    pbx = those(relationship)
    deed = request(pbx.contacts[ANN.cid])
    assert words(deed) == ("asking Ann…", "Ann is asked for a chat relationship.", "", "")
    await deed.begin()
    assert pbx.requests == [ContactXmppReq(cid=ANN.cid)]


@pytest.mark.parametrize("begin", [request, accept])
async def test_who_asks_is_accepted_also_by_asking(begin: object) -> None:
    pbx = those(Relationship.ASKING)
    deed = (request if begin is request else accept)(pbx.contacts[ANN.cid])
    assert words(deed) == ("accepting Ann…", "Ann is accepted.", "", "")
    await deed.begin()
    assert pbx.requests == [ContactXmppAuth(cid=ANN.cid)]


@pytest.mark.parametrize("relationship", NOT_ASKING)
def test_who_does_not_ask_is_not_accepted(relationship: Relationship) -> None:
    contact = those(relationship).contacts[ANN.cid]
    assert refusal(partial(accept, contact)) == "Ann does not ask for a relationship."


OUT_OF_CONTACTS = "Take Ann out of your contacts? Name and tags are lost."
END_IT = "End the chat relationship with Ann? You will no longer see each other's presence."


@pytest.mark.parametrize(
    ("relationship", "said"),
    [
        (Relationship.ASKING, ("refusing Ann…", "Ann's request is refused.", "", "")),
        (
            Relationship.NONE,
            ("removing Ann…", "The relationship with Ann is removed.", OUT_OF_CONTACTS, "take out"),
        ),
        *((it, ("removing Ann…", "The relationship with Ann is removed.", END_IT, "end it")) for it in THERE),
    ],
)
async def test_a_request_is_refused_at_once_and_a_relationship_ended_after_a_question(
    relationship: Relationship, said: tuple[str, ...]
) -> None:
    pbx = those(relationship)
    deed = remove(pbx.contacts[ANN.cid])
    assert words(deed) == said
    await deed.begin()
    assert pbx.requests == [ContactXmppDel(cid=ANN.cid)]


def test_nothing_is_removed_of_who_is_no_chat_contact() -> None:
    contact = those(Relationship.NONE, chat_id="").contacts[ANN.cid]
    assert refusal(partial(remove, contact)) == "There is no chat relationship with Ann."


@pytest.mark.parametrize(
    ("text", "tags", "said"),
    [
        (" vip, sales ,,vip", ("vip", "sales"), "Tags of Ann: vip, sales."),
        (" , ", (), "Tags of Ann: none."),
        ("x" * 50, ("x" * 50,), f"Tags of Ann: {'x' * 39}…."),
    ],
)
async def test_tags_are_replaced_by_those_of_a_line(text: str, tags: tuple[str, ...], said: str) -> None:
    pbx = Asked(ANN)
    deed = set_tags(pbx.contacts[ANN.cid], text)
    assert words(deed) == ("tagging Ann…", said, "", "")
    await deed.begin()
    assert pbx.requests == [ContactSetTags(cid=ANN.cid, tags=tags)]
    assert tags_of(text) == tags


def test_who_cannot_be_tagged_is_not() -> None:
    pbx = Asked(replace(ANN, can_tag=False))
    for tried in (check_taggable, partial(set_tags, text="vip")):
        assert refusal(partial(tried, pbx.contacts[ANN.cid])) == "Ann cannot be tagged by you."
    check_taggable(Asked(ANN).contacts[ANN.cid])


async def test_somebody_new_is_asked_by_chat_address_with_name_and_tags() -> None:
    pbx = Asked(ANN)
    pbx.answers = [ContactAdded(cid=ANN.cid)] * 2
    deed = add(pbx, "bo@example.org", "Bo", "vip, sales")
    assert words(deed) == (
        "asking bo@example.org…",
        "bo@example.org is asked for a chat relationship.",
        "",
        "",
    )
    assert await deed.begin() is pbx.contacts[ANN.cid]
    await add(pbx, "cy@example.org").begin()
    assert pbx.requests == [
        ContactAdd(address="bo@example.org", name="Bo", tags=("vip", "sales")),
        ContactAdd(address="cy@example.org"),
    ]
