"""What the relationship keys do."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen
from lampfield.deeds import relationships
from lampfield.deeds.deed import Deed
from lampfield.feed.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship
from lampfield.model.text import plain
from lampfield.words.names import name_of

if TYPE_CHECKING:
    from lampfield.board.dialogs.choice import Chosen


class RelationshipActions(ActingScreen):
    """Ask, accept, remove, add, and those who ask."""

    def action_request(self) -> None:
        """Ask the contact; one who asks is accepted by that."""
        self._perform_on(relationships.request)

    def action_accept(self) -> None:
        """Accept the contact's request."""
        self._perform_on(relationships.accept)

    def action_remove(self) -> None:
        """Refuse the contact's request at once, or end the relationship after a question."""
        self._perform_on(relationships.remove)

    def action_askers(self) -> None:
        """List those who ask."""
        asking = self.asking()
        if asking:
            self._list_askers(asking)
        else:
            self.hint("There are no chat requests.")

    def _list_askers(self, asking: Sequence[Contact], first: int = 0) -> None:
        """List contacts that ask, with the cursor on the one at place ``first``."""
        from lampfield.board.dialogs.choice import Choice

        options = [(_asker_text(contact), contact.cid) for contact in asking]
        dialog: Choice[ContactId] = Choice(
            "Chat requests",
            options,
            hint="a or Enter accepts   x refuses   g goes there   Esc closes",
            keys={"a": "accept", "x": "refuse", "g": "go"},
            first=min(first, len(asking) - 1),
        )
        self.ask(dialog, lambda chosen: self._answer_asker(chosen, asking))

    def action_add(self) -> None:
        """Add somebody by chat address."""
        from lampfield.board.dialogs.form import Field, Form

        fields = [
            Field("chat address", required=True, example="alice@example.com"),
            Field("name"),
            Field("tags, separated by commas"),
        ]
        form = Form("Add a contact", fields, hint="Enter asks them   ↓ next line   Esc closes")
        self.ask_lines(form, self._add)

    def asking(self) -> list[Contact]:
        """Return those who ask, by name."""
        if self.pbx is None:
            return []
        contacts = self.pbx.contacts
        asking = (
            value for value in contacts.values_by_key.values() if value.relationship is Relationship.ASKING
        )
        return [contacts[value.cid] for value in sorted(asking, key=lambda value: value.name.casefold())]

    def _perform_on(self, plan: Callable[[Contact], Deed]) -> None:
        """Do what a plan returns for the contact under the cursor."""
        if (contact := self.contact) is not None:
            self.perform(lambda: plan(contact))

    def _answer_asker(self, chosen: "Chosen[ContactId]", listed: Sequence[Contact]) -> None:
        """Answer one request, and list the others again.

        If the list closed, a letter meant for the next request would reach the board.
        """
        contact = self.pbx.contacts.get(chosen.value) if self.pbx is not None else None
        asking = {it.cid for it in self.asking()}
        if contact is not None and chosen.key == "go":
            self.show_contact(contact.cid)
            return
        if contact is None or contact.cid not in asking:
            # Removing one who no longer asks would end a relationship.
            self.hint("This request was withdrawn or answered meanwhile.")
        elif chosen.key == "refuse":
            self.perform(lambda: relationships.remove(contact))
        else:
            self.perform(lambda: relationships.accept(contact))
        place = [it.cid for it in listed].index(chosen.value)
        if others := [it for it in listed if it.cid in asking - {chosen.value}]:
            self._list_askers(others, place)

    def _add(self, lines: tuple[str, ...]) -> Deed | None:
        return relationships.add(self.pbx, *lines) if self.pbx is not None else None


def _asker_text(contact: Contact) -> Content:
    return Content.assemble((f"{name_of(contact):<26} ", "bold"), (plain(contact.chat_id, 48), "$muted"))
