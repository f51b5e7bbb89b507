"""The scripted chat server's answers, computed from its state."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape, quoteattr

from tests.sources.xmpp import scripted_archive as archive
from tests.sources.xmpp.scripted_stream import CLIENT, Session, Stream

if TYPE_CHECKING:
    from tests.sources.xmpp.scripted_server import ScriptedServer

ROSTER = "{jabber:iq:roster}"
BLOCKING = "{urn:xmpp:blocking}"
PUBSUB = "{http://jabber.org/protocol/pubsub}"
STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"

Handle = Callable[["ScriptedServer", Stream, Element], str]
"""Returns the payload of an IQ result, or the whole answer to another stanza."""


class StanzaError(Exception):
    """An error that answers a stanza (RFC 6120, 8.3).

    Args:
        kind: ``cancel``, ``auth``, ``wait`` or ``modify``.
        condition: Such as ``item-not-found``.
        text: In words.
    """

    def __init__(self, kind: str, condition: str, text: str = "") -> None:
        super().__init__(condition)
        words = f"<text xmlns='{STANZAS}'>{escape(text)}</text>" if text else ""
        self.xml = f"<error type='{kind}'><{condition} xmlns='{STANZAS}'/>{words}</error>"


class NotAnswered(Exception):
    """The stanza gets no answer."""


def unavailable(_: "ScriptedServer", __: Stream, ___: Element) -> str:
    """Refuse an unknown request."""
    raise StanzaError("cancel", "service-unavailable")


def _bind(server: "ScriptedServer", stream: Stream, stanza: Element) -> str:
    wish = next((it.text for it in stanza.iter("{urn:ietf:params:xml:ns:xmpp-bind}resource")), None)
    jid = f"{server.account}/{wish or 'board'}"
    server.attach(Session(jid), stream)
    return f"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{jid}</jid></bind>"


def _roster(server: "ScriptedServer", _: Stream, __: Element) -> str:
    return f"<query xmlns='jabber:iq:roster'>{''.join(server.roster.values())}</query>"


def _set_roster(server: "ScriptedServer", _: Stream, stanza: Element) -> str:
    item = stanza.find(f"{ROSTER}query/{ROSTER}item")
    assert item is not None
    jid = item.get("jid", "")
    if item.get("subscription") == "remove":
        if jid not in server.roster:
            raise StanzaError("cancel", "item-not-found")
        del server.roster[jid]
        server.push(f"<item jid='{jid}' subscription='remove'/>")
        return ""
    known = server.item(jid)
    for name in ("subscription", "ask"):
        if known is not None and known.get(name):
            item.set(name, known.get(name, ""))
    item.attrib.setdefault("subscription", "none")
    server.roster[jid] = _plain(item)
    server.push(server.roster[jid])
    return ""


def _block_list(server: "ScriptedServer", _: Stream, __: Element) -> str:
    items = "".join(f"<item jid={quoteattr(jid)}/>" for jid in server.blocked)
    return f"<blocklist xmlns='urn:xmpp:blocking'>{items}</blocklist>"


def _nothing(_: "ScriptedServer", __: Stream, ___: Element) -> str:
    return ""


def _features(server: "ScriptedServer", _: Stream, __: Element) -> str:
    features = "".join(f"<feature var={quoteattr(name)}/>" for name in server.features)
    identity = "<identity category='server' type='im' name='scripted'/>"
    return f"<query xmlns='http://jabber.org/protocol/disco#info'>{identity}{features}</query>"


def _read_archive(server: "ScriptedServer", stream: Stream, stanza: Element) -> str:
    query = archive.parse_request(stanza[0])
    page = server.read_archive(server.archive, query)
    if not page.is_found:
        raise StanzaError("cancel", "item-not-found")
    assert stream.session is not None
    for kept in page.kept:
        stream.session.send(archive.result(kept, query, server.account))
    return archive.fin(page)


def _items(server: "ScriptedServer", _: Stream, stanza: Element) -> str:
    items = stanza[0].find(f"{PUBSUB}items")
    node = items.get("node", "") if items is not None else ""
    item = server.published.get((stanza.get("to", server.account), node))
    if item is None:
        raise StanzaError("cancel", "item-not-found")
    return f"<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{node}'>{item}</items></pubsub>"


def _vcard(server: "ScriptedServer", _: Stream, stanza: Element) -> str:
    card = server.vcards.get(stanza.get("to", server.account))
    if card is None:
        raise StanzaError("cancel", "item-not-found")
    return f"<vCard xmlns='vcard-temp'>{card}</vCard>"


def _presence(server: "ScriptedServer", stream: Stream, stanza: Element) -> str:
    """Process a presence. The first broadcast one is answered with contacts' presences and requests."""
    if stanza.get("to"):
        return _relation(server, stanza)
    assert stream.session is not None
    of_kind = f" type='{stanza.get('type')}'" if stanza.get("type") else ""
    inside = "".join(_plain(child) for child in stanza)
    server.send(f"<presence from='{stream.session.jid}' to='{server.account}'{of_kind}>{inside}</presence>")
    if not of_kind and stream.session.is_new:
        stream.session.is_new = False
        for told in (*server.presences.values(), *server.requests.values()):
            stream.session.send(told)
    elif of_kind:
        stream.session.is_new = True
    return ""


