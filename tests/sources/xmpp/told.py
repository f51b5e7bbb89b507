"""What a desk was told of messages, and how its stream is lost."""

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt
from tests.sources.xmpp.desk import Desk

MAM = "set query urn:xmpp:mam:2"
NOTICES = ContactKey("acme.test")
DAN = "dan@far.test"


def messages(sitting: Desk) -> list[tuple[str, str, bool]]:
    """Return who said what, and whether it was told as of the archive, in the order of telling."""
    return [(it.key, it.text, it.archived) for it in sitting.heard.of(MessageChange)]


def unread(*said: tuple[str, str]) -> list[tuple[str, str, bool]]:
    return [(key, text, False) for key, text in said]


async def lose(sitting: Desk) -> None:
    """Let the stream end so that it cannot be resumed."""
    sitting.server.cut()
    await sitting.down()
    sitting.server.expire()


async def said(sitting: Desk, key: str, text: str) -> None:
    """Wait until a text is the latest that was told, and unread."""
    await sitting.heard.until(lambda: messages(sitting)[-1:] == unread((key, text)), text)


async def became(sitting: Desk, message_id: str, receipt: Receipt) -> None:
    """Wait until a message of ours has come so far."""
    told = sitting.heard.of
    await sitting.heard.until(
        lambda: any(it.id == message_id and it.receipt is receipt for it in told(ReceiptChange)),
        f"{message_id} {receipt}",
    )


def seen(sitting: Desk) -> list[tuple[str, str]]:
    """Return what was told as seen on another device."""
    return [(it.key, it.seen) for it in sitting.heard.of(RoomChange) if it.seen]
