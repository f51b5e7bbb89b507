"""What a chat message is, as clients, servers and gateways send it. A line more is a test more."""

from xml.etree.ElementTree import fromstring

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.content import UNREADABLE, Amendment, Content
from lampfield.sources.xmpp.message import ParsedMessage, read_message

OWN = ContactKey("alice@acme.test")

OMEMO = "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/>{}</encrypted>"
NAMED = "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' name='OMEMO'/>"
FALLBACK = "<fallback xmlns='urn:xmpp:fallback:0' for='{}'/>"
INVITE = (
    "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='{}'><reason>Lunch</reason></invite></x>"
    "<body>you are invited</body>"
)
TO_DESK = "An invitation to the room desk@rooms.acme.test, which this board cannot join."


def unreadable(scheme: str) -> Content:
    return Content(UNREADABLE.format(scheme), MessageKind.ENCRYPTED)


SHOWN: dict[str, tuple[str, Content]] = {
    "a text": ("<body>hi</body>", Content("hi")),
    "an empty text": ("<body/>", Content()),
    "blanks alone": ("<body> \n </body>", Content()),
    "a text without a language before others": (
        "<body xml:lang='es'>hola</body><body xml:lang='ru'>privet</body><body>hi</body>",
        Content("hi"),
    ),
    "the board's language before others": (
        "<body xml:lang='es'>hola</body><body xml:lang='en-GB'>hi</body>",
        Content("hi"),
    ),
    "another language where there is no other": (
        "<body xml:lang='es'>hola</body><body xml:lang='ru'>privet</body>",
        Content("hola"),
    ),
    "an empty text beside one": ("<body/><body xml:lang='es'>hola</body>", Content("hola")),
    "a subject beside a text": (
        "<subject>Invoice 7</subject><body>please pay</body>",
        Content("Invoice 7\nplease pay"),
    ),
    "a subject alone": ("<subject>Call back 0161 496 0000</subject>", Content("Call back 0161 496 0000")),
    "OMEMO without a text": (OMEMO.format("<payload>AA</payload>") + NAMED, unreadable("OMEMO")),
    "OMEMO with a text for others": (
        "<body>I sent you an OMEMO encrypted message</body>" + OMEMO.format("<payload>AA</payload>"),
        unreadable("OMEMO"),
    ),
    "OMEMO's keys alone": (OMEMO.format("") + NAMED, Content()),
    "OMEMO of today": (
        "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>AA</payload></encrypted>",
        unreadable("OMEMO"),
    ),
    "OpenPGP": ("<openpgp xmlns='urn:xmpp:openpgp:0'>AA</openpgp>", unreadable("OpenPGP")),
    "OpenPGP of before": (
        "<body>This message is encrypted.</body><x xmlns='jabber:x:encrypted'>AA</x>",
        unreadable("OpenPGP"),
    ),
    "OTR": ("<body>?OTR:AAIDAAAAAA==.</body>", unreadable("OTR")),
    "a scheme that nobody knows": (
        "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new'/>",
        unreadable("urn:example:new"),
    ),
    "a file by its address": (
        "<x xmlns='jabber:x:oob'><url>https://files.acme.test/1.png</url></x>",
        Content("https://files.acme.test/1.png"),
    ),
    "a file with its address as text": (
        (
            "<body>https://files.acme.test/1.png</body>"
            "<x xmlns='jabber:x:oob'><url>https://files.acme.test/1.png</url></x>"
        ),
        Content("https://files.acme.test/1.png"),
    ),
    "a reply with what it answers": (
        "<body>&gt; when?\nat 5</body><reply xmlns='urn:xmpp:reply:0' id='1'/>",
        Content("> when?\nat 5"),
    ),
    "an invitation by a person": (
        "<body>join</body><x xmlns='jabber:x:conference' jid='desk@rooms.acme.test' reason='Lunch'/>",
        Content(f"{TO_DESK} Lunch", MessageKind.INVITATION),
    ),
    "a call over the chat program": (
        "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        Content("A call through a chat app, which this board cannot answer.", MessageKind.SIGN),
    ),
    "a wish for attention": (
        "<attention xmlns='urn:xmpp:attention:0'/>",
        Content("The sender asks for your attention.", MessageKind.SIGN),
    ),
    "a retraction with a text for others": (
        "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>"
        "<body>This person attempted to retract a message.</body>"
        + FALLBACK.format("urn:xmpp:message-retract:1"),
        Content(),
    ),
    "reactions with a text for others": (
        "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction></reactions><body>👍</body>"
        + FALLBACK.format("urn:xmpp:reactions:0"),
        Content(),
    ),
    "a retraction of before with a text for others": (
        (
            "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'>"
            "<retract xmlns='urn:xmpp:message-retract:0'/></apply-to>"
            "<body>This person attempted to retract a message.</body>"
        ),
        Content(),
    ),
    "a retraction with a text for others that is not marked as such": (
        "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/><body>was retracted</body>",
        Content(),
    ),
    "a part of a text for others": (
        "<body>&gt; when?\nat 5</body>"
        + FALLBACK.format("urn:xmpp:reactions:0").replace("/>", "><body start='0' end='8'/></fallback>"),
        Content("> when?\nat 5"),
    ),
    "a text for those who do not know something that this board does not know either": (
        "<body>look here</body>" + FALLBACK.format("urn:example:new"),
        Content("look here"),
    ),
    "two texts for others, the second of what is known": (
        "<body>👍</body>" + FALLBACK.format("urn:example:new") + FALLBACK.format("urn:xmpp:reactions:0"),
        Content(),
    ),
    "the board's language in short, in capitals": (
        "<body xml:lang='es'>hola</body><body xml:lang='EN-us'>hi</body>",
        Content("hi"),
    ),
    "the board's language exactly": (
        "<body xml:lang='es'>hola</body><body xml:lang='en'>hi</body><body xml:lang='ru'>privet</body>",
        Content("hi"),
    ),
    "a language that only begins like the board's": (
        "<body xml:lang='es'>hola</body><body xml:lang='enm'>hail</body>",
        Content("hola"),
    ),
    "a subject in the board's language beside its text": (
        (
            "<subject xml:lang='es'>Factura</subject><subject xml:lang='en'>Invoice</subject>"
            "<body xml:lang='es'>hola</body><body xml:lang='en'>hi</body>"
        ),
        Content("Invoice\nhi"),
    ),
    "a subject with blanks around it": (
        "<subject> Invoice 7 </subject><body> indented</body>",
        Content("Invoice 7\n indented"),
    ),
    "a subject beside a file": (
        "<subject>Plan</subject><x xmlns='jabber:x:oob'><url> https://files.acme.test/1.png </url></x>",
        Content("Plan\nhttps://files.acme.test/1.png"),
    ),
    "a file without an address": ("<x xmlns='jabber:x:oob'><desc>a plan</desc></x>", Content()),
    "OTR in the middle of a text": ("<body>what is ?OTR</body>", Content("what is ?OTR")),
    "a scheme that nobody knows, with a name": (
        "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new' name='New'/><body>for others</body>",
        unreadable("New"),
    ),
    "a known scheme under a name of its sender's": (
        OMEMO.format("<payload>AA</payload>")
        + "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' name='OMEMO 1'/>",
        unreadable("OMEMO 1"),
    ),
    "an invitation by a person without a reason": (
        "<x xmlns='jabber:x:conference' jid='desk@rooms.acme.test'/>",
        Content(TO_DESK, MessageKind.INVITATION),
    ),
    "an invitation by a person, with blanks and to a client": (
        "<x xmlns='jabber:x:conference' jid='desk@rooms.acme.test/x' reason=' Lunch '/>",
        Content(f"{TO_DESK} Lunch", MessageKind.INVITATION),
    ),
    "an invitation to nowhere": (
        "<body>join</body><x xmlns='jabber:x:conference' reason='Lunch'/>",
        Content("join"),
    ),
    "a call over the chat program with a text": (
        "<body>calling you</body><propose xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        Content("calling you"),
    ),
    "typing alone": ("<composing xmlns='http://jabber.org/protocol/chatstates'/>", Content()),
}
"""What is inside a message of a contact, and what is shown of it."""

