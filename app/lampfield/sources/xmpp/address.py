"""XMPP addresses: the bare one is a contact's key (RFC 7622)."""

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
