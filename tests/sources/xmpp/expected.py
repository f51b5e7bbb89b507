"""What a session has emitted of messages, and how to lose its stream."""

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt
from tests.sources.xmpp.harness import ChatHarness

MAM = "set query urn:xmpp:mam:2"
NOTICES = ContactKey("acme.test")
DAN = "dan@far.test"


def messages(harness: ChatHarness) -> list[tuple[str, str, bool]]:
    """Return sender, text and whether it was emitted as archived, in order."""
    return [(it.key, it.text, it.archived) for it in harness.seen.of(MessageChange)]


def unread(*texts: tuple[str, str]) -> list[tuple[str, str, bool]]:
    return [(key, text, False) for key, text in texts]


async def lose_stream(harness: ChatHarness) -> None:
    """End the stream so that it cannot be resumed."""
    harness.server.cut()
    await harness.down()
    harness.server.drop_resumable()


async def wait_unread(harness: ChatHarness, key: str, text: str) -> None:
    """Wait until a text is the latest message, and unread."""
    await harness.seen.until(lambda: messages(harness)[-1:] == unread((key, text)), text)


async def wait_receipt(harness: ChatHarness, message_id: str, receipt: Receipt) -> None:
    """Wait until an own message has a receipt."""
    told = harness.seen.of
    await harness.seen.until(
        lambda: any(it.id == message_id and it.receipt is receipt for it in told(ReceiptChange)),
        f"{message_id} {receipt}",
    )


def seen_elsewhere(harness: ChatHarness) -> list[tuple[str, str]]:
    """Return the messages marked as seen on another device."""
    return [(it.key, it.seen) for it in harness.seen.of(RoomChange) if it.seen]
