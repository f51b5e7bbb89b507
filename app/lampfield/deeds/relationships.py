"""What one does about chat relationships and tags."""

from lampfield.deeds.deed import Deed, Impossible
from lampfield.feed.contact import Contact
from lampfield.feed.pbx import PBX
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain
from lampfield.words.names import name_of


def request(contact: Contact) -> Deed:
    """Ask a contact; one who asks is accepted by that."""
    if contact.relationship is Relationship.ASKING:
        return accept(contact)
    name = name_of(contact)
    return Deed(contact.xmpp_req, f"asking {name}…", f"{name} is asked for a chat relationship.")


def accept(contact: Contact) -> Deed:
    """Accept a contact's request.

    Raises:
        Impossible: There is none.
    """
    name = name_of(contact)
    if contact.relationship is not Relationship.ASKING:
        raise Impossible(f"{name} does not ask for a relationship.")
    return Deed(contact.xmpp_auth, f"accepting {name}…", f"{name} is accepted.")


def remove(contact: Contact) -> Deed:
    """Refuse a contact's request at once, or end the relationship after a question.

    Raises:
        Impossible: There is none.
    """
    name = name_of(contact)
    if contact.relationship is Relationship.ASKING:
        return Deed(contact.xmpp_del, f"refusing {name}…", f"{name}'s request is refused.")
    underway, done = f"removing {name}…", f"The relationship with {name} is removed."
    if contact.relationship is not Relationship.NONE:
        question = f"End the chat relationship with {name}? You will no longer see each other's presence."
        return Deed(contact.xmpp_del, underway, done, question, "end it")
    if not contact.chat_id:
        raise Impossible(f"There is no chat relationship with {name}.")
    question = f"Take {name} out of your contacts? Name and tags are lost."
    return Deed(contact.xmpp_del, underway, done, question, "take out")


def check_taggable(contact: Contact) -> None:
    """Make sure that a contact's tags can be changed.

    Raises:
        Impossible: They cannot.
    """
    if not contact.can_tag:
        raise Impossible(f"{name_of(contact)} cannot be tagged by you.")


def set_tags(contact: Contact, text: str) -> Deed:
    """Replace a contact's tags by those of a line.

    Raises:
        Impossible: They cannot be changed.
    """
    check_taggable(contact)
    tags, name = tags_of(text), name_of(contact)
    said = ", ".join(plain(tag, 40) for tag in tags) or "none"
    return Deed(lambda: contact.set_tags(tags), f"tagging {name}…", f"Tags of {name}: {said}.")


def add(pbx: PBX, address: str, name: str = "", tags: str = "") -> Deed:
    """Ask somebody who is no contact yet, by chat address."""
    return Deed(
        lambda: pbx.add_contact(address, name, tags_of(tags)),
        f"asking {address}…",
        f"{address} is asked for a chat relationship.",
    )


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a line, each once, in the order in which they were typed."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))