DONE: dict[str, tuple[str, Amendment]] = {
    "nothing": ("<body>hi</body>", Amendment()),
    "a correction": (
        "<body>meet at 5</body><replace id='c1' xmlns='urn:xmpp:message-correct:0'/>",
        Amendment(corrects="c1"),
    ),
    "a retraction": ("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>", Amendment(retracts="m1")),
    "a retraction of before": (
        (
            "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'>"
            "<retract xmlns='urn:xmpp:message-retract:0'/></apply-to>"
        ),
        Amendment(retracts="m1"),
    ),
    "something else that is fastened": (
        "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'><other xmlns='urn:example:other'/></apply-to>",
        Amendment(),
    ),
    "a retraction without an id": ("<retract xmlns='urn:xmpp:message-retract:1'/>", Amendment()),
    "a retraction of before without an id": (
        "<apply-to xmlns='urn:xmpp:fasten:0'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>",
        Amendment(),
    ),
    "a correction without an id": (
        "<body>meet at 5</body><replace xmlns='urn:xmpp:message-correct:0'/>",
        Amendment(),
    ),
    "reactions without an id": (
        "<reactions xmlns='urn:xmpp:reactions:0'><reaction> 👍 </reaction><reaction/></reactions>",
        Amendment(reactions="👍"),
    ),
    "a correction with reactions": (
        (
            "<body>meet at 5</body><replace id='c1' xmlns='urn:xmpp:message-correct:0'/>"
            "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction></reactions>"
        ),
        Amendment(corrects="c1", reacts_to="m1", reactions="👍"),
    ),
    "reactions": (
        (
            "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction><reaction>❤</reaction>"
            "<reaction>👍</reaction><reaction> </reaction></reactions>"
        ),
        Amendment(reacts_to="m1", reactions="👍 ❤"),
    ),
    "no reaction any more": ("<reactions xmlns='urn:xmpp:reactions:0' id='m1'/>", Amendment(reacts_to="m1")),
}
"""What is inside a message, and what it does to an earlier one."""


