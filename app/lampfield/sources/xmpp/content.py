"""What a message stanza says in itself: its text, and what it is where the text does not say so. Pure."""

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
"""What a text of Off-the-Record Messaging begins with."""

PREFERRED_LANGUAGE = "en"
"""The board's own."""

UNREADABLE = "An encrypted message ({}) came, which this board cannot read."
RETRACTED = "This message was retracted."


class Content(msgspec.Struct, frozen=True):
    """What is to be shown of a message; without a text there is nothing to be shown."""

    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    sender: str = ""
    """Who said it, where the stanza's own sender only passes it on."""


class Amendment(msgspec.Struct, frozen=True):
    """What a message does to an earlier one."""

    corrects: str = ""
    """The sender's id of the message whose text is another one now."""
    retracts: str = ""
    """The sender's id of the message that is taken back."""
    reacts_to: str = ""
    """The id of the message that gets the reactions."""
    reactions: str = ""
    """All that the sender has given to that message, separated by blanks; empty: taken back."""


def read_content(stanza: Element) -> Content:
    """Return what is to be shown of ``<message/>``."""
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
    """Return what ``<message/>`` does to an earlier message."""
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
    """Return whether a message was said in private in a chat room of many (XEP-0045, 7.5)."""
    of_room = stanza.find(f"{MUC_USER}x")
    return of_room is not None and of_room.find(f"{MUC_USER}invite") is None


def _text(stanza: Element) -> str:
    """Return subject and body; a body that stands for what is understood otherwise is left out (XEP-0428)."""
    subject = _preferred_text(stanza.findall(f"{CLIENT}subject"))
    body = "" if _is_fallback(stanza) else _preferred_text(stanza.findall(f"{CLIENT}body"))
    url = "" if body else (stanza.findtext(f"{OOB}x/{OOB}url") or "").strip()
    return "\n".join(part for part in (subject.strip(), body or url) if part.strip())


def _preferred_text(texts: list[Element]) -> str:
    """Return the text without a language, else the one in the board's, else the first: RFC 6121, 5.2.3."""
    by_language = [(one.get(XML_LANG), one.text or "") for one in texts if (one.text or "").strip()]
    for wanted in (None, PREFERRED_LANGUAGE):
        for language, text in by_language:
            if language == wanted or (wanted and language and language.lower().startswith(f"{wanted}-")):
                return text
    return by_language[0][1] if by_language else ""


def _is_fallback(stanza: Element) -> bool:
    """Return whether the body is only there for those who do not understand the rest."""
    understood = {REACTIONS.strip("{}"), RETRACT.strip("{}"), RETRACT_0.strip("{}")}
    for fallback in stanza.iterfind(f"{FALLBACK}fallback"):
        if fallback.get("for") in understood and not len(fallback):
            return True
    return bool(_retracted(stanza))


def _retracted(stanza: Element) -> str:
    """Return which message is retracted, as XEP-0424 says it now, and as it said it before version 0.4."""
    plain = stanza.find(f"{RETRACT}retract")
    if plain is not None:
        return plain.get("id", "")
    fastened = stanza.find(f"{FASTEN}apply-to")
    if fastened is not None and fastened.find(f"{RETRACT_0}retract") is not None:
        return fastened.get("id", "")
    return ""


def _encryption(stanza: Element) -> str:
    """Return by which means a message is encrypted; empty: it is not, or it only carries keys."""
    named = stanza.find(f"{EME}encryption")
    for space, (element, name) in ENCRYPTED.items():
        found = stanza.find(f"{space}{element}")
        if found is None:
            continue
        has_payload = name != "OMEMO" or found.find(f"{space}payload") is not None
        return (_attribute(named, "name") or name) if has_payload else ""
    return _attribute(named, "name") or _attribute(named, "namespace")


def _invitation(stanza: Element) -> Content | None:
    """Return an invitation into a room of many, passed on by the room or sent by a person."""
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
    """Return what a message without a text wants."""
    if stanza.find(f"{CALLS}propose") is not None:
        return Content("A call over the chat program, which this board cannot take.", MessageKind.SIGN)
    if stanza.find(f"{ATTENTION}attention") is not None:
        return Content("Your attention is wanted.", MessageKind.SIGN)
    return Content()


def _attribute(element: Element | None, name: str) -> str:
    return element.get(name, "") if element is not None else ""
