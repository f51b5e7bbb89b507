"""Operations on chat relationships and tags."""

from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.wording import name_of
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain


def request(contact: Contact) -> Operation:
    """Send a contact request, or accept the contact's own."""
    if contact.relationship is Relationship.ASKING:
        return accept(contact)
    name = name_of(contact)
    return Operation(contact.xmpp_req, f"asking {name}…", f"Request sent to {name}.")


def accept(contact: Contact) -> Operation:
    """Accept a contact's request.

    Raises:
        NotAvailable: The contact has sent none.
    """
    name = name_of(contact)
    if contact.relationship is not Relationship.ASKING:
        raise NotAvailable(f"{name} has sent no contact request.")
    return Operation(contact.xmpp_auth, f"accepting {name}…", f"{name}'s request is accepted.")


def remove(contact: Contact) -> Operation:
    """Refuse a contact's request at once, or end the relationship after a confirmation.

    Raises:
        NotAvailable: There is neither.
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
    question = f"Remove {name} from your contacts? The name and tags are lost."
    return Operation(contact.xmpp_del, underway, done, question, "remove")


def check_taggable(contact: Contact) -> None:
    """Check that a contact's tags can be changed.

    Raises:
        NotAvailable: They cannot.
    """
    if not contact.can_tag:
        raise NotAvailable(f"You cannot tag {name_of(contact)}.")


def set_tags(contact: Contact, text: str) -> Operation:
    """Replace a contact's tags by those of a comma-separated line.

    Raises:
        NotAvailable: They cannot be changed.
    """
    check_taggable(contact)
    tags, name = tags_of(text), name_of(contact)
    done = ", ".join(plain(tag, 40) for tag in tags) or "none"
    return Operation(lambda: contact.set_tags(tags), f"tagging {name}…", f"Tags of {name}: {done}.")


def add(pbx: PBX, address: str, name: str = "", tags: str = "") -> Operation:
    """Send a contact request to a chat address that is not a contact yet."""
    return Operation(
        lambda: pbx.add_contact(address, name, tags_of(tags)),
        f"asking {address}…",
        f"Request sent to {address}.",
    )


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a comma-separated line, each once, in their order."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))
