"""The card: it follows the cursor of the grid."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.theme import Theme
from textual.timer import Timer

from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.board.widgets.card.head import PhotoFrame, frame_for, head_lines, name_lines
from lampfield.board.widgets.card.lines import CardFacts, card_lines, title_lines
from lampfield.config.settings import PhotoChoice
from lampfield.model.identity import ContactId

if TYPE_CHECKING:
    from PIL.Image import Image

REST_SECONDS = 0.2
"""A photo is fetched when the cursor has rested for this long."""

PhotoKey = tuple[ContactId, str]
"""A contact and its photo's id: a changed id is another photo."""


class CardText(Panel):
    """The card's text; at least as high as the pane, so that nothing moves when a line is added."""

    facts: CardFacts | None = None
    frame: PhotoFrame | None = None
    """The size of the initials; None: there is no room."""
    has_photo = False
    """Whether the head is shown above, with the photo."""

    @property
    def least_height(self) -> int:
        """The height of the pane; below a photo, that of the text."""
        return 1 if self.has_photo else self.container_size.height

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the card's lines."""
        if self.facts is None:
            return [(("no contact", "$muted"),)]
        return [*self._head(width, self.facts), *card_lines(self.facts)]

    def _head(self, width: int, facts: CardFacts) -> Sequence[StyledLine]:
        if self.has_photo:
            return []
        if self.frame is None:
            return [*title_lines(facts.contact), ()]
        return [*head_lines(facts.contact, self.frame, width), ()]


class CardName(Panel):
    """Name and number beside the photo."""

    facts: CardFacts | None = None
    frame = PhotoFrame(0, 0)

    @property
    def least_height(self) -> int:
        """The height of the photo."""
        return self.frame.rows

    def lines(self, width: int) -> Sequence[StyledLine]:  # noqa: ARG002
        """Return name, number, company and login."""
        return name_lines(self.facts.contact, self.frame.rows) if self.facts is not None else []


class CardPane(VerticalScroll):
    """The card of one contact."""

    class PhotoWanted(Message):
        """A contact with a photo is shown, and there is room for the photo."""

        def __init__(self, key: PhotoKey, frame: PhotoFrame) -> None:
            super().__init__()
            self.key = key
            self.frame = frame

    def __init__(self, *, draws_photos: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draws_photos = draws_photos
        self._wanted: PhotoKey | None = None
        """The photo that was last requested, while its contact is shown."""
        self._shown: PhotoKey | None = None
        self._beside: CardName | None = None
        """The text beside the photo."""
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the card."""
        yield CardText(id="card-text")

    @property
    def facts(self) -> CardFacts | None:
        """The facts that it shows."""
        return self.query_one(CardText).facts

    @property
    def awaits_photo(self) -> bool:
        """Whether a requested photo has not arrived yet."""
        return self._wanted is not None and self._wanted != self._shown

    def on_mount(self) -> None:
        """Redraw the photo after a change of theme."""
        self.app.theme_changed_signal.subscribe(self, self._on_new_ground)

    def _on_new_ground(self, _: Theme) -> None:
        """Fetch the photo again: the background of its transparent parts has changed."""
        if self._shown is not None:
            self.draw_photos(wanted=self._draws_photos)

    def show(self, facts: CardFacts | None) -> None:
        """Show a contact; None: no contact. Painted only if something has changed."""
        text = self.query_one(CardText)
        frame = frame_for(self.size.height) if self._draws_photos else None
        key = _key_of(facts)
        if key != self._wanted or frame != text.frame:
            self._take_photo_away()
        text.facts, text.frame = facts, frame
        text.look_again()
        if self._beside is not None:
            self._beside.facts = facts
            self._beside.look_again()
        if frame is not None and key is not None and key[1]:
            self._want_photo(key, frame)

    def draw_photos(self, *, wanted: bool) -> None:
        """Change how photos are drawn, or whether."""
        self._draws_photos = wanted
        self._take_photo_away()
        self.show(self.query_one(CardText).facts)

    async def show_photo(self, key: PhotoKey, picture: "Image", choice: PhotoChoice) -> None:
        """Show a photo that was fetched, unless another contact is shown meanwhile."""
        from lampfield.board.widgets.card.photo import photo_widget

        text = self.query_one(CardText)
        if key != self._wanted or text.frame is None or self._shown is not None:
            return
        self._shown = key
        self._beside = name = CardName(id="card-name")
        name.facts, name.frame = text.facts, text.frame
        with self.app.batch_update():
            head = Horizontal(
                photo_widget(picture, choice, text.frame, self._ground), name, classes="card-head"
            )
            await self.mount(head, before=text)
            self._lay_out(text, has_photo=True)

    @property
    def _ground(self) -> tuple[int, int, int]:
        """The background colour of the card."""
        return self.background_colors[1].rgb

    def _take_photo_away(self) -> None:
        """Show the initials again: the contact or the size of its photo has changed."""
        self._wanted = None
        if self._shown is not None:
            self._shown = self._beside = None
            self.query(".card-head").remove()
            self._lay_out(self.query_one(CardText), has_photo=False)

    @staticmethod
    def _lay_out(text: CardText, *, has_photo: bool) -> None:
        text.has_photo = has_photo
        text.set_class(has_photo, "-under-photo")
        text.forget()
        text.refresh(layout=True)

    def _want_photo(self, key: PhotoKey, frame: PhotoFrame) -> None:
        """Request the contact's photo after the cursor has rested on it."""
        if key == self._wanted:
            return
        self._wanted = key
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(
            REST_SECONDS, lambda: self.post_message(self.PhotoWanted(key, frame)) and None
        )


def _key_of(facts: CardFacts | None) -> PhotoKey | None:
    return (facts.contact.cid, facts.contact.photo_id) if facts is not None else None
