"""The least that Textual starts in: the board's first screen: ``python -m tests.bench.rivals.bare``."""

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

COLOURS = ("#6cc070", "#ef6a6a", "#e6b450", "#d685e6")
TILES = 6
WIDTH = 27


class FirstScreen(Widget):
    """Lines of tiles, made when they are asked for."""

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        return Strip([self._piece(y, column) for column in range(TILES)]).adjust_cell_length(self.size.width)

    def _piece(self, y: int, column: int) -> Segment:
        row, line = divmod(y, 5)
        place = row * TILES + column
        texts = (
            "┌" + "─" * 25 + "┐",
            f"▌{place:05d} Alice Ames",
            "▌○ FREE  online",
            "▌Acme Ltd",
            "└" + "─" * 25 + "┘",
        )
        return Segment(f"{texts[line]:<{WIDTH}}", Style(color=COLOURS[place % 4], bgcolor="#0d1117"))


class BareApp(App[None]):
    """One widget."""

    def compose(self) -> ComposeResult:
        """Lay out."""
        yield FirstScreen()


if __name__ == "__main__":
    BareApp().run()
