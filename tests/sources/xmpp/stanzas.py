"""Stanzas as real servers sent them, with addresses and texts of these tests."""

from xml.etree.ElementTree import Element, fromstring

NOW = 1_795_521_600.0
OWN = "alice@acme.test"


def stanza(xml: str) -> Element:
    """Return a stanza in the namespace of client streams."""
    name = xml[1:].split(None, 1)[0].rstrip("/>")
    return fromstring(xml.replace(f"<{name}", f'<{name} xmlns="jabber:client"', 1))


AWAY = """<presence from="bob@acme.test/laptop" to="alice@acme.test/board" xml:lang="en">
<show>xa</show><status>lunch till 1</status><priority>5</priority>
<c xmlns="http://jabber.org/protocol/caps" node="http://slixmpp.com/ver/1.17.0"
 ver="rRrDItMdmp="/>
<x xmlns="vcard-temp:x:update"><photo>bd7a6da73b63e81d382372484a4a1df5aa019bc0</photo></x>
<delay xmlns="urn:xmpp:delay" stamp="2026-11-24T09:30:00Z" from="bob@acme.test/laptop"/></presence>"""

REMOTE_REFUSED = """<presence from="kim@nowhere.example" to="alice@acme.test/board" type="error">
<error type="cancel"><not-allowed xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
<text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">Communication with remote domains is not enabled</text>
</error></presence>"""

LIVE = """<message from="bob@acme.test/laptop" to="alice@acme.test/board" type="chat" id="m1">
<body>Is Mr Brown there?</body><active xmlns="http://jabber.org/protocol/chatstates"/>
<request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/>
<stanza-id xmlns="urn:xmpp:sid:0" id="a1" by="alice@acme.test"/></message>"""

ARCHIVED = """<message from="alice@acme.test" to="alice@acme.test/board">
<result xmlns="urn:xmpp:mam:2" queryid="q1" id="a1"><forwarded xmlns="urn:xmpp:forward:0">
<delay xmlns="urn:xmpp:delay" stamp="2026-11-24T09:30:00Z"/>
<message xmlns="jabber:client" from="bob@acme.test/laptop" to="alice@acme.test" type="chat" id="m1">
<body>Is Mr Brown there?</body></message></forwarded></result></message>"""

SENT_CARBON = """<message from="{wrapper}" to="alice@acme.test/board" type="chat">
<sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">
<message xmlns="jabber:client" from="alice@acme.test/phone" to="bob@acme.test" type="chat" id="m2">
<body>from my phone</body></message></forwarded></sent></message>"""

RECEIPT = """<message from="bob@acme.test/laptop" to="alice@acme.test/board" id="r1" type="chat">
<received xmlns="urn:xmpp:receipts" id="m3"/></message>"""

DISPLAYED = """<message from="bob@acme.test/laptop" to="alice@acme.test/board" id="r2" type="chat">
<displayed xmlns="urn:xmpp:chat-markers:0" id="m3"/></message>"""

UNDELIVERED = """<message from="kim@acme.test" to="alice@acme.test/board" type="error" id="m3">
<body>hello</body><error type="cancel">
<service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>"""

COMPOSING = """<message from="bob@acme.test/laptop" to="alice@acme.test/board" type="chat">
<composing xmlns="http://jabber.org/protocol/chatstates"/></message>"""

AVATAR = """<message to="alice@acme.test/board" from="bob@acme.test" type="headline">
<event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:avatar:metadata">
<item id="bd7a"><metadata xmlns="urn:xmpp:avatar:metadata"><info id="bd7a" type="image/png" bytes="152"/>
</metadata></item></items></event></message>"""

ROSTER = """<query xmlns="jabber:iq:roster" ver="7">
<item jid="Bob@acme.test" name="Bobby" subscription="both"><group>Sales</group>
<group>Front desk</group></item>
<item jid="kim@acme.test" ask="subscribe"/>
<item jid="dan@acme.test" subscription="remove"/></query>"""
