"""The card: its contents, and the input for tags and notes."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.widgets.card.lines import CardFacts
from lampfield.board.widgets.card.notes import keys_of
from lampfield.board.widgets.card.pane import CardPane, PhotoKey
from lampfield.client.handles import Contact
from lampfield.client.replica import Batch
from lampfield.config.settings import PhotoChoice
from lampfield.frontend.events.call_ends import call_ends_of
from lampfield.frontend.history import CallHistory
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.views import properties_of
from lampfield.frontend.wording import name_of, state_line
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.text import plain

if TYPE_CHECKING:
    from PIL.Image import Image

    from lampfield.board.widgets.card.box import CardBox


TEXT_PROPERTIES = ("company", "e-mail", "chat address", "tags")
"""The properties that a copied card lists below the contact's state."""


class CardController:
    """Fills the card: details, photo, recent calls, and the input for tags and notes.

    Args:
        context: What all controllers share.
        pane: The card.
        side: Parent of the input, below the card.
        grid: Gets the focus back afterwards.
        drafts: Unsent chat text by contact.
    """

    def __init__(
        self,
        context: BoardContext,
        pane: CardPane,
        side: Widget,
        grid: Widget,
        drafts: Mapping[ContactId, str],
    ) -> None:
        self._context = context
        self._pane = pane
        self._side = side
        self._grid = grid
        self._drafts = drafts
        self._history = CallHistory()
        self._detailed = False
        """Whether the card shows every property."""
        self._box: CardBox | None = None
        """The input for tags or a note, while it is open."""
        self._save: Callable[[str], Operation | None] | None = None
        """Saves the text of the input."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the card."""
        return (
            command("details", self.toggle_details),
            command("copy", self.copy, self._context.if_contact()),
            command("copy-card", self.copy_card, self._context.if_contact()),
            command("save-card", self.save),
            command("leave-card", self.leave),
        )

    async def write(self, save: Callable[[str], Operation | None]) -> "CardBox":
        """Open a new input on the card.

        Args:
            save: Gets the text. Returns None if it has saved it already.
        """
        from lampfield.board.widgets.card.box import CardBox

        if self._box is not None:
            await self._box.remove()
        self._context.window.mark("-card-writing")
        self._box = box = CardBox(id="card-box")
        await self._side.mount(box)
        self._save = save
        return box

    async def save(self) -> None:
        """Save the text of the input. If it cannot be saved it stays, with the reason."""
        box, save = self._box, self._save
        if box is None or save is None:
            return
        try:
            operation = save(box.line.value)
        except NotAvailable as why:
            box.refuse(str(why))
            return
        if operation is None:
            await self.leave()
        elif not box.is_busy:
            self._context.do_for(box, operation)

    async def leave(self) -> None:
        """Close the input and return to the grid."""
        self._save = None
        self._context.window.focus(self._grid)
        self._context.window.mark("-card-writing", on=False)
        box, self._box = self._box, None
        if box is not None:
            await box.remove()

    def toggle_details(self) -> None:
        """Show or hide the remaining properties on the card."""
        self._detailed = not self._detailed
        self._context.window.mark("-card-open")
        if self._pane.facts is not None:
            self._pane.show(self._pane.facts._replace(detailed=self._detailed))

    def copy(self) -> None:
        """Copy a property of the contact to the terminal's clipboard."""
        from lampfield.board.dialogs.choice import Choice

        contact = self._context.contact
        if contact is None:
            return
        rows = (
            ("number", contact.number),
            ("chat", contact.chat_id),
            ("e-mail", contact.email),
            ("name", contact.name),
        )
        options = [(_copy_option(label, text), text) for label, text in rows if text]
        dialog: Choice[str] = Choice(f"Copy of {name_of(contact)}", options, numbered=True)
        self._context.ask(dialog, lambda chosen: self._context.copy(chosen.value))

    def copy_card(self) -> None:
        """Copy the contact's state and properties to the terminal's clipboard, one property per line."""
        contact = self._context.contact
        if contact is None:
            return
        values = properties_of(contact.value)
        rows = [f"{label}: {plain(values[label])}" for label in TEXT_PROPERTIES if values[label]]
        self._context.copy("\n".join((state_line(contact.value, self._context.stale), *rows)))

    def show(self) -> None:
        """Show the contact under the cursor."""
        contact = self._context.contact
        self._pane.show(self._facts(contact) if contact is not None else None)

    def _facts(self, contact: Contact) -> CardFacts:
        """Return everything that the card shows of a contact."""
        value = contact.value
        return CardFacts(
            value,
            self._context.stale,
            contact.pbx.links.get(LinkName.CHAT),
            self._context.now(),
            self._context.offered,
            self._context.notes.of(keys_of(value)),
            self._history.of(value),
            self._drafts.get(value.cid, ""),
            by_second=self._context.window.by_second,
            detailed=self._detailed,
        )

    def note_calls(self, batch: Batch) -> None:
        """Record the calls that ended."""
        if self._context.pbx is None or not (batch.call_ends or batch.ended):
            return
        own = {device.extension for device in self._context.pbx.devices.values_by_key.values()}
        self._history.add(call_ends_of(batch), own, self._context.now())

    def fetch_photo(self, key: PhotoKey, pixels: int) -> None:
        """Fetch the photo of the contact on the card; cancel any earlier request.

        Args:
            key: Which photo.
            pixels: Its size.
        """
        contact = self._context.contact_of(key[0])
        if contact is not None:
            self._context.window.work(
                self._fetch_photo(contact, key, pixels), "fetching a photo", group="photo", exclusive=True
            )

    async def _show_photo(self, key: PhotoKey, picture: "Image") -> None:
        await self._pane.show_photo(key, picture, self._photo_choice)

    def draw_photo_again(self) -> None:
        """Redraw the photo by the current settings."""
        self._pane.draw_photos(wanted=self._photo_choice is not PhotoChoice.OFF)

    @property
    def _photo_choice(self) -> PhotoChoice:
        return self._context.settings.values.card.photo

    async def _fetch_photo(self, contact: Contact, key: PhotoKey, pixels: int) -> None:
        from lampfield.board.widgets.card.photo import load

        found = await contact.photo(pixels, allow_null=True)
        if found is None:
            return
        try:
            picture = await asyncio.to_thread(load, found.data)
        except (OSError, ValueError):
            # Not an image: the initials are drawn instead.
            picture = None
        if picture is not None:
            self._context.window.later(self._show_photo, key, picture)


def _copy_option(label: str, text: str) -> Content:
    return Content.assemble((f"{label:<8}", "$muted"), (plain(text), ""))
