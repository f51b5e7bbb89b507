"""XMPP addresses (RFC 7622). The bare address is the key of a contact."""

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
"""Characters that are invalid in a local part (XEP-0106, 4.2). A blank is rejected: it is usually a typing
error."""
_CHARACTERS = {escape: character for character, escape in _ESCAPES.items()} | {r"\5c": "\\", r"\20": " "}
_ESCAPE = re.compile(r"\\(?:20|22|26|27|2f|3a|3c|3e|40|5c)")


def bare(address: str) -> ContactKey:
    """Return the address without its resource, in lower case as servers compare it."""
    return ContactKey(address.partition("/")[0].lower())


def resource(address: str) -> str:
    """Return the resource of an address; empty if it has none."""
    return address.partition("/")[2]


def local_part(address: str) -> str:
    """Return the part before the ``@`` with XEP-0106 escapes decoded; the domain if there is no ``@``.

    Gateways escape characters of addresses in other networks.
    """
    return _ESCAPE.sub(lambda found: _CHARACTERS[found.group()], bare(address).partition("@")[0])


def domain(address: str) -> str:
    """Return the domain of an address."""
    return bare(address).rpartition("@")[2]


def own_address(jid: str) -> ContactKey:
    """Return the bare address of an account, normalized (RFC 7622, 3.3) if it is valid."""
    try:
        return bare(JID(jid).bare)
    except InvalidJID:
        return bare(jid)


def from_own_account(stanza: Element, own: ContactKey) -> bool:
    """Return whether a stanza comes from the account's own server (RFC 6120, 8.1.2.1).

    Anyone can send a roster push or block list push; from any other sender it is forged (RFC 6121, 2.1.6).
    The server's own stanzas have no sender, or the account as their sender.
    """
    sender = stanza.get("from", "")
    return not sender or bare(sender) == own


def person_address(text: str) -> ContactKey:
    """Return the normalized address of a person or gateway.

    Args:
        text: As a person types it: optionally with ``xmpp:`` (RFC 5122), in angle brackets, or with
            characters in the local part that need escaping (XEP-0106), such as
            ``d'artagnan@inn.example``.

    Raises:
        Refusal: The address is invalid; the code is ``bad-address``.
    """
    written = _without_wrapping(text)
    local, at, host = written.rpartition("@")
    if not host or "/" in host or (at and not local) or (not at and "." not in host):
        raise Refusal(
            RefusalCode.BAD_ADDRESS,
            f"{text!r} is not a person's chat address. Write it like alice@example.com.",
        )
    try:
        return bare(JID(f"{_escaped(local)}{at}{host}").bare)
    except InvalidJID as error:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{text!r} is not a chat address: {error}.") from error


def _without_wrapping(text: str) -> str:
    """Remove the scheme and brackets that mails and web pages put around an address."""
    written = text.strip()
    if written.startswith("<") and written.endswith(">"):
        written = written[1:-1].strip()
    if written[:5].lower() == "xmpp:":
        # RFC 5122, 2.2: an authority may precede the address, and a query may follow it.
        written = unquote(written[5:].partition("?")[0])
        if written.startswith("//"):
            _, _, authority, *path = written.split("/")
            written = path[0] if path and path[0] else authority
    return written


def _escaped(local: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in local)
