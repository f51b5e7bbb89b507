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


def words(operation: Operation) -> tuple[str, ...]:
    return operation.underway, operation.done, operation.question, operation.yes


def those(relationship: Relationship, chat_id: str = "ann@example.org") -> Asked:
    """Return a client whose only contact has a relationship."""
    return Asked(replace(ANN, relationship=relationship, chat_id=chat_id))


@pytest.mark.parametrize("relationship", NOT_ASKING)
async def test_a_contact_is_asked(relationship: Relationship) -> None:
    pbx = those(relationship)
    operation = request(pbx.contacts[ANN.cid])
    assert words(operation) == ("asking Ann…", "Request sent to Ann.", "", "")
    await operation.begin()
    assert pbx.requests == [ContactXmppReq(cid=ANN.cid)]


@pytest.mark.parametrize("begin", [request, accept])
async def test_who_asks_is_accepted_also_by_asking(begin: object) -> None:
    pbx = those(Relationship.ASKING)
    operation = (request if begin is request else accept)(pbx.contacts[ANN.cid])
    assert words(operation) == ("accepting Ann…", "Ann's request is accepted.", "", "")
    await operation.begin()
    assert pbx.requests == [ContactXmppAuth(cid=ANN.cid)]


@pytest.mark.parametrize("relationship", NOT_ASKING)
def test_who_does_not_ask_is_not_accepted(relationship: Relationship) -> None:
    contact = those(relationship).contacts[ANN.cid]
    assert refusal(partial(accept, contact)) == "Ann has sent no contact request."


OUT_OF_CONTACTS = "Remove Ann from your contacts? The name and tags are lost."
END_IT = "End the chat relationship with Ann? You will no longer see each other's presence."


@pytest.mark.parametrize(
    ("relationship", "said"),
    [
        (Relationship.ASKING, ("refusing Ann…", "Ann's request is refused.", "", "")),
        (
            Relationship.NONE,
            ("removing Ann…", "The relationship with Ann is removed.", OUT_OF_CONTACTS, "remove"),
        ),
        *((it, ("removing Ann…", "The relationship with Ann is removed.", END_IT, "end it")) for it in THERE),
    ],
)
async def test_a_request_is_refused_at_once_and_a_relationship_ended_after_a_question(
    relationship: Relationship, said: tuple[str, ...]
) -> None:
    pbx = those(relationship)
    operation = remove(pbx.contacts[ANN.cid])
    assert words(operation) == said
    await operation.begin()
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
    operation = set_tags(pbx.contacts[ANN.cid], text)
    assert words(operation) == ("tagging Ann…", said, "", "")
    await operation.begin()
    assert pbx.requests == [ContactSetTags(cid=ANN.cid, tags=tags)]
    assert tags_of(text) == tags


def test_who_cannot_be_tagged_is_not() -> None:
    pbx = Asked(replace(ANN, can_tag=False))
    for tried in (check_taggable, partial(set_tags, text="vip")):
        assert refusal(partial(tried, pbx.contacts[ANN.cid])) == "You cannot tag Ann."
    check_taggable(Asked(ANN).contacts[ANN.cid])


async def test_somebody_new_is_asked_by_chat_address_with_name_and_tags() -> None:
    pbx = Asked(ANN)
    pbx.answers = [ContactAdded(cid=ANN.cid)] * 2
    operation = add(pbx, "bo@example.org", "Bo", "vip, sales")
    assert words(operation) == (
        "asking bo@example.org…",
        "Request sent to bo@example.org.",
        "",
        "",
    )
    assert await operation.begin() is pbx.contacts[ANN.cid]
    await add(pbx, "cy@example.org").begin()
    assert pbx.requests == [
        ContactAdd(address="bo@example.org", name="Bo", tags=("vip", "sales")),
        ContactAdd(address="cy@example.org"),
    ]
