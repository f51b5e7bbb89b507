"""What a message stanza says, by whole values, also where parts of it are missing."""

from xml.etree.ElementTree import fromstring

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, Typing
from lampfield.sources.xmpp.content import Amendment, Content
from lampfield.sources.xmpp.message import ArchivedMessage, Marker, ParsedMessage, read_message

OWN, BOB = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")
NOW = 1_795_521_600.0
FROM_BOB = "from='bob@acme.test/pc' to='alice@acme.test/board' type='chat'"


def read(inside: str, attributes: str = FROM_BOB) -> ParsedMessage | ArchivedMessage | None:
    return read_message(
        fromstring(f"<message xmlns='jabber:client' {attributes}>{inside}</message>"), OWN, NOW
    )


def text(**more: object) -> ParsedMessage:
    known: dict[str, object] = {"key": BOB, "own": False, "sender": "bob@acme.test/pc", "to_resource": True}
    return ParsedMessage(**known | {"content": Content("hi")} | more)  # type: ignore[arg-type]


IDS = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"


@pytest.mark.parametrize(
    ("inside", "attributes", "said"),
    [
        ("<body>hi</body>", FROM_BOB, text()),
        ("<body>hi</body>", "from='bob@acme.test/pc'", text()),
        ("<body>hi</body>", "from='bob@acme.test'", text(sender="bob@acme.test", to_resource=False)),
        ("<body>hi</body>", f"{FROM_BOB} id='m1'", text(sender_ids=("m1",))),
        (f"<body>hi</body>{IDS}", f"{FROM_BOB} id='m1'", text(sender_ids=("m1", "o1"))),
        (f"<body>hi</body>{IDS}", f"{FROM_BOB} id='o1'", text(sender_ids=("o1",))),
        (f"<body>hi</body>{IDS}", FROM_BOB, text(sender_ids=("o1",))),
        ("<body>hi</body><origin-id xmlns='urn:xmpp:sid:0'/>", FROM_BOB, text()),
        ("<body>hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='alice@acme.test'/>", FROM_BOB, text()),
        ("<body>hi</body><delay xmlns='urn:xmpp:delay' from='acme.test'/>", FROM_BOB, text()),
        ("<body>hi</body><request xmlns='urn:xmpp:receipts'/>", FROM_BOB, text(wants_receipt=True)),
        ("<body>hi</body><markable xmlns='urn:xmpp:chat-markers:0'/>", FROM_BOB, text(markable=True)),
        (
            "<body>hi</body>",
            "from='alice@acme.test/phone' to='bob@acme.test'",
            text(own=True, sender="alice@acme.test/phone", to_resource=False),
        ),
        (
            "<body>hi</body><request xmlns='urn:xmpp:receipts'/>",
            "to='bob@acme.test/pc'",
            text(own=True, sender=OWN),
        ),
        (
            "<paused xmlns='http://jabber.org/protocol/chatstates'/>",
            FROM_BOB,
            text(content=Content(), typing=Typing.PAUSED),
        ),
    ],
)
def test_a_message_by_all_its_values(inside: str, attributes: str, said: ParsedMessage) -> None:
    assert read(inside, attributes) == said


@pytest.mark.parametrize("attributes", ["", "id='m1'"])
def test_an_error_means_the_message_of_its_id(attributes: str) -> None:
    failed = read("", f"{FROM_BOB.replace('chat', 'error')} {attributes}")
    assert failed == ParsedMessage(
        key=BOB,
        own=False,
        sender="bob@acme.test/pc",
        markers=(Marker(Receipt.FAILED, "m1" if attributes else ""),),
        bounce="no reason is given",
    )


def test_markers_come_furthest_first_and_only_with_an_id() -> None:
    markers, receipts = "xmlns='urn:xmpp:chat-markers:0'", "xmlns='urn:xmpp:receipts'"
    inside = (
        f"<received {receipts} id='1'/><received {markers} id='2'/><displayed {markers} id='3'/>"
        f"<displayed {markers} id='4'/><acknowledged {markers} id='5'/><displayed {markers}/>"
    )
    marks = [(Receipt.READ, "5"), (Receipt.READ, "3"), (Receipt.READ, "4")]
    marks += [(Receipt.RECEIVED, "2"), (Receipt.RECEIVED, "1")]
    assert read(inside) == text(content=Content(), markers=tuple(Marker(*mark) for mark in marks))


def archived(inside: str, result: str = "queryid='q' id='a1'") -> ParsedMessage | ArchivedMessage | None:
    wrapped = f"<result xmlns='urn:xmpp:mam:2' {result}>{inside}</result>"
    return read(wrapped, "from='alice@acme.test' to='alice@acme.test/board'")


INNER = f"<message xmlns='jabber:client' {FROM_BOB} id='m1'><body>hi</body></message>"
NOW_MS = int(NOW * 1000)


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("<delay xmlns='urn:xmpp:delay' stamp='2026-11-24T09:30:00Z'/>", 1_795_512_600_000),
        ("<delay xmlns='urn:xmpp:delay' stamp='2099-11-24T09:30:00Z'/>", NOW_MS),
        ("<delay xmlns='urn:xmpp:delay' stamp='never'/>", NOW_MS),
        ("<delay xmlns='urn:xmpp:delay'/>", NOW_MS),
        ("", NOW_MS),
    ],
)
def test_a_message_of_the_archive_by_all_its_values(stamp: str, ms: int) -> None:
    forwarded = f"<forwarded xmlns='urn:xmpp:forward:0'>{stamp}{INNER}</forwarded>"
    said = text(archive_id="a1", sender_ids=("m1",), server_ms=ms)
    assert archived(forwarded) == ArchivedMessage("q", "a1", said, ms)
    nameless = text(sender_ids=("m1",), server_ms=ms)
    assert archived(forwarded, "") == ArchivedMessage("", "", nameless, ms)


@pytest.mark.parametrize("inside", ["", "<forwarded xmlns='urn:xmpp:forward:0'/>"])
def test_a_result_of_the_archive_without_a_message_says_nothing(inside: str) -> None:
    assert archived(inside) == ArchivedMessage("q", "a1", None)
    assert archived(inside, "") == ArchivedMessage("", "", None)


def test_amendment_and_text_are_both_read() -> None:
    inside = "<body>at 5</body><replace xmlns='urn:xmpp:message-correct:0' id='c1'/>"
    assert read(inside) == text(content=Content("at 5"), amendment=Amendment(corrects="c1"))
