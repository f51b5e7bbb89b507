"""What is counted of requests, and what a session that is ended is told."""

import pytest

from lampfield.model.refusal import Refusal, RefusalCode
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact


async def test_requests_are_counted_by_method_and_outcome() -> None:
    source = Scripted(contact("1", name="Alice", number="201"))
    async with serving(source) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        counts = hub.context.meter.requests
        assert dict(counts) == {("login", "done"): 1, ("feed.start", "done"): 1}
        for _ in range(2):
            await caller.refused("nobody.knows")
        await caller.refused("contact.chat", cID=cid + 1)
        await caller.refused("contact.chat", cID="x")
        await caller.ask("contact.chat", cID=cid)
        source.refusal = Refusal(RefusalCode.LINK_DOWN, "gone")
        await caller.refused("contact.xmppReq", cID=cid)
        source.refusal = KeyError("unforeseen")
        await caller.refused("contact.xmppReq", cID=cid)
        assert dict(counts) == {
            ("login", "done"): 1,
            ("feed.start", "done"): 1,
            ("other", "method-not-found"): 2,
            ("contact.chat", "unknown-contact"): 1,
            ("contact.chat", "invalid-params"): 1,
            ("contact.chat", "done"): 1,
            ("contact.xmppReq", "link-down"): 1,
            ("contact.xmppReq", "internal-error"): 1,
        }


@pytest.mark.parametrize(
    ("data", "end"),
    [
        ("{", (1007, "Not JSON.")),
        ("\ud7ff{", (1007, "Not JSON.")),
        ("{}", (1008, "Not a JSON-RPC 2.0 request.")),
        ("[1]", (1008, "Not a JSON-RPC 2.0 request.")),
        (b"{}", (1008, "Not a JSON-RPC 2.0 request.")),
    ],
)
async def test_who_does_not_speak_the_feed_is_told_and_counted(
    data: str | bytes, end: tuple[int, str]
) -> None:
    async with serving(Scripted()) as hub:
        for count in (1, 2):
            async with calling(hub) as caller:
                await caller.socket.send(data)
                assert await caller.end() == end
            assert hub.context.meter.bad_frames == count
