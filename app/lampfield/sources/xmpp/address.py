"""XMPP addresses: the bare one is a contact's key (RFC 7622)."""

from xml.etree.ElementTree import Element

from slixmpp.jid import JID, InvalidJID

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, Word


def bare(address: str) -> ContactKey:
    """Return the part of an address before the resource, in lower case as servers compare it."""
    return ContactKey(address.partition("/")[0].lower())


def resource(address: str) -> str:
    """Return the resource of an address; empty when it has none."""
    return address.partition("/")[2]


def local_part(address: str) -> str:
    """Return what stands before the ``@``; the whole domain where there is none."""
    return bare(address).partition("@")[0]


def domain(address: str) -> str:
    """Return the server's part of an address."""
    return bare(address).rpartition("@")[2]


def from_own_account(stanza: Element, own: ContactKey) -> bool:
    """Return whether the own account's server sent a stanza (RFC 6120, 8.1.2.1).

    Anybody can send a roster push or a block list push; from others it is a forgery (RFC 6121, 2.1.6).
    The server's own stanzas have no sender, or the account itself as their sender.
    """
    sender = stanza.get("from", "")
    return not sender or bare(sender) == own


def person_address(text: str) -> ContactKey:
    """Return a person's address as servers spell it.

    Raises:
        Refusal: It is none; the word is ``bad-address``.
    """
    try:
        jid = JID(text.strip())
    except InvalidJID as error:
        raise Refusal(Word.BAD_ADDRESS, f"{text!r} is no chat address: {error}.") from error
    if not jid.user or not jid.host or jid.resource:
        raise Refusal(
            Word.BAD_ADDRESS, f"{text!r} is no person's chat address. Write it like alice@example.com."
        )
    return bare(jid.bare)
