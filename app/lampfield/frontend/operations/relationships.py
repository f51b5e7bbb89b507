"""What one does about chat relationships and tags."""

from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.wording import name_of
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain


def request(contact: Contact) -> Operation:
    """Ask a contact; one who asks is accepted by that."""
    if contact.relationship is Relationship.ASKING:
        return accept(contact)
    name = name_of(contact)
    return Operation(contact.xmpp_req, f"asking {name}…", f"{name} is asked for a chat relationship.")


def accept(contact: Contact) -> Operation:
    """Accept a contact's request.

    Raises:
        NotAvailable: There is none.
    """
    name = name_of(contact)
    if contact.relationship is not Relationship.ASKING:
        raise NotAvailable(f"{name} does not ask for a relationship.")
    return Operation(contact.xmpp_auth, f"accepting {name}…", f"{name} is accepted.")


def remove(contact: Contact) -> Operation:
    """Refuse a contact's request at once, or end the relationship after a question.

    Raises:
        NotAvailable: There is none.
    """
    name = name_of(contact)
    if contact.relationship is Relationship.ASKING:
        return Operation(contact.xmpp_del, f"refusing {name}…", f"{name}'s request is refused.")
    underway, done = f"removing {name}…", f"The relationship with {name} is removed."
    if contact.relationship is not Relationship.NONE:
        question = f"End the chat relationship with {name}? You will no longer see each other's presence."
        return Operation(contact.xmpp_del, underway, done, question, "end it")
    if not contact.chat_id:
        raise NotAvailable(f"There is no chat relationship with {name}.")
    question = f"Take {name} out of your contacts? Name and tags are lost."
    return Operation(contact.xmpp_del, underway, done, question, "take out")


def check_taggable(contact: Contact) -> None:
    """Make sure that a contact's tags can be changed.

    Raises:
        NotAvailable: They cannot.
    """
    if not contact.can_tag:
        raise NotAvailable(f"{name_of(contact)} cannot be tagged by you.")


def set_tags(contact: Contact, text: str) -> Operation:
    """Replace a contact's tags by those of a line.

    Raises:
        NotAvailable: They cannot be changed.
    """
    check_taggable(contact)
    tags, name = tags_of(text), name_of(contact)
    said = ", ".join(plain(tag, 40) for tag in tags) or "none"
    return Operation(lambda: contact.set_tags(tags), f"tagging {name}…", f"Tags of {name}: {said}.")


def add(pbx: PBX, address: str, name: str = "", tags: str = "") -> Operation:
    """Ask somebody who is no contact yet, by chat address."""
    return Operation(
        lambda: pbx.add_contact(address, name, tags_of(tags)),
        f"asking {address}…",
        f"{address} is asked for a chat relationship.",
    )


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a line, each once, in the order in which they were typed."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))
