"""The grid: contacts as tiles, painted line by line over a virtual size."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from lampfield.board.paint.direct import VisibleRegion
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import TermLine, changed_parts, fitted
from lampfield.board.paint.painted import Painted
from lampfield.board.widgets.grid.density import Density, density_for
from lampfield.board.widgets.grid.face import Moment, TileContent, content_of
from lampfield.board.widgets.grid.fields import USUAL, TileFields
from lampfield.board.widgets.grid.geometry import geometry_for, place_of
from lampfield.board.widgets.grid.page import NO_LINES, UNKNOWN, Page, PreviousPage, Tile, changed_in, turned
from lampfield.board.widgets.grid.painting import paint
from lampfield.board.widgets.grid.scrolled import Scrolled
from lampfield.board.widgets.grid.styles import COMPONENTS, TileStyles
from lampfield.config.settings import DensityChoice
from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

OTHER_BUTTON = 3
"""The right button of a right-handed mouse."""


class ContactGrid(Painted, Scrolled, can_focus=True, inherit_bindings=False):
    """Tiles of contacts. Only visible tiles are painted, and only if their content has changed.

    Args:
        contacts: The live mapping of values.
    """

    COMPONENT_CLASSES = COMPONENTS

    class CursorMoved(Message):
        """The cursor is on another contact, or on none."""

        def __init__(self, cid: ContactId | None) -> None:
            super().__init__()
            self.cid = cid

    class Activated(Message):
        """A tile was double-clicked."""

    class MenuWanted(Message):
        """A tile was clicked with the other button."""

    def __init__(self, contacts: Mapping[ContactId, Contact], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.contacts = contacts
        self.order: Sequence[ContactId] = ()
        self.staleness: Staleness = FRESH
        self.now = 0.0
        self.empty_text = ""
        """The text shown when there are no tiles."""
        self.choice = DensityChoice.AUTO
        """The operator's choice of density."""
        self.fields = USUAL
        """The fields of the tiles."""
        self.by_second = True
        """Whether running times count seconds rather than minutes."""
        self.marks_cursor = True
        """Whether the tile under the cursor is marked."""
        self.dimmed: Container[ContactId] = ()
        """The live collection of contacts with dimmed tiles."""
        self.tiles_painted = 0
        self._lit = False
        self._unread: Mapping[ContactId, int] = {}
        self._labels: Mapping[ContactId, str] = {}
        self._watched: Collection[ContactId] = ()
        self._cursor = 0
        self._density: Density = density_for(0)
        self._geometry = geometry_for(1, self._density)
        self._painted: dict[int, Tile] = {}
        self._sighted: dict[ContactId, int] | None = None
        self._changed: dict[int, None] = {}
        """Places whose content may have changed, in painting order."""
        self._left = PreviousPage()
        self._tile_styles = TileStyles(self, self.term_style)

    @property
    def cursor(self) -> ContactId | None:
        """The contact under the cursor."""
        return self.order[self._cursor] if self._cursor < len(self.order) else None

    @property
    def place(self) -> int:
        """The place of the cursor in the order."""
        return self._cursor

    @property
    def visible_places(self) -> range:
        """The places of the visible tiles."""
        line, height, columns = int(self.scroll_y), self._geometry.tile_height, self._geometry.columns
        top, bottom = line // height, -(-(line + self.size.height) // height)
        return range(min(top * columns, len(self.order)), min(bottom * columns, len(self.order)))

    @property
    def _in_sight(self) -> dict[ContactId, int]:
        """The visible places by contact; cached per page, because each frame needs it."""
        if self._sighted is None:
            self._sighted = {self.order[place]: place for place in self.visible_places}
        return self._sighted

    @property
    def tile_height(self) -> int:
        """Lines of a tile, including the empty ones below it."""
        return self._geometry.tile_height

    def set_contacts(self, contacts: Mapping[ContactId, Contact]) -> None:
        """Show the contacts of another mapping."""
        self.contacts = contacts
        self.set_order(())

    def set_order(self, order: Sequence[ContactId], dimmed: Container[ContactId] = ()) -> None:
        """Show contacts in an order. The cursor stays on its contact, else at its place.

        Args:
            order: The contacts.
            dimmed: The live collection of contacts with dimmed tiles.
        """
        before = self.cursor
        self._leave_page()
        self.order, self.dimmed = order, dimmed
        place = place_of(before, order)
        self._cursor = min(self._cursor, max(len(order) - 1, 0)) if place is None else place
        self.virtual_size = Size(self.size.width, self._geometry.lines(len(order)))
        self.scroll_y = min(self.scroll_y, max(0, self.virtual_size.height - self.size.height))
        self._changed = {}
        self._turn_page({})
        if self.cursor != before:
            self.post_message(self.CursorMoved(self.cursor))

    def changed(self, cids: Collection[ContactId]) -> None:
        """Paint the visible tiles of contacts that changed."""
        in_sight = self._in_sight
        self._look_at([in_sight[cid] for cid in in_sight.keys() & cids])

    def shows_any(self, cids: Collection[ContactId]) -> bool:
        """Return whether any of some contacts is visible, or may be in a moment."""
        return self._left.page is not None or not self._painted or not self._in_sight.keys().isdisjoint(cids)

    def apply_look(self, choice: DensityChoice, fields: TileFields) -> None:
        """Apply a density and fields. The cursor stays visible."""
        if (choice, fields) != (self.choice, self.fields):
            self.choice, self.fields = choice, fields
            if self.is_attached:
                self._lay_out()
                self.show_cursor()

    def set_staleness(self, staleness: Staleness) -> None:
        """Show all states as fresh or as stale."""
        self.staleness = staleness
        self._look_at(self._painted)

    def set_unread(self, unread: Mapping[ContactId, int]) -> None:
        """Mark the contacts that have unread messages."""
        self._unread = unread
        self._look_at(self._painted)

    def set_watched(self, watched: Collection[ContactId], changed: Collection[ContactId]) -> None:
        """Mark the watched contacts.

        Args:
            watched: All of them.
            changed: Those whose mark has changed.
        """
        self._watched = watched
        self.changed(changed)

    def set_labels(self, labels: Mapping[ContactId, str]) -> None:
        """Show jump labels on tiles."""
        self._labels = labels
        self._look_at(self._painted)

    def tick(self, now: float, *, lit: bool) -> None:
        """Update times and flashing.

        Args:
            now: Epoch seconds.
            lit: Whether this is the bright half of the flash.
        """
        back = now < self.now
        self.now, self._lit = now, lit
        tiles = self._painted.items()
        self._look_at(place for place, (face, _) in tiles if face.rings or face.until <= now or back)

    def move_to(self, cid: ContactId) -> bool:
        """Put the cursor on a contact. Returns whether it is among the tiles."""
        if (place := place_of(cid, self.order)) is not None:
            self._go(place)
        return place is not None

    def face(self, cid: ContactId) -> TileContent:
        """Return the content of a contact's tile, visible or not."""
        contact = self.contacts.get(cid) or Contact(cid=cid)
        return content_of(
            contact,
            Moment(self.now, self.staleness, fields=self.fields, by_second=self.by_second),
            unread=self._unread.get(cid, 0),
        )

    def move_by(self, columns: int, rows: int) -> None:
        """Move the cursor by tiles."""
        self._go(self._geometry.moved(self._cursor, columns, rows, len(self.order)))

    def page_by(self, pages: int) -> None:
        """Move the cursor by pages."""
        rows = max(1, self.size.height // self._geometry.tile_height)
        self._go(self._geometry.moved(self._cursor, 0, pages * rows, len(self.order)))

    def go_to_end(self, end: int) -> None:
        """Move the cursor to the first tile (0) or the last (1)."""
        self._go(end * max(len(self.order) - 1, 0))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Turn the page: tiles that stay visible are kept."""
        self.bar.position = new_value
        if int(old_value) != int(new_value):
            self._leave_page()
            tiles = self._painted
            self._turn_page({place: tiles[place] for place in self.visible_places if place in tiles})

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines for Textual."""
        self._left.note_asked()
        return super().render_lines(crop)

    def row_at(self, y: int) -> TermLine:
        """Return a row."""
        self._paint_missing()
        return self._row(self._page, y)

    def colour_key(self) -> object:
        """Return all that its colours depend on."""
        return (super().colour_key(), *map(self.get_component_rich_style, sorted(COMPONENTS)))

    def forget(self) -> None:
        """Forget what is painted: Textual is about to paint everything."""
        self._painted, self._changed, self._sighted = {}, {}, None
        self._tile_styles.forget()
        self._left.take()

    def on_resize(self, _: events.Resize) -> None:
        """Lay out for the new size; the cursor stays visible."""
        self._lay_out()
        self.show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the tile that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and self.order:
            place = self._geometry.place_at(offset.x, offset.y + int(self.scroll_y))
            if place < len(self.order):
                self._go(place)
                if event.button == OTHER_BUTTON:
                    self.post_message(self.MenuWanted())
                elif event.chain == 2:
                    self.post_message(self.Activated())

    def _lay_out(self) -> None:
        self._density = density_for(self.size.height, self.choice)
        self._geometry = geometry_for(self.size.width, self._density)
        self.bar.window_size = self.size.height
        self.virtual_size = Size(self.size.width, self._geometry.lines(len(self.order)))
        self.forget()
        self.refresh()

    @property
    def _page(self) -> Page:
        """The visible page."""
        return Page(self._painted, int(self.scroll_y), len(self.order), self.empty_text)

    def _leave_page(self) -> None:
        """Remember the visible page before another one."""
        self._left.leave(self._page._replace(top=self._shown[1]))

    def _turn_page(self, painted: dict[int, Tile]) -> None:
        """Show another page, some of whose tiles are painted already."""
        self._painted, self._sighted = painted, None
        self.repaint_soon()

    def _go(self, place: int) -> None:
        if place == self._cursor or not self.order:
            return
        before, self._cursor = self._cursor, place
        # Before all others: an operator is waiting for it.
        self._changed = {place: None, before: None, **self._changed}
        self.repaint_soon(for_key=True)
        self.show_cursor()
        self.post_message(self.CursorMoved(self.cursor))

    def show_cursor(self) -> None:
        """Scroll to the tile under the cursor."""
        if self.order:
            region = self._geometry.region(self._cursor)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def _look_at(self, places: Iterable[int]) -> None:
        """Paint those of some tiles whose content has changed."""
        self._changed.update(dict.fromkeys(places))
        if self._changed:
            self.repaint_soon()

    def paint_changes(self, frame: TerminalFrame | None) -> bool:
        """Write the page if it has changed, else the tiles with new content, as far as there is room."""
        if (left := self._left.take()) is not None:
            self._paint_page(left, frame)
        visible = self._visible_region(frame)
        while self._changed:
            if frame is not None and frame.is_full:
                return False
            place = next(iter(self._changed))
            del self._changed[place]
            tile = self._painted.get(place)
            if tile is not None and tile.face != (face := self._tile_content(place)):
                self._renew(place, tile, face, frame, visible)
        return True

    def _paint_page(self, left: Page, frame: TerminalFrame | None) -> None:
        """Paint the page: the differences from the previous one, or by Textual."""
        visible = self._visibility.visible if frame is not None else None
        if frame is None or visible is None or visible.covers or self._shown[0] != visible.region:
            self._leave_to_textual(self.region.size.region)
            return
        self._paint_missing()
        rows, at = visible.region.height, visible.region.offset
        if left.tile_count and self.order:
            for x, y, line in turned(left, self._page, self._geometry, rows):
                frame.write(at.x + x, at.y + y, self._tile_styles.styled(line.pieces, cursor=line.cursor))
        else:
            for y in range(rows):
                before = self._row(left, y) if left is not UNKNOWN else ()
                frame.write_parts(at.x, at.y + y, changed_parts(before, self._row(self._page, y)))
        self._shown = (visible.region, int(self.scroll_y))

    def _renew(
        self,
        place: int,
        tile: Tile,
        face: TileContent,
        frame: TerminalFrame | None,
        visible: VisibleRegion | None,
    ) -> None:
        """Paint a tile: the lines that differ, or by Textual."""
        if (
            frame is None
            or visible is None
            or (visible.covers and visible.is_covered(self._region(place).translate(visible.region.offset)))
        ):
            del self._painted[place]
            self._leave_to_textual(self._region(place))
            return
        new = self._painted[place] = self._tile(place, face)
        old_lines = tile.lines if tile.face.cursor == face.cursor else NO_LINES
        row, column = divmod(place, self._geometry.columns)
        x, y = visible.region.x + self._geometry.left_of(column), visible.region.y
        styled = self._tile_styles.styled
        top = row * self._geometry.tile_height - self._shown[1]
        seen = slice(max(0, -top), max(0, visible.region.height - top))
        y += max(0, top)
        for part_x, line, pieces in changed_in(
            old_lines[seen], new.lines[seen], self._geometry.width_of(column)
        ):
            frame.write(x + part_x, y + line, styled(pieces, cursor=face.cursor))

    def _region(self, place: int) -> Region:
        """Return where a tile is, relative to the grid."""
        return self._geometry.region(place).translate((0, -int(self.scroll_y)))

    def _tile_content(self, place: int) -> TileContent:
        cid = self.order[place]
        contact = self.contacts.get(cid) or Contact(cid=cid)
        moment = Moment(self.now, self.staleness, self._lit, self.fields, self.by_second)
        unread = self._unread.get(cid, 0)
        cursor = place == self._cursor and self.marks_cursor
        face = content_of(contact, moment, unread=unread, cursor=cursor, watched=cid in self._watched)
        if self._labels:
            face = face._replace(label=self._labels.get(cid, ""))
        return face._replace(dim=True) if cid in self.dimmed else face

    def _tile(self, place: int, face: TileContent) -> Tile:
        """Paint a tile."""
        width = self._geometry.width_of(place % self._geometry.columns)
        lines = paint(face, width, self._density)
        self.tiles_painted += 1
        return Tile(face, lines)

    def _paint_missing(self) -> None:
        """Paint the visible tiles that are not painted yet."""
        for place in self.visible_places:
            if place not in self._painted:
                self._painted[place] = self._tile(place, self._tile_content(place))

    def _row(self, page: Page, y: int) -> TermLine:
        """Return a row of a page."""
        detail = self._tile_styles.of("air")
        if not page.tile_count:
            text = page.empty_text.center(self.size.width) if y == self.size.height // 2 else ""
            return fitted(((text, detail),), self.size.width, detail)
        pieces = [
            piece
            for line in page.row(y, self._geometry)
            for piece in self._tile_styles.styled(line.pieces, cursor=line.cursor)
        ]
        return fitted(tuple(pieces), self.size.width, detail)