def read(inside: str, attributes: str = "from='bob@acme.test/x' type='chat'") -> ParsedMessage:
    said = read_message(
        fromstring(f"<message xmlns='jabber:client' {attributes}>{inside}</message>"), OWN, 0.0
    )
    assert isinstance(said, ParsedMessage)
    return said


@pytest.mark.parametrize("case", SHOWN)
def test_a_message_is_shown_as_what_it_is(case: str) -> None:
    inside, shown = SHOWN[case]
    assert read(inside).content == shown


@pytest.mark.parametrize("case", DONE)
def test_a_message_does_to_earlier_ones_what_it_says(case: str) -> None:
    inside, done = DONE[case]
    assert read(inside).amendment == done


def test_a_headline_is_one() -> None:
    headline = read(
        "<subject>Notice</subject><body>down at 17:00</body>", "from='gw.acme.test' type='headline'"
    )
    assert headline.content == Content("Notice\ndown at 17:00", MessageKind.HEADLINE)


@pytest.mark.parametrize(
    ("inviter", "name"),
    [
        ("bob@acme.test/laptop", "bob@acme.test"),
        ("desk@rooms.acme.test/bobby", "bobby"),
        ("", ""),
    ],
)
def test_an_invitation_that_a_room_passes_on_names_who_invites(inviter: str, name: str) -> None:
    said = read(INVITE.format(inviter), "from='desk@rooms.acme.test'")
    assert said.content == Content(f"{TO_DESK} Lunch", MessageKind.INVITATION, name)


def test_an_invitation_that_a_room_passes_on_without_a_reason_or_a_room() -> None:
    inside = "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@acme.test'/></x>"
    said = read(inside, "from='desk@rooms.acme.test/x'")
    assert said.content == Content(TO_DESK, MessageKind.INVITATION, "bob@acme.test")
    assert said.is_from_room
    anonymous = read(inside.replace(" from='bob@acme.test'", ""), "from='desk@rooms.acme.test'")
    assert anonymous.content == Content(TO_DESK, MessageKind.INVITATION)


def test_what_is_said_in_private_in_a_room_is_of_the_room() -> None:
    private = "<body>hi</body><x xmlns='http://jabber.org/protocol/muc#user'/>"
    assert read(private).is_from_room
    assert not read("<body>hi</body>").is_from_room
    direct = "<x xmlns='jabber:x:conference' jid='desk@rooms.acme.test'/>"
    assert not read(direct).is_from_room
