"""Handlers for relationships, tags, photos and watched contacts."""

from pathlib import Path

from lampfield.client.photos import PhotoImage
from lampfield.config.places import FolderUnknown, expanded, is_there
from lampfield.frontend.operations import relationships
from lampfield.frontend.wording import name_of
from lampfield.model.text import plain
from lampfield.plain.command import Unclear
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.handlers.people import list_in_state
from lampfield.plain.session import PlainSession

NONE = "none"


async def request(session: PlainSession, rest: str) -> None:
    """Send a contact request."""
    await session.perform_on(session.resolver.one(rest), relationships.request)


async def accept(session: PlainSession, rest: str) -> None:
    """Accept a contact's request."""
    await session.perform_on(session.resolver.one(rest), relationships.accept)


async def remove(session: PlainSession, rest: str) -> None:
    """Refuse a contact's request, or end the relationship."""
    await session.perform_on(session.resolver.one(rest), relationships.remove)


async def tags(session: PlainSession, rest: str) -> None:
    """Write a contact's tags, or replace them."""
    contact, text = session.resolver.split(rest)
    if not text:
        said = ", ".join(plain(tag, 40) for tag in contact.tags or ()) or "none"
        limit = "" if contact.can_tag else "; not yours to change"
        session.say(f"tags of {name_of(contact)}: {said}{limit}")
        return
    text = "" if text.lower() == NONE else text
    await session.perform_on(contact, lambda contact: relationships.set_tags(contact, text))


async def add(session: PlainSession, rest: str) -> None:
    """Send a contact request to a new address."""
    address, _, name = rest.partition(" ")
    if "@" not in address:
        raise Unclear(
            "Add which address? Type add, a chat address such as alice@example.com, and maybe a name."
        )
    await session.perform(lambda: relationships.add(session.pbx, address, name.strip()))


async def photo(session: PlainSession, rest: str) -> None:
    """Describe a contact's photo, or save it to a file."""
    contact, file = session.resolver.split(rest)
    picture = await contact.photo()
    if picture is None:
        session.say(f"no photo of {name_of(contact)}.")
    elif file:
        await _keep(session, picture, file)
    else:
        what = "photo" if contact.photo_id else "no photo, but a placeholder"
        session.say(f"{what}, {name_of(contact)}: {picture.media_type}, {len(picture.data)} bytes.")


async def _keep(session: PlainSession, picture: PhotoImage, file: str) -> None:
    try:
        path = expanded(Path(file))
    except FolderUnknown as why:
        session.fail(f"failed: {why}.")
        return
    if is_there(path) and not await session.is_sure(f"{file} is there already.", "write over it"):
        session.say("nothing changed.")
        return
    try:
        _write(path, picture.data)
    except OSError as error:
        session.fail(f"failed: {file} cannot be written: {error.strerror}.")
    else:
        session.say(f"done: {file} holds the photo, {picture.media_type}.")


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


async def watch(session: PlainSession, rest: str) -> None:
    """Start announcing a contact's changes, or list the watched contacts."""
    if not rest:
        list_in_state(session, "watched", "")
        return
    contact = session.resolver.one(rest)
    session.announcer.watch(contact.value)
    session.say(f"done: {name_of(contact)} is watched; now {session.line_of(contact.cid)}.")


async def unwatch(session: PlainSession, rest: str) -> None:
    """Stop announcing a contact's changes."""
    contact = session.resolver.one(rest)
    session.announcer.unwatch(contact.cid)
    session.say(f"done: {name_of(contact)} is no longer watched.")


HANDLERS: Handlers = {
    "request": request,
    "accept": accept,
    "remove": remove,
    "tags": tags,
    "add": add,
    "photo": photo,
    "watch": watch,
    "unwatch": unwatch,
}
