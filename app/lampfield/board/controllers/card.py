"""The card: what it shows beside the contact, and the box in which one writes on it."""

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
from lampfield.frontend.history import RecentCalls
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.text import plain

if TYPE_CHECKING:
    from PIL.Image import Image

    from lampfield.board.widgets.card.box import CardBox


class CardController:
    """Fills the card: details, photo, recent calls, and the box in which tags and notes are written.

    Args:
        context: What all controllers share.
        pane: The card.
        side: Where the box is mounted, below the card.
        grid: Has the focus when nothing is written.
        drafts: What was begun to write to whom.
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
        self._recent = RecentCalls()
        self._detailed = False
        """The card shows everything that is known."""
        self._box: CardBox | None = None
        """Where something is written on the card now."""
        self._save: Callable[[str], Operation | None] | None = None
        """What becomes of what is written there."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the card."""
        return (
            command("details", self.toggle_details),
            command("copy", self.copy, self._context.if_contact()),
            command("save-card", self.save),
            command("leave-card", self.leave),
        )

    async def write(self, save: Callable[[str], Operation | None]) -> "CardBox":
        """Return a new box on the card.

        Args:
            save: Gets what is written. It returns None where it has saved it.
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
        """Save what was written on the card. What cannot be saved stays in the box, with the reason."""
        box, save = self._box, self._save
        if box is None or save is None:
            return
        try:
            deed = save(box.line.value)
        except NotAvailable as why:
            box.refuse(str(why))
            return
        if deed is None:
            await self.leave()
        elif not box.is_busy:
            self._context.do_for(box, deed)

    async def leave(self) -> None:
        """Go back to the grid."""
        self._save = None
        self._context.window.focus(self._grid)
        self._context.window.mark("-card-writing", on=False)
        box, self._box = self._box, None
        if box is not None:
            await box.remove()

    def toggle_details(self) -> None:
        """Show or hide the rest of what is known on the card."""
        self._detailed = not self._detailed
        self._context.window.mark("-card-open")
        if self._pane.facts is not None:
            self._pane.show(self._pane.facts._replace(detailed=self._detailed))

    def copy(self) -> None:
        """Copy something of the contact to the terminal's clipboard."""
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

    def show(self) -> None:
        """Show the contact under the cursor."""
        contact = self._context.contact
        self._pane.show(self._facts(contact) if contact is not None else None)

    def _facts(self, contact: Contact) -> CardFacts:
        """Return all that the card shows of a contact."""
        value = contact.value
        return CardFacts(
            value,
            self._context.stale,
            contact.pbx.links.get(LinkName.CHAT),
            self._context.now(),
            self._context.offered,
            self._context.notes.of(keys_of(value)),
            self._recent.of(value),
            self._drafts.get(value.cid, ""),
            by_second=self._context.window.by_second,
            detailed=self._detailed,
        )

    def note_calls(self, batch: Batch) -> None:
        """Look at whose calls ended."""
        if self._context.pbx is None or not (batch.parted or batch.ended):
            return
        now = self._context.now()
        own = {device.extension for device in self._context.pbx.devices.values_by_key.values()}
        self._recent.look(batch.parted, own, now)
        for call in batch.ended.values():
            self._recent.ended(call, now)

    def fetch_photo(self, key: PhotoKey, pixels: int) -> None:
        """Fetch the photo of the contact that is looked at; that of another is not awaited any more.

        Args:
            key: Whose photo.
            pixels: How large.
        """
        contact = self._context.contact_of(key[0])
        if contact is not None:
            self._context.window.work(
                self._fetch_photo(contact, key, pixels), "fetching a photo", group="photo", exclusive=True
            )

    async def _show_photo(self, key: PhotoKey, picture: "Image") -> None:
        await self._pane.show_photo(key, picture, self._photo_choice)

    def draw_photo_again(self) -> None:
        """Draw the photo as the settings say now."""
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
            # What is no picture is drawn as none; the initials stand in its place.
            picture = None
        if picture is not None:
            self._context.window.later(self._show_photo, key, picture)


def _copy_option(label: str, text: str) -> Content:
    return Content.assemble((f"{label:<8}", "$muted"), (plain(text), ""))
