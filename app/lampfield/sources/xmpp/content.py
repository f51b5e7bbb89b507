"""The displayed content of a message stanza: its text, or a description of it. Pure."""

from xml.etree.ElementTree import Element

import msgspec

from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.namespaces import (
    ATTENTION,
    CALLS,
    CLIENT,
    CONFERENCE,
    CORRECT,
    EME,
    ENCRYPTED,
    FALLBACK,
    FASTEN,
    MUC_USER,
    OOB,
    REACTIONS,
    RETRACT,
    RETRACT_0,
    XML_LANG,
)

OTR = "?OTR"
"""The beginning of an Off-the-Record (OTR) message."""

PREFERRED_LANGUAGE = "en"
"""The language of the board."""

UNREADABLE = "An encrypted message ({}) arrived, which this board cannot read."
RETRACTED = "This message was retracted."


class Content(msgspec.Struct, frozen=True):
    """The displayed content of a message; without a text nothing is displayed."""

    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    sender: str = ""
    """The original sender, if the stanza's sender only forwards the message."""


class Amendment(msgspec.Struct, frozen=True):
    """A change to an earlier message."""

    corrects: str = ""
    """Sender's id of the message to correct."""
    retracts: str = ""
    """Sender's id of the message to retract."""
    reacts_to: str = ""
    """Id of the message to react to."""
    reactions: str = ""
    """All of the sender's reactions to that message, separated by blanks; empty removes them."""


def read_content(stanza: Element) -> Content:
    """Return the displayed content of ``<message/>``."""
    scheme = _encryption(stanza)
    if scheme:
        return Content(UNREADABLE.format(scheme), MessageKind.ENCRYPTED)
    invitation = _invitation(stanza)
    if invitation is not None:
        return invitation
    kind = MessageKind.HEADLINE if stanza.get("type") == "headline" else MessageKind.TEXT
    text = _text(stanza)
    if not text:
        return _textless_content(stanza)
    if text.startswith(OTR):
        return Content(UNREADABLE.format("OTR"), MessageKind.ENCRYPTED)
    return Content(text, kind)


def read_amendment(stanza: Element) -> Amendment:
    """Return the change that ``<message/>`` makes to an earlier message."""
    return Amendment(
        corrects=_attribute(stanza.find(f"{CORRECT}replace"), "id"),
        retracts=_retracted(stanza),
        reacts_to=_attribute(stanza.find(f"{REACTIONS}reactions"), "id"),
        reactions=" ".join(
            dict.fromkeys(
                (one.text or "").strip()
                for one in stanza.iterfind(f"{REACTIONS}reactions/{REACTIONS}reaction")
                if (one.text or "").strip()
            )
        ),
    )


def is_private_in_room(stanza: Element) -> bool:
    """Return whether a message is a private one in a multi-user chat room (XEP-0045, 7.5)."""
    of_room = stanza.find(f"{MUC_USER}x")
    return of_room is not None and of_room.find(f"{MUC_USER}invite") is None


def _text(stanza: Element) -> str:
    """Return subject and body, without a body that is only a fallback (XEP-0428)."""
    subject = _preferred_text(stanza.findall(f"{CLIENT}subject"))
    body = "" if _is_fallback(stanza) else _preferred_text(stanza.findall(f"{CLIENT}body"))
    url = "" if body else (stanza.findtext(f"{OOB}x/{OOB}url") or "").strip()
    return "\n".join(part for part in (subject.strip(), body or url) if part.strip())


def _preferred_text(texts: list[Element]) -> str:
    """Return the text without a language, else in the board's, else the first (RFC 6121, 5.2.3)."""
    by_language = [(one.get(XML_LANG), one.text or "") for one in texts if (one.text or "").strip()]
    for wanted in (None, PREFERRED_LANGUAGE):
        for language, text in by_language:
            if language == wanted or (wanted and language and language.lower().startswith(f"{wanted}-")):
                return text
    return by_language[0][1] if by_language else ""


def _is_fallback(stanza: Element) -> bool:
    """Return whether the body is only a fallback for clients that do not understand the rest."""
    understood = {REACTIONS.strip("{}"), RETRACT.strip("{}"), RETRACT_0.strip("{}")}
    for fallback in stanza.iterfind(f"{FALLBACK}fallback"):
        if fallback.get("for") in understood and not len(fallback):
            return True
    return bool(_retracted(stanza))


def _retracted(stanza: Element) -> str:
    """Return the id of the retracted message, in the form of XEP-0424 or that before its version 0.4."""
    plain = stanza.find(f"{RETRACT}retract")
    if plain is not None:
        return plain.get("id", "")
    fastened = stanza.find(f"{FASTEN}apply-to")
    if fastened is not None and fastened.find(f"{RETRACT_0}retract") is not None:
        return fastened.get("id", "")
    return ""


def _encryption(stanza: Element) -> str:
    """Return the encryption scheme of a message; empty if it is not encrypted or only carries keys."""
    named = stanza.find(f"{EME}encryption")
    for space, (element, name) in ENCRYPTED.items():
        found = stanza.find(f"{space}{element}")
        if found is None:
            continue
        has_payload = name != "OMEMO" or found.find(f"{space}payload") is not None
        return (_attribute(named, "name") or name) if has_payload else ""
    return _attribute(named, "name") or _attribute(named, "namespace")


def _invitation(stanza: Element) -> Content | None:
    """Return an invitation to a multi-user chat room, sent by the room or by a person."""
    invite = stanza.find(f"{MUC_USER}x/{MUC_USER}invite")
    if invite is not None:
        who = invite.get("from", "")
        name = bare(who) if bare(who) != bare(stanza.get("from", "")) else who.partition("/")[2]
        reason = (invite.findtext(f"{MUC_USER}reason") or "").strip()
        return _invitation_content(stanza.get("from", ""), reason, name)
    direct = stanza.find(f"{CONFERENCE}x")
    if direct is not None and direct.get("jid"):
        return _invitation_content(direct.get("jid", ""), direct.get("reason", "").strip(), "")
    return None


def _invitation_content(room: str, reason: str, sender: str) -> Content:
    words = f"An invitation to the room {bare(room)}, which this board cannot join."
    return Content(f"{words} {reason}".strip(), MessageKind.INVITATION, sender)


def _textless_content(stanza: Element) -> Content:
    """Return the content of a message without a text."""
    if stanza.find(f"{CALLS}propose") is not None:
        return Content("A call through a chat app, which this board cannot answer.", MessageKind.SIGN)
    if stanza.find(f"{ATTENTION}attention") is not None:
        return Content("The sender asks for your attention.", MessageKind.SIGN)
    return Content()


def _attribute(element: Element | None, name: str) -> str:
    return element.get(name, "") if element is not None else ""
