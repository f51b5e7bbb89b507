"""A picture of the figures: an SVG that suits light and dark pages. Pure."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.bench import rows
from tests.bench.figures import Book, Figure, Spread
from tests.bench.programs import Who

PANELS = (rows.CPU, rows.CPU_SIGHT, rows.START, rows.MEMORY, rows.SEEN_P95, rows.BYTES_SIGHT)
WIDTH = 960
COLUMNS = 2
MARGIN = 24
GAP = 40
BAR, STEP = 14, 24
TITLE = 30
NAMES = 215
"""Pixels for the programs' names, and below for the values behind the bars."""

VALUES = 62

STYLE = """
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #4b5563; }
.title { font-size: 13px; font-weight: 600; fill: #111827; }
.mine { font-weight: 600; fill: #111827; }
.note { font-size: 10px; }
.bar { fill: #b4bcc8; }
.bar.mine { fill: #1d7fd1; }
.spread { stroke: #4b5563; stroke-width: 1; }
.axis { stroke: #9ca3af; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  text { fill: #9aa5b3; }
  .title, .mine { fill: #e6ebf1; }
  .bar { fill: #4a5563; }
  .bar.mine { fill: #5aa9e6; }
  .spread { stroke: #9aa5b3; }
  .axis { stroke: #66727f; }
}
"""


class Panel(NamedTuple):
    """One figure, a bar for each program, the shortest first."""

    figure: Figure
    bars: list[tuple[Who, Spread]]

    @property
    def height(self) -> int:
        """In pixels."""
        return TITLE + STEP * len(self.bars)


def plot(book: Book, caption: str) -> str:
    """Return the picture as SVG text.

    Args:
        book: The figures; those that were not measured are left out.
        caption: Stands below.
    """
    panels = [panel for figure in PANELS if (panel := _panel(figure, book)).bars]
    lines = [panels[at : at + COLUMNS] for at in range(0, len(panels), COLUMNS)]
    parts: list[str] = []
    top = MARGIN
    width = (WIDTH - 2 * MARGIN - GAP * (COLUMNS - 1)) // COLUMNS
    for line in lines:
        for column, panel in enumerate(line):
            parts += _drawn(panel, MARGIN + column * (width + GAP), top, width)
        top += max(panel.height for panel in line) + GAP // 2
    parts += [_text(MARGIN, top + 8 + 14 * at, line, "note") for at, line in enumerate(_broken(caption, 170))]
    height = top + 8 + 14 * len(_broken(caption, 170))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    title = "<title>What Lampfield takes beside other programs on the same feed</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", *parts, "</svg>", ""])


def _panel(figure: Figure, book: Book) -> Panel:
    return Panel(figure, sorted(book.of(figure).items(), key=lambda bar: bar[1].median))


def _drawn(panel: Panel, left: int, top: int, width: int) -> Iterator[str]:
    """Yield the shapes of a panel."""
    name, unit, digits = panel.figure
    yield _text(left, top + 12, f"{name[0].upper()}{name[1:]}, {unit}", "title")
    room = width - NAMES - VALUES
    scale = room / max(got.most for _, got in panel.bars)
    for place, (who, got) in enumerate(panel.bars):
        y = top + TITLE + place * STEP
        mine = " mine" if who is Who.BOARD else ""
        yield _text(left + NAMES - 8, y + 11, who.value, mine.strip(), "end")
        yield _bar(f"bar{mine}", left + NAMES, y, got.median * scale)
        yield _line(left + NAMES + got.least * scale, left + NAMES + got.most * scale, y + BAR / 2)
        end = left + NAMES + got.most * scale + 6
        yield _text(end, y + 11, f"{got.median:,.{digits}f}", mine.strip())
    bottom = top + TITLE + STEP * len(panel.bars) - STEP + BAR + 3
    yield (
        f'<line class="axis" x1="{left + NAMES}" x2="{left + NAMES}" y1="{top + TITLE - 3}" y2="{bottom}"/>'
    )


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def _bar(kind: str, x: float, y: float, width: float) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>'


def _line(start: float, end: float, y: float) -> str:
    """Return the line from the least to the most of the runs."""
    return f'<line class="spread" x1="{start:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _broken(words: str, length: int) -> list[str]:
    """Return a text as lines."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
