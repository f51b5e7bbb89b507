"""The refusals of a session without abilities, and its best-effort methods."""

from collections.abc import Awaitable, Callable

import pytest

from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.sources.port import Session

BOB = ContactKey("bob")
PHONE = DeviceName("PJSIP/201")


class Bare(Session):
    """A session without abilities."""

    async def start(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda it: it.reset(LinkName.PHONE), "reset this link"),
        (lambda it: it.dial(PHONE, "202", None), "dial"),
        (lambda it: it.hang_up("c"), "hang up"),
        (lambda it: it.hang_up_contact(BOB), "end other people's calls"),
        (lambda it: it.hold("c"), "hold a call"),
        (lambda it: it.talk("c"), "answer a call"),
        (lambda it: it.test_phone(PHONE), "test a phone"),
        (lambda it: it.request(BOB), "ask for a chat relationship"),
        (lambda it: it.authorize(BOB), "accept a chat relationship"),
        (lambda it: it.remove(BOB), "remove a chat relationship"),
        (lambda it: it.add("bob@acme.test", "Bob", []), "add a contact"),
        (lambda it: it.set_tags(BOB, []), "change tags"),
        (lambda it: it.open_chat(BOB), "chat"),
        (lambda it: it.post(BOB, "text"), "chat"),
        (lambda it: it.history(BOB, 5), "read the chat's history"),
        (lambda it: it.set_presence(Show.AWAY, ""), "set your own presence"),
    ],
)
async def test_what_no_server_can_is_refused_by_its_name(
    act: Callable[[Session], Awaitable[object]], what: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await act(Bare())
    assert (caught.value.word, caught.value.sentence) == (
        RefusalCode.UNSUPPORTED,
        f"No configured server can {what}.",
    )


async def test_what_is_best_effort_is_never_refused() -> None:
    bare = Bare()
    await bare.wait_for_snapshot()
    await bare.send_typing(BOB, Typing.COMPOSING)
    await bare.mark_seen(BOB, "m1")
    await bare.leave_chat(BOB)
    assert await bare.photo(BOB) is None
