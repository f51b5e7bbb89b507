"""What the relationship keys do."""

from typing import TYPE_CHECKING

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen, name_of
from lampfield.feed.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain

if TYPE_CHECKING:
    from lampfield.board.dialogs.choice import Chosen


class RelationshipActions(ActingScreen):
    """Ask, accept, remove, add, and those who ask."""

    def action_request(self) -> None:
        """Ask the contact; one who asks is accepted by that."""
        contact = self.contact
        if contact is None:
            return
        if contact.relationship is Relationship.ASKING:
            self._accept(contact)
        else:
            name = name_of(contact)
            self.act(contact.xmpp_req(), f"asking {name}…", f"{name} is asked for a chat relationship.")

    def action_accept(self) -> None:
        """Accept the contact's request."""
        contact = self.contact
        if contact is None:
            return
        if contact.relationship is not Relationship.ASKING:
            self.hint(f"{name_of(contact)} does not ask for a relationship. r asks them; A lists who asks.")
            return
        self._accept(contact)

    def action_remove(self) -> None:
        """Refuse the contact's request at once, or end the relationship after a question."""
        contact = self.contact
        if contact is None:
            return
        match contact.relationship:
            case Relationship.ASKING:
                self._refuse(contact)
            case Relationship.NONE if not contact.chat_id:
                self.hint(f"There is no chat relationship with {name_of(contact)}.")
            case _:
                self._confirm_removal(contact)

    def action_askers(self) -> None:
        """List those who ask."""
        from lampfield.board.dialogs.choice import Choice

        asking = self.asking()
        if not asking:
            self.hint("Nobody asks for a relationship.")
            return
        options = [(_asker_text(contact), contact.cid) for contact in asking]
        dialog: Choice[ContactId] = Choice(
            "They ask for a chat relationship",
            options,
            hint="a or Enter accepts   x refuses   g goes there   Esc closes",
            keys={"a": "accept", "x": "refuse", "g": "go"},
        )
        self.ask(dialog, self._answer_asker)

    def action_add(self) -> None:
        """Add somebody by chat address."""
        from lampfield.board.dialogs.form import Field, Form

        fields = [
            Field("chat address", required=True, example="alice@example.com"),
            Field("name"),
            Field("tags, parted by commas"),
        ]
        form = Form("Add a contact", fields, hint="Enter asks them   ↓ next line   Esc closes")
        self.ask(form, self._add)

    def asking(self) -> list[Contact]:
        """Return those who ask, by name."""
        if self.pbx is None:
            return []
        contacts = self.pbx.contacts
        asking = (
            value for value in contacts.values_by_key.values() if value.relationship is Relationship.ASKING
        )
        return [contacts[value.cid] for value in sorted(asking, key=lambda value: value.name.casefold())]

    def _accept(self, contact: Contact) -> None:
        name = name_of(contact)
        self.act(contact.xmpp_auth(), f"accepting {name}…", f"{name} is accepted.")

    def _refuse(self, contact: Contact) -> None:
        name = name_of(contact)
        self.act(contact.xmpp_del(), f"refusing {name}…", f"{name}'s request is refused.")

    def _confirm_removal(self, contact: Contact) -> None:
        from lampfield.board.dialogs.confirm import Confirm

        name = name_of(contact)
        if contact.relationship is Relationship.NONE:
            dialog = Confirm(f"Take {name} out of your contacts? Name and tags are lost.", "take out")
        else:
            dialog = Confirm(
                f"End the chat relationship with {name}? You no longer see each other.", "end it"
            )
        self.ask(dialog, lambda yes: self._remove(contact) if yes else None)

    def _remove(self, contact: Contact) -> None:
        name = name_of(contact)
        self.act(contact.xmpp_del(), f"removing {name}…", f"The relationship with {name} is removed.")

    def _answer_asker(self, chosen: "Chosen[ContactId]") -> None:
        contact = self.pbx.contacts.get(chosen.value) if self.pbx is not None else None
        if contact is None:
            self.hint("This request was withdrawn meanwhile.")
        elif chosen.key == "go":
            self.show_contact(contact.cid)
        elif chosen.key == "refuse":
            self._refuse(contact)
        else:
            self._accept(contact)

    def _add(self, fields: tuple[str, ...]) -> None:
        address, name, tags = fields
        if self.pbx is not None:
            adding = self.pbx.add_contact(address, name, tags_of(tags))
            self.act(adding, f"asking {address}…", f"{address} is asked for a chat relationship.")


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a line, each once, in the order in which they were typed."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))


def _asker_text(contact: Contact) -> Content:
    return Content.assemble((f"{name_of(contact):<26} ", "bold"), (plain(contact.chat_id, 48), "$muted"))