def _relation(server: "ScriptedServer", stanza: Element) -> str:
    """Update the roster subscription (RFC 6121, appendix A)."""
    jid, kind = stanza.get("to", ""), stanza.get("type", "")
    known = server.item(jid)
    ask = known.get("ask") if known is not None else None
    has = known.get("subscription", "none") if known is not None else "none"
    match kind:
        case "subscribe" if has in ("none", "from"):
            ask = "subscribe"
        case "unsubscribe":
            has, ask = {"both": "from", "to": "none"}.get(has, has), None
        case "subscribed" if jid in server.requests:
            del server.requests[jid]
            has = {"none": "from", "to": "both"}.get(has, has)
        case "unsubscribed":
            server.requests.pop(jid, None)
            has = {"both": "to", "from": "none"}.get(has, has)
        case _:
            return ""
    if known is None and kind in ("unsubscribe", "unsubscribed"):
        return ""
    asked = " ask='subscribe'" if ask else ""
    name = quoteattr(known.get("name", "")) if known is not None else "''"
    groups = "".join(_plain(group) for group in known) if known is not None else ""
    server.roster[jid] = f"<item jid='{jid}' name={name} subscription='{has}'{asked}>{groups}</item>"
    server.push(server.roster[jid])
    return ""


def _message(server: "ScriptedServer", stream: Stream, stanza: Element) -> str:
    """Process a message; one with a body is archived."""
    assert stream.session is not None
    if stanza.find(f"{CLIENT}body") is not None:
        stanza.set("from", stream.session.jid)
        server.keep(stanza.get("to", ""), tostring(stanza, "unicode"))
    return ""


def _plain(element: Element) -> str:
    """Return an element as XML without its namespace."""
    copy = Element(element.tag.rpartition("}")[2], element.attrib)
    inside = escape(element.text or "") + "".join(_plain(child) for child in element)
    start = tostring(copy, "unicode").removesuffix(" />")
    return f"{start}>{inside}</{copy.tag}>"


ANSWERS: dict[str, Handle] = {
    "bind": _bind,
    "get query jabber:iq:roster": _roster,
    "set query jabber:iq:roster": _set_roster,
    "get blocklist urn:xmpp:blocking": _block_list,
    "set enable urn:xmpp:carbons:2": _nothing,
    "set session urn:ietf:params:xml:ns:xmpp-session": _nothing,
    "get ping urn:xmpp:ping": _nothing,
    "get query http://jabber.org/protocol/disco#info": _features,
    "set query urn:xmpp:mam:2": _read_archive,
    "get pubsub http://jabber.org/protocol/pubsub": _items,
    "get vCard vcard-temp": _vcard,
    "presence": _presence,
    "message": _message,
}
