"""A widget that remembers line by line what it has on the screen, and paints what changed itself."""

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

from lampfield.board.paint.direct import Visibility, VisibleRegion, calm, refresh_behind
from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import InkedLine, Part, is_sure_line
from lampfield.board.paint.scheduler import pen_of
from lampfield.board.paint.style import TermStyle

log = logging.getLogger(__name__)


class Ground(NamedTuple):
    """What text stands on, as the stylesheet has it: worked out once, for it costs more than a tile."""

    style: Style
    colour: Color
    filters: tuple[LineFilter, ...]
    """What every colour goes through on its way to this terminal."""
    system: str | None
    """The colours that the terminal can show, as Rich names them."""

    def ink(self, style: Style) -> TermStyle:
        """Return a style on this ground as it arrives at the terminal."""
        segments = [Segment(" ", self.style + style)]
        for line_filter in self.filters:
            segments = line_filter.apply(segments, self.colour)
        return TermStyle(segments[0].style or style, self.system)


class PaintedRow(Strip):
    """A row that Textual draws once.

    What a strip was cut into it keeps, and where that is itself, it is garbage that has to be searched for.
    """

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the parts between some columns, and what is before the first."""
        places = tuple(cuts)
        return [self] if places == (self.cell_length,) else super().divide(places)


class Painted(Widget):
    """A widget of lines, without border and padding. What is on the screen is what it remembers."""

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._ground: Ground | None = None
        self._inks: dict[Style, TermStyle] = {}
        self._look: object = None
        self._outlook = Visibility(self)
        self._shown: tuple[Region, int] = (Region(), 0)
        self._unsure: set[int] = set()
        """Rows that Textual painted, in which a text may take other cells than it thinks."""

    @property
    def ground(self) -> Ground:
        """What its text stands on."""
        if self._ground is None:
            filters = tuple(self.get_line_filters())
            system = self.app.console.color_system
            self._ground = Ground(self.rich_style, self.background_colors[1], filters, system)
        return self._ground

    def ink(self, style: Style) -> TermStyle:
        """Return the ink of a style: always the same one."""
        ink = self._inks.get(style)
        if ink is None:
            ink = self._inks[style] = self.ground.ink(style)
        return ink

    def strip(self, line: InkedLine) -> Strip:
        """Return a line as Textual takes it, as wide as the widget."""
        strip = Strip([Segment(text, ink.style) for text, ink in line])
        return strip.adjust_cell_length(self.region.width, self.ink(Style()).style)

    def repaint_soon(self, *, for_key: bool = False) -> None:
        """Paint what changed with the next frame. ``for_key``: somebody waits for it."""
        if self.is_attached:
            pen_of(self.app).want(self, for_key=for_key)

    @property
    def is_behind(self) -> bool:
        """Whether it lies behind a dialog."""
        return self.is_attached and self.app.screen is not self.screen

    def paint(self, frame: TerminalFrame | None) -> bool:
        """Write what changed, as far as the frame has room. Returns whether that was all.

        Args:
            frame: None when Textual has to paint it.
        """
        if not self.is_attached:
            return True
        try:
            is_all = self.paint_changes(frame)
            self._place_unsure(frame)
        except Exception:
            # Nothing may stand there that is not so: what was being painted is not known any more.
            log.exception("%r could not paint what changed; it is repainted whole", self)
            self.forget()
            self._leave_to_textual(self.region.size.region)
            return True
        return is_all

    def paint_changes(self, frame: TerminalFrame | None) -> bool:
        """Do the same while it is on a screen."""
        raise NotImplementedError

    def row_at(self, y: int) -> InkedLine:
        """Return what it has in a row of the screen, counted from its own top."""
        raise NotImplementedError

    def strip_at(self, y: int) -> Strip:
        """Return the same as Textual takes it."""
        row = self.row_at(y)
        if not is_sure_line(row):
            self._unsure.add(y)
            self.repaint_soon()
        return self.strip(row)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the screen.

        Textual asks for all of them, whatever changed, and would put each through its cache of styles, of
        which nothing is needed here: there is neither border nor padding, and texts bring their background.
        """
        self._shown = (self.region, int(self.scroll_y))
        lines = [self.strip_at(y) for y in crop.line_range]
        if crop.column_span != (0, self.region.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return [PaintedRow(line, line.cell_length) for line in lines]

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        return self.strip_at(y)

    def notify_style_update(self) -> None:
        """See whether the colours are others, when all styles are known.

        Textual tells of styles at each change of the focus, too.
        """
        super().notify_style_update()
        self.call_later(self._recolour)

    def _recolour(self) -> None:
        """Paint everything anew if the colours are others."""
        if self.is_attached and (look := self.look()) != self._look:
            self._look, self._ground, self._inks = look, None, {}
            self.forget()
            self.refresh()

    def look(self) -> object:
        """Return all that its colours depend on."""
        filters = tuple(self.get_line_filters())
        return (self.rich_style, self.background_colors, filters, self.app.console.color_system)

    def _place_unsure(self, frame: TerminalFrame | None) -> None:
        """Write rows again with each text at its place, where Textual only wrote one after the other."""
        rows, self._unsure = self._unsure, set()
        sight = self._sight(frame) if rows else None
        if frame is not None and sight is not None and not sight.covers:
            for y in rows:
                frame.write(sight.region.x, sight.region.y + y, self.row_at(y))

    def forget(self) -> None:
        """Forget what is painted: Textual is going to paint everything anew."""

    def _leave_to_textual(self, region: Region) -> None:
        """Let Textual paint a region, counted from the widget's own corner.

        Behind a dialog it is the dialog that paints it, tinted.
        """
        if self.is_behind:
            calm(self.screen)
            refresh_behind(self.app.screen, region.translate(self.region.offset))
        else:
            self.refresh(region)

    def _write_row(
        self,
        frame: TerminalFrame | None,
        sight: VisibleRegion | None,
        y: int,
        parts: Sequence[Part[TermStyle]],
    ) -> None:
        """Bring parts of a row to the screen: by the frame, or by Textual."""
        if not parts:
            return
        here = Region(0, y, self.region.width, 1)
        if frame is None or sight is None or sight.hides(here.translate(sight.region.offset)):
            self._leave_to_textual(here)
        else:
            frame.write_parts(sight.region.x, sight.region.y + y, parts)

    def _sight(self, frame: TerminalFrame | None) -> VisibleRegion | None:
        """Return where it can write on a frame; None when Textual has to paint it."""
        sight = self._outlook.sight if frame is not None else None
        return sight if sight is not None and self._shown == (sight.region, int(self.scroll_y)) else None
