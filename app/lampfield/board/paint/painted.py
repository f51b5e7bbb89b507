"""A widget that remembers its lines on the screen, and paints changes itself."""

import logging
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from lampfield.board.paint.direct import Visibility, VisibleRegion, refresh_behind, suppress_repaint
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import Part, TermLine, has_sure_widths
from lampfield.board.paint.scheduler import scheduler_of
from lampfield.board.paint.style import TermStyle

log = logging.getLogger(__name__)


class Background(NamedTuple):
    """The background of text, from the stylesheet: cached, because computing it costs more than a tile."""

    style: Style
    colour: Color
    filters: tuple[LineFilter, ...]
    """The filters that every colour passes on its way to this terminal."""
    system: str | None
    """The terminal's colour system, as Rich names it."""

    def term_style(self, style: Style) -> TermStyle:
        """Return a style on this background as the terminal gets it."""
        segments = [Segment(" ", self.style + style)]
        for line_filter in self.filters:
            segments = line_filter.apply(segments, self.colour)
        return TermStyle(segments[0].style or style, self.system)


class PaintedRow(Strip):
    """A row that Textual draws once.

    A strip caches the parts it was cut into; a strip that is its own part would be cyclic garbage.
    """

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the parts between some columns, and the part before the first."""
        places = tuple(cuts)
        return [self] if places == (self.cell_length,) else super().divide(places)


class Painted(Widget):
    """A widget of lines, without border and padding, that remembers what it has on the screen."""

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._text_background: Background | None = None
        self._term_styles: dict[Style, TermStyle] = {}
        self._colour_key: object = None
        self._visibility = Visibility(self)
        self._shown: tuple[Region, int] = (Region(), 0)
        self._unsure: set[int] = set()
        """Rows painted by Textual, in which a text may take a different number of cells than Textual assumes.
        """

    @property
    def text_background(self) -> Background:
        """The background of its text."""
        if self._text_background is None:
            filters = tuple(self.get_line_filters())
            system = self.app.console.color_system
            self._text_background = Background(self.rich_style, self.background_colors[1], filters, system)
        return self._text_background

    def term_style(self, style: Style) -> TermStyle:
        """Return the terminal style of a style: the same object each time."""
        term_style = self._term_styles.get(style)
        if term_style is None:
            term_style = self._term_styles[style] = self.text_background.term_style(style)
        return term_style

    def strip(self, line: TermLine) -> Strip:
        """Return a line as a strip for Textual, as wide as the widget."""
        strip = Strip([Segment(text, term_style.style) for text, term_style in line])
        return strip.adjust_cell_length(self.region.width, self.term_style(Style()).style)

    def repaint_soon(self, *, for_key: bool = False) -> None:
        """Paint changes with the next frame. ``for_key``: an operator is waiting for it."""
        if self.is_attached:
            scheduler_of(self.app).request(self, for_key=for_key)

    @property
    def is_behind(self) -> bool:
        """Whether a dialog covers its screen."""
        return self.is_attached and self.app.screen is not self.screen

    def paint(self, frame: TerminalFrame | None) -> bool:
        """Write changes as far as the frame has room. Returns whether everything was written.

        Args:
            frame: None if Textual has to paint.
        """
        if not self.is_attached:
            return True
        try:
            is_all = self.paint_changes(frame)
            self._place_unsure(frame)
        except Exception:
            # The screen must not keep outdated text: the state of the paint is unknown now.
            log.exception("%r could not paint what changed; it is repainted whole", self)
            self.forget()
            self._leave_to_textual(self.region.size.region)
            return True
        return is_all

    def paint_changes(self, frame: TerminalFrame | None) -> bool:
        """Write changes of an attached widget, like `paint`."""
        raise NotImplementedError

    def row_at(self, y: int) -> TermLine:
        """Return a row, counted from the widget's top."""
        raise NotImplementedError

    def strip_at(self, y: int) -> Strip:
        """Return a row as a strip for Textual."""
        row = self.row_at(y)
        if not has_sure_widths(row):
            self._unsure.add(y)
            self.repaint_soon()
        return self.strip(row)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines for Textual.

        Textual asks for all of them, whatever changed, and would pass each through its style cache, which is
        not needed: there is neither border nor padding, and texts bring their background.
        """
        self._shown = (self.region, int(self.scroll_y))
        lines = [self.strip_at(y) for y in crop.line_range]
        if crop.column_span != (0, self.region.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return [PaintedRow(line, line.cell_length) for line in lines]

    def render_line(self, y: int) -> Strip:
        """Return a line for Textual."""
        return self.strip_at(y)

    def notify_style_update(self) -> None:
        """Check for changed colours once all styles are known.

        Textual calls this at each change of the focus, too.
        """
        super().notify_style_update()
        self.call_later(self._recolour)

    def _recolour(self) -> None:
        """Repaint everything if the colours have changed."""
        if self.is_attached and (colour_key := self.colour_key()) != self._colour_key:
            self._colour_key, self._text_background, self._term_styles = colour_key, None, {}
            self.forget()
            self.refresh()

    def colour_key(self) -> object:
        """Return everything that its colours depend on."""
        filters = tuple(self.get_line_filters())
        return (self.rich_style, self.background_colors, filters, self.app.console.color_system)

    def _place_unsure(self, frame: TerminalFrame | None) -> None:
        """Rewrite rows with each text at its column, where Textual only wrote one after another."""
        rows, self._unsure = self._unsure, set()
        visible = self._visible_region(frame) if rows else None
        if frame is not None and visible is not None and not visible.covers:
            for y in rows:
                frame.write(visible.region.x, visible.region.y + y, self.row_at(y))

    def forget(self) -> None:
        """Forget what is painted: Textual is about to paint everything."""

    def _leave_to_textual(self, region: Region) -> None:
        """Make Textual paint a region, relative to the widget.

        Behind a dialog it is the dialog that paints it, tinted.
        """
        if self.is_behind:
            suppress_repaint(self.screen)
            refresh_behind(self.app.screen, region.translate(self.region.offset))
        else:
            self.refresh(region)

    def _write_row(
        self,
        frame: TerminalFrame | None,
        visible: VisibleRegion | None,
        y: int,
        parts: Sequence[Part[TermStyle]],
    ) -> None:
        """Paint parts of a row: in the frame, or by Textual."""
        if not parts:
            return
        here = Region(0, y, self.region.width, 1)
        if frame is None or visible is None or visible.is_covered(here.translate(visible.region.offset)):
            self._leave_to_textual(here)
        else:
            frame.write_parts(visible.region.x, visible.region.y + y, parts)

    def _visible_region(self, frame: TerminalFrame | None) -> VisibleRegion | None:
        """Return where it can write in a frame; None if Textual has to paint."""
        visible = self._visibility.visible if frame is not None else None
        return (
            visible if visible is not None and self._shown == (visible.region, int(self.scroll_y)) else None
        )
