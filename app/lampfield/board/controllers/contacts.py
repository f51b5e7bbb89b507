"""The contacts: chat requests, tags, and notes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.card import CardController
from lampfield.board.kit.outcome import Kind
from lampfield.board.widgets.card.notes import keys_of, known_tags
from lampfield.client.handles import Contact
from lampfield.frontend.operations import relationships
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.people import asking
from lampfield.frontend.search.contact_view import ContactView
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain

if TYPE_CHECKING:
    from lampfield.board.dialogs.choice import Chosen


class ContactController:
    """Requests, accepts, removes and adds contacts, and edits their tags and notes.

    Args:
        context: What all controllers share.
        card: Holds the input for tags and notes.
        directory: Knows all tags.
        show_contact: Puts the cursor on a contact, whatever is shown.
    """

    def __init__(
        self,
        context: BoardContext,
        card: CardController,
        directory: ContactView,
        show_contact: Callable[[ContactId], None],
    ) -> None:
        self._context = context
        self._card = card
        self._directory = directory
        self._show_contact = show_contact

    def commands(self) -> tuple[Command, ...]:
        """Return the commands for relationships, tags and notes."""
        condition = self._context.if_contact
        return (
            command("request", self.request, condition(_can_request)),
            command("accept", self.accept, condition(_asks)),
            command("remove", self.remove, condition(_can_remove)),
            command("requests", self.list_requests),
            command("add", self.add),
            command("tags", self.write_tags, condition(_can_tag)),
            command("note", self.write_note, condition()),
        )

    def request(self) -> None:
        """Send a contact request; if the contact has sent one, accept it instead."""
        self._context.perform_on(relationships.request)

    def accept(self) -> None:
        """Accept the contact's request."""
        self._context.perform_on(relationships.accept)

    def remove(self) -> None:
        """Refuse the contact's request at once, or end the relationship once confirmed."""
        self._context.perform_on(relationships.remove)

    def list_requests(self) -> None:
        """List the contact requests."""
        asking = self.asking()
        if asking:
            self._list(asking)
        else:
            self._context.hint("There are no chat requests.")

    def _list(self, asking: Sequence[Contact], first: int = 0) -> None:
        """List contact requests, with the cursor at index ``first``."""
        from lampfield.board.dialogs.choice import Choice

        options = [(_request_text(contact), contact.cid) for contact in asking]
        dialog: Choice[ContactId] = Choice(
            "Chat requests",
            options,
            hint="a or Enter accepts   x refuses   g goes there   Esc closes",
            keys={"a": "accept", "x": "refuse", "g": "go"},
            first=min(first, len(asking) - 1),
        )
        self._context.ask(dialog, lambda chosen: self._answer(chosen, asking))

    def add(self) -> None:
        """Add a contact by chat address."""
        from lampfield.board.dialogs.form import Field, Form

        fields = [
            Field("chat address", required=True, example="alice@example.com"),
            Field("name"),
            Field("tags, separated by commas"),
        ]
        form = Form("Add a contact", fields, hint="Enter asks them   ↓ next line   Esc closes")
        self._context.ask_lines(form, self._add)

    async def write_tags(self) -> None:
        """Edit the contact's tags on the card."""
        contact = self._context.contact
        if contact is None:
            return
        try:
            relationships.check_taggable(contact)
        except NotAvailable as why:
            self._context.hint(str(why))
            return
        box = await self._card.write(lambda text: relationships.set_tags(contact, text))
        tags = "".join(f"{tag}, " for tag in contact.tags or ())
        box.begin(
            f"Tags of {name_of(contact)}, separated by commas", tags, known_tags(self._directory.groups)
        )

    async def write_note(self) -> None:
        """Edit the note on the contact on the card."""
        contact = self._context.contact
        if contact is None:
            return
        keys = keys_of(contact.value)
        note = self._context.notes.of(keys)
        box = await self._card.write(lambda text: self._save_note(contact, keys, text))
        box.begin(f"Note on {name_of(contact)}, only you can see it", f"{note} " if note else "")

    def asking(self) -> list[Contact]:
        """Return the contacts with an open request, sorted by name."""
        if self._context.pbx is None:
            return []
        contacts = self._context.pbx.contacts
        return [contacts[cid] for cid in asking(contacts.values_by_key.values())]

    def _answer(self, chosen: "Chosen[ContactId]", listed: Sequence[Contact]) -> None:
        """Answer one request, and list the remaining ones.

        The list stays open: a key meant for the next request would act on the board.
        """
        contact = self._context.contact_of(chosen.value)
        asking = {it.cid for it in self.asking()}
        if contact is not None and chosen.key == "go":
            self._show_contact(contact.cid)
            return
        if contact is None or contact.cid not in asking:
            # Without an open request, removing would end a relationship.
            self._context.hint("This request has been withdrawn or answered.")
        elif chosen.key == "refuse":
            self._context.perform(lambda: relationships.remove(contact))
        else:
            self._context.perform(lambda: relationships.accept(contact))
        place = [it.cid for it in listed].index(chosen.value)
        if others := [it for it in listed if it.cid in asking - {chosen.value}]:
            self._list(others, place)

    def _save_note(self, contact: Contact, keys: tuple[str, ...], text: str) -> None:
        try:
            self._context.notes.write(keys, text.strip())
        except OSError as error:
            raise NotAvailable(f"The note cannot be written: {error.strerror}.") from error
        self._context.say(
            Kind.DONE,
            f"The note on {name_of(contact)} was saved." if text.strip() else "The note was deleted.",
        )

    def _add(self, lines: tuple[str, ...]) -> Operation | None:
        return relationships.add(self._context.pbx, *lines) if self._context.pbx is not None else None


def _can_request(contact: Contact) -> bool:
    return bool(contact.chat_id) and contact.relationship in (Relationship.NONE, Relationship.ONE_WAY)


def _asks(contact: Contact) -> bool:
    return contact.relationship is Relationship.ASKING


def _can_remove(contact: Contact) -> bool:
    return contact.relationship is not Relationship.NONE or bool(contact.chat_id)


def _can_tag(contact: Contact) -> bool:
    """Return whether the tags can be changed.

    Raises:
        NotAvailable: They cannot.
    """
    relationships.check_taggable(contact)
    return True


def _request_text(contact: Contact) -> Content:
    return Content.assemble((f"{name_of(contact):<26} ", "bold"), (plain(contact.chat_id, 48), "$muted"))
