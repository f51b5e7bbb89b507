"""XMPP addresses: the bare one is a contact's key (RFC 7622)."""

import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from slixmpp.jid import JID, InvalidJID

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode

_ESCAPES = {
    '"': r"\22",
    "&": r"\26",
    "'": r"\27",
    "/": r"\2f",
    ":": r"\3a",
    "<": r"\3c",
    ">": r"\3e",
    "@": r"\40",
}
"""XEP-0106, 4.2: what cannot stand in a local part. A blank is not escaped here: mostly it is a slip."""
_CHARACTERS = {escape: character for character, escape in _ESCAPES.items()} | {r"\5c": "\\", r"\20": " "}
_ESCAPE = re.compile(r"\\(?:20|22|26|27|2f|3a|3c|3e|40|5c)")


def bare(address: str) -> ContactKey:
    """Return the part of an address before the resource, in lower case as servers compare it."""
    return ContactKey(address.partition("/")[0].lower())


def resource(address: str) -> str:
    """Return the resource of an address; empty when it has none."""
    return address.partition("/")[2]


def local_part(address: str) -> str:
    """Return what stands before the ``@`` as people read it; the whole domain where there is none.

    Gateways write the signs of other networks' addresses with escapes (XEP-0106).
    """
    return _ESCAPE.sub(lambda found: _CHARACTERS[found.group()], bare(address).partition("@")[0])


def domain(address: str) -> str:
    """Return the server's part of an address."""
    return bare(address).rpartition("@")[2]


def own_address(jid: str) -> ContactKey:
    """Return an account's bare address as its server spells it (RFC 7622, 3.3), as far as it is one."""
    try:
        return bare(JID(jid).bare)
    except InvalidJID:
        return bare(jid)


def from_own_account(stanza: Element, own: ContactKey) -> bool:
    """Return whether the own account's server sent a stanza (RFC 6120, 8.1.2.1).

    Anybody can send a roster push or a block list push; from others it is a forgery (RFC 6121, 2.1.6).
    The server's own stanzas have no sender, or the account itself as their sender.
    """
    sender = stanza.get("from", "")
    return not sender or bare(sender) == own


def person_address(text: str) -> ContactKey:
    """Return the address of a person or a gateway as servers spell it.

    Args:
        text: As people write it: also with ``xmpp:`` before it (RFC 5122), in angle brackets, or with
            signs in the local part that must be escaped (XEP-0106), such as ``d'artagnan@inn.example``.

    Raises:
        Refusal: It is none; the word is ``bad-address``.
    """
    written = _without_wrapping(text)
    local, at, host = written.rpartition("@")
    if not host or "/" in host or (at and not local) or (not at and "." not in host):
        raise Refusal(
            RefusalCode.BAD_ADDRESS, f"{text!r} is no person's chat address. Write it like alice@example.com."
        )
    try:
        return bare(JID(f"{_escaped(local)}{at}{host}").bare)
    except InvalidJID as error:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{text!r} is no chat address: {error}.") from error


def _without_wrapping(text: str) -> str:
    """Return an address without what is written around it in mails and on web pages."""
    written = text.strip()
    if written.startswith("<") and written.endswith(">"):
        written = written[1:-1].strip()
    if written[:5].lower() == "xmpp:":
        # RFC 5122, 2.2: an authority may stand before the address, a query after it.
        written = unquote(written[5:].partition("?")[0])
        if written.startswith("//"):
            _, _, authority, *path = written.split("/")
            written = path[0] if path and path[0] else authority
    return written


def _escaped(local: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in local)
