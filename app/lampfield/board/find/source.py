"""Sources: where a contact can be reached, which tells what knows of it. Pure.

The feed does not name the sources of a contact, and one may come from several. What it has tells enough: a
number is from the phone server or the directory's file, a chat address from the roster.
"""

from lampfield.model.contact import Contact

BOTH = "Phone and chat"
PHONE = "Phone only"
CHAT = "Chat only"
NEITHER = "Neither"

SOURCES = (BOTH, PHONE, CHAT, NEITHER)


def source_of(contact: Contact) -> str:
    """Return one of `SOURCES`."""
    if contact.number:
        return BOTH if contact.chat_id else PHONE
    return CHAT if contact.chat_id else NEITHER
