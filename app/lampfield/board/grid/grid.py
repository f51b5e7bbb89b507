"""The grid: contacts as tiles, painted line by line over a virtual size."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from lampfield.board.grid.density import Density, density_for
from lampfield.board.grid.direct import Span, Way, way_for
from lampfield.board.grid.direct import paint as paint_spans
from lampfield.board.grid.face import Face, Moment, face_of
from lampfield.board.grid.geometry import geometry_for
from lampfield.board.grid.painting import Line, paint
from lampfield.board.grid.styles import COMPONENTS, styles_of
from lampfield.board.staleness import FRESH, Staleness
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

RETRY_SECONDS = 0.004
"""After so long a terminal that was busy is looked at again."""


class Ground(NamedTuple):
    """What tiles are painted on, as the stylesheet has it: worked out once, for it costs more than a tile."""

    style: Style
    colour: Color
    filters: tuple[LineFilter, ...]
    """What every colour goes through on its way to this terminal."""

    def filtered(self, style: Style) -> Style:
        """Return a style as it arrives there."""
        segments = [Segment(" ", style)]
        for line_filter in self.filters:
            segments = line_filter.apply(segments, self.colour)
        return segments[0].style or style


class ContactGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Tiles of contacts. Only what is visible is painted, and only tiles that say something new.

    Args:
        contacts: The latest values; kept up to date by somebody else.
    """

    COMPONENT_CLASSES = COMPONENTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(0, -1)", "up", show=False),
        Binding("down,j", "move(0, 1)", "down", show=False),
        Binding("left", "move(-1, 0)", "left", show=False),
        Binding("right", "move(1, 0)", "right", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "edge(0)", "first", show=False),
        Binding("end", "edge(1)", "last", show=False),
    ]

    class CursorMoved(Message):
        """The cursor is on another contact, or on none."""

        def __init__(self, cid: ContactId | None) -> None:
            super().__init__()
            self.cid = cid

    class Activated(Message):
        """A tile was clicked twice."""

    def __init__(self, contacts: Mapping[ContactId, Contact], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.contacts = contacts
        self.order: Sequence[ContactId] = ()
        self.staleness: Staleness = FRESH
        self.now = 0.0
        self.empty_text = ""
        """What is said when there is no tile."""
        self.tiles_painted = 0
        self.spans_written = 0
        """How many lines of tiles took the short way."""
        self._lit = False
        self._unread: Mapping[ContactId, int] = {}
        self._places: dict[ContactId, int] = {}
        self._cursor = 0
        self._density: Density = density_for(0)
        self._geometry = geometry_for(1, self._density)
        self._painted: dict[int, tuple[Face, list[Strip]]] = {}
        self._lines: dict[int, Strip] = {}
        """Lines of the virtual size as they go to the screen, of tiles that have not changed since."""
        self._styles: dict[tuple[str, bool, bool], Style] = {}
        self._ground: Ground | None = None
        self._shown = (Region(), 0)
        """Where on the screen, and from which line on, Textual painted the grid last."""
        self._later: Timer | None = None

    @property
    def cursor(self) -> ContactId | None:
        """The contact under the cursor."""
        return self.order[self._cursor] if self._cursor < len(self.order) else None

    @property
    def visible_places(self) -> range:
        """The places in the order whose tiles are on the screen."""
        return self._places_from(int(self.scroll_y))

    def _places_from(self, line: int) -> range:
        """Return the places whose tiles are on the screen when it begins at a line of the virtual size."""
        height, columns = self._geometry.tile_height, self._geometry.columns
        top, bottom = line // height, -(-(line + self.size.height) // height)
        return range(min(top * columns, len(self.order)), min(bottom * columns, len(self.order)))

    @property
    def ground(self) -> Ground:
        """What the tiles are painted on."""
        if self._ground is None:
            self._ground = Ground(self.rich_style, self.background_colors[1], tuple(self.get_line_filters()))
        return self._ground

    def set_contacts(self, contacts: Mapping[ContactId, Contact]) -> None:
        """Show the contacts of another mapping from now on."""
        self.contacts = contacts
        self.set_order(())

    def set_order(self, order: Sequence[ContactId]) -> None:
        """Show these contacts in this order. The cursor stays on its contact, else at its place."""
        before = self.cursor
        self.order = order
        self._places = {cid: place for place, cid in enumerate(order)}
        place = self._places.get(before) if before is not None else None
        self._cursor = min(self._cursor, max(len(order) - 1, 0)) if place is None else place
        self._lay_out()
        if self.cursor != before:
            self.post_message(self.CursorMoved(self.cursor))

    def changed(self, cids: Collection[ContactId]) -> None:
        """Paint the tiles of contacts that changed, as far as they are visible."""
        places = self._places
        visible = self.visible_places
        self._look_at(place for cid in cids if (place := places.get(cid)) is not None and place in visible)

    def set_staleness(self, staleness: Staleness) -> None:
        """Show everything as fresh or as stale."""
        self.staleness = staleness
        self._look_at(self.visible_places)

    def set_unread(self, unread: Mapping[ContactId, int]) -> None:
        """Mark the contacts that have unread messages."""
        self._unread = unread
        self._look_at(self.visible_places)

    def tick(self, now: float, *, lit: bool) -> None:
        """Let the clocks run, and what rings flash.

        Args:
            now: Epoch seconds.
            lit: The bright half of the flash.
        """
        self.now, self._lit = now, lit
        self._look_at(self.visible_places)

    def move_to(self, cid: ContactId) -> bool:
        """Put the cursor on a contact. Returns whether it is among the tiles."""
        place = self._places.get(cid)
        if place is not None:
            self._go(place)
        return place is not None

    def action_move(self, columns: int, rows: int) -> None:
        """Move the cursor by tiles."""
        self._go(self._geometry.moved(self._cursor, columns, rows, len(self.order)))

    def action_page(self, pages: int) -> None:
        """Move the cursor by what the screen holds."""
        rows = max(1, self.size.height // self._geometry.tile_height)
        self._go(self._geometry.moved(self._cursor, 0, pages * rows, len(self.order)))

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or the last tile."""
        self._go(end * max(len(self.order) - 1, 0))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep what was in sight; what was not may have changed since it was painted."""
        seen = self._places_from(int(old_value))
        self._painted = {place: tile for place in seen if (tile := self._painted.get(place)) is not None}
        lines = range(int(old_value), int(old_value) + self.size.height)
        self._lines = {line: strip for line in lines if (strip := self._lines.get(line)) is not None}
        super().watch_scroll_y(old_value, new_value)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the screen.

        Textual asks for all of them, whatever changed, and would put each through its cache of styles, which
        this grid needs nothing of: it has neither border nor padding, and its texts bring their background.
        """
        self._shown = (self.region, int(self.scroll_y))
        lines = [self._line(y) for y in crop.line_range]
        if crop.column_span != (0, self.region.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines

    def _line(self, y: int) -> Strip:
        place = y + int(self.scroll_y)
        line = self._lines.get(place) if self.order else None
        if line is None:
            line = self.render_line(y).adjust_cell_length(self.region.width, self.ground.style)
            self._lines[place] = line
        return line

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        if not self.order:
            return self._empty_line(y)
        row, line = divmod(y + int(self.scroll_y), self._geometry.tile_height)
        first = row * self._geometry.columns
        places = range(first, min(first + self._geometry.columns, len(self.order)))
        strips = [self._tile(place)[line] for place in places]
        return Strip.join(strips).adjust_cell_length(self.size.width, self.ground.style)

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        super().notify_style_update()
        self._styles, self._ground = {}, None
        self._forget()

    def on_resize(self, _: events.Resize) -> None:
        """Lay out anew; what is under the cursor stays in sight."""
        self._lay_out()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        offset = event.get_content_offset(self)
        if offset is not None and self.order:
            place = self._geometry.place_at(offset.x, offset.y + int(self.scroll_y))
            if place < len(self.order):
                self._go(place)
                if event.chain == 2:
                    self.post_message(self.Activated())

    def _lay_out(self) -> None:
        self._density = density_for(self.size.height)
        self._geometry = geometry_for(self.scrollable_content_region.width, self._density)
        self.virtual_size = Size(self.scrollable_content_region.width, self._geometry.lines(len(self.order)))
        self._forget()
        self.refresh()

    def _forget(self) -> None:
        """Forget what is painted."""
        self._painted = {}
        self._lines = {}

    def _go(self, place: int) -> None:
        if place == self._cursor or not self.order:
            return
        before, self._cursor = self._cursor, place
        self._look_at((before, place))
        self._show_cursor()
        self.post_message(self.CursorMoved(self.cursor))

    def _show_cursor(self) -> None:
        if self.order:
            region = self._geometry.region(self._cursor)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def _look_at(self, places: Iterable[int]) -> None:
        """Paint those of some tiles whose faces are no longer what was painted."""
        others = [place for place in tuple(places) if self._is_other(place)]
        if not others:
            return
        match way_for(self, self._shown[0]) if self._shown[1] == int(self.scroll_y) else Way.LONG:
            case Way.SHORT:
                spans = [span for place in others for span in self._renewed(place)]
                self.spans_written += len(spans)
                paint_spans(self, spans)
            case Way.LATER:
                self._look_later()
            case Way.LONG:
                for place in others:
                    self._drop(place)
                    region = self._geometry.region(place)
                    self.refresh(region.translate((0, -int(self.scroll_y))))

    def _is_other(self, place: int) -> bool:
        painted = self._painted.get(place)
        return painted is not None and painted[0] != self._face(place)

    def _look_later(self) -> None:
        """Look again when the terminal may have taken what it was sent."""
        if self._later is None:
            self._later = self.set_timer(RETRY_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._later = None
        self._look_at(self.visible_places)

    def _renewed(self, place: int) -> Iterator[Span]:
        """Paint a tile anew. Yields its lines that are others now, as far as they are in sight."""
        before, region = self._drop(place), self._geometry.region(place)
        shown, top = self._shown
        for line, (old, new) in enumerate(zip(before, self._tile(place), strict=True), region.y - top):
            if 0 <= line < shown.height and old != new:
                yield Span(shown.x + region.x, shown.y + line, new)

    def _drop(self, place: int) -> list[Strip]:
        """Forget what is painted of a tile, and return it."""
        for line in self._geometry.region(place).line_range:
            self._lines.pop(line, None)
        return self._painted.pop(place)[1]

    def _face(self, place: int) -> Face:
        cid = self.order[place]
        contact = self.contacts.get(cid) or Contact(cid=cid)
        moment = Moment(self.now, self.staleness, self._lit)
        unread = self._unread.get(cid, 0)
        return face_of(contact, moment, unread=unread, cursor=place == self._cursor)

    def _tile(self, place: int) -> list[Strip]:
        painted = self._painted.get(place)
        if painted is None:
            face = self._face(place)
            width = self._geometry.width_of(place % self._geometry.columns)
            lines = paint(face, width, boxed=self._density.boxed)
            painted = self._painted[place] = (face, [self._strip(line, face, width) for line in lines])
            self.tiles_painted += 1
        return painted[1]

    def _strip(self, line: Line, face: Face, width: int) -> Strip:
        styles = [self._style(name, cursor=face.cursor, lit=face.lit) for _, name in line]
        return Strip([Segment(text, style) for (text, _), style in zip(line, styles, strict=True)], width)

    def _style(self, name: str, *, cursor: bool, lit: bool) -> Style:
        key = (name, cursor, lit)
        style = self._styles.get(key)
        if style is None:
            named = styles_of(self, name, cursor=cursor, lit=lit)
            style = self._styles[key] = self.ground.filtered(self.ground.style + named)
        return style

    def _empty_line(self, y: int) -> Strip:
        text = self.empty_text if y == self.size.height // 2 else ""
        segment = Segment(text.center(self.size.width), self._style("detail", cursor=False, lit=False))
        return Strip([segment]).adjust_cell_length(self.size.width, self.ground.style)
