"""What the keys do that read and write the card: tags, note, copy; and what it shows beside the contact."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.card.lines import CardFacts
from lampfield.board.card.notes import keys_of, known_tags
from lampfield.board.card.pane import CardPane, PhotoKey
from lampfield.board.find.directory import Directory
from lampfield.board.kit.outcome import Kind
from lampfield.board.settings.changed import SettingsChanged
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings import PhotoChoice
from lampfield.deeds import relationships
from lampfield.deeds.deed import Deed, Impossible
from lampfield.feed.batch import Batch
from lampfield.feed.contact import Contact
from lampfield.frontend.history import RecentCalls
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.text import plain
from lampfield.words.names import name_of
from lampfield.words.staleness import Staleness

if TYPE_CHECKING:
    from PIL.Image import Image

    from lampfield.board.card.box import CardBox


class PhotoCame(Message, bubble=False):
    """A photo is there, or could not be had."""

    def __init__(self, key: PhotoKey, picture: "Image | None") -> None:
        super().__init__()
        self.key = key
        self.picture = picture


class CardActions(ActingScreen):
    """Tags, note, copy, photo, recent calls."""

    directory: Directory
    drafts: dict[ContactId, str]

    def __init__(self) -> None:
        super().__init__()
        self.recent = RecentCalls()
        self._detailed = False
        """The card shows everything that is known."""
        self._save: Callable[[str], Deed | None] | None = None
        """What becomes of what is written in the card's box."""

    async def action_tags(self) -> None:
        """Change the contact's tags, on the card."""
        contact = self.contact
        if contact is None:
            return
        try:
            relationships.check_taggable(contact)
        except Impossible as why:
            self.hint(str(why))
            return
        box = await self._new_box(lambda text: relationships.set_tags(contact, text))
        tags = "".join(f"{tag}, " for tag in contact.tags or ())
        box.begin(f"Tags of {name_of(contact)}, separated by commas", tags, known_tags(self.directory.groups))

    async def action_note(self) -> None:
        """Write a note on the contact, on the card."""
        contact = self.contact
        if contact is None:
            return
        keys = keys_of(contact.value)
        note = self.notes.of(keys)
        box = await self._new_box(lambda text: self._write_note(contact, keys, text))
        box.begin(f"Note on {name_of(contact)}, seen by you alone", f"{note} " if note else "")

    async def action_save_card_box(self) -> None:
        """Save what was written on the card. What cannot be saved stays in the box, with the reason."""
        from lampfield.board.card.box import CardBox

        box, save = self.query_one(CardBox), self._save
        if save is None:
            return
        try:
            deed = save(box.line.value)
        except Impossible as why:
            box.refuse(str(why))
            return
        if deed is None:
            await self.action_leave_card_box()
        elif not box.is_busy:
            self.do_for(box, deed)

    async def on_card_box_finished(self) -> None:
        """Close the card's box: what was written is saved."""
        await self.action_leave_card_box()

    async def action_leave_card_box(self) -> None:
        """Go back to the grid."""
        self._save = None
        self.set_focus(self.query_one("#grid"))
        self.remove_class("-card-writing")
        await self.query("CardBox").remove()

    def action_details(self) -> None:
        """Show or hide the rest of what is known on the card."""
        self._detailed = not self._detailed
        self.add_class("-card-open")
        pane = self.query_one(CardPane)
        if pane.facts is not None:
            pane.show(pane.facts._replace(detailed=self._detailed))

    def action_copy(self) -> None:
        """Copy something of the contact to the terminal's clipboard."""
        from lampfield.board.dialogs.choice import Choice

        contact = self.contact
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
        self.ask(dialog, lambda chosen: self.copy(chosen.value))

    @property
    def notes(self) -> NotesFile:
        """What the operator wrote down."""
        return self.board_app.notes

    def card_facts(self, contact: Contact, stale: Staleness) -> CardFacts:
        """Return all that the card shows of a contact."""
        value = contact.value
        return CardFacts(
            value,
            stale,
            contact.pbx.links.get(LinkName.CHAT),
            self.now(),
            self.notes.of(keys_of(value)),
            self.recent.of(value),
            self.drafts.get(value.cid, ""),
            keys=self.offered,
            by_second=self.board_app.by_second,
            detailed=self._detailed,
        )

    def note_calls(self, batch: Batch) -> None:
        """Look at whose calls ended."""
        if self.pbx is None or not (batch.parted or batch.ended):
            return
        now = self.now()
        own = {device.extension for device in self.pbx.devices.values_by_key.values()}
        self.recent.look(batch.parted, own, now)
        for call in batch.ended.values():
            self.recent.ended(call, now)

    @on(CardPane.PhotoWanted)
    def fetch_photo(self, event: CardPane.PhotoWanted) -> None:
        """Fetch the photo of who is looked at; that of another is not awaited any more."""
        contact = self.pbx.contacts.get(event.key[0]) if self.pbx is not None else None
        if contact is not None:
            self.run_worker(
                self._fetch_photo(contact, event.key, event.frame.pixels),
                group="photo",
                description="fetching a photo",
                exclusive=True,
                exit_on_error=False,
            )

    @on(PhotoCame)
    async def show_photo(self, event: PhotoCame) -> None:
        """Show a photo; without one the initials stay."""
        if event.picture is not None:
            await self.query_one(CardPane).show_photo(event.key, event.picture, self._photo_choice)

    @on(SettingsChanged)
    def draw_photo_anew(self, event: SettingsChanged) -> None:
        """Draw the photo as the settings say now."""
        if event.concerns("card"):
            self.query_one(CardPane).draw_photos(wanted=self.draws_photos)

    @property
    def draws_photos(self) -> bool:
        """Whether pictures are wanted on the card."""
        return self._photo_choice is not PhotoChoice.OFF

    @property
    def _photo_choice(self) -> PhotoChoice:
        return self.settings.values.card.photo

    async def _fetch_photo(self, contact: Contact, key: PhotoKey, pixels: int) -> None:
        from lampfield.board.card.photo import load

        found = await contact.photo(pixels, allow_null=True)
        if found is None:
            return
        try:
            picture = await asyncio.to_thread(load, found.data)
        except (OSError, ValueError):
            # What is no picture is drawn as none; the initials stand in its place.
            picture = None
        self.post_message(PhotoCame(key, picture))

    async def _new_box(self, save: Callable[[str], Deed | None]) -> "CardBox":
        """Return a new box on the card.

        Args:
            save: Gets what is written. It returns None where it has saved it.
        """
        from lampfield.board.card.box import CardBox

        await self.query(CardBox).remove()
        self.add_class("-card-writing")
        box = CardBox(id="card-box")
        await self.query_one("#side").mount(box)
        self._save = save
        return box

    def _write_note(self, contact: Contact, keys: tuple[str, ...], text: str) -> None:
        try:
            self.notes.write(keys, text.strip())
        except OSError as error:
            raise Impossible(f"The note cannot be written: {error.strerror}.") from error
        self.say(Kind.DONE, f"Noted on {name_of(contact)}." if text.strip() else "The note is gone.")


def _copy_option(label: str, text: str) -> Content:
    return Content.assemble((f"{label:<8}", "$muted"), (plain(text), ""))
