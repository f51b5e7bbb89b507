"""The rows of the palette: an action with its key, a contact with phone and presence. Pure."""

from textual.content import Content

from lampfield.board.keys.keymap import Key
from lampfield.board.kit.cells import fit
from lampfield.board.widgets.grid.face import TileContent

KEY_CELLS = 10
NUMBER_CELLS = 8
LAMP_CELLS = 13
SHOW_CELLS = 8


def action_row(key: Key, width: int) -> Content:
    """Return an action's row: its tooltip, and its key at the right."""
    text = f"{key.label}  " if key.label not in key.action.tooltip.lower() else ""
    room = max(0, width - KEY_CELLS - 3)
    return Content.assemble(
        ("› ", "$muted"),
        (fit(f"{text}{key.action.tooltip}", room), ""),
        (" ", ""),
        (fit(key.shown, KEY_CELLS).strip().rjust(KEY_CELLS), "bold $accent"),
    )


def contact_row(face: TileContent, width: int) -> Content:
    """Return a contact's row: presence, name, number, and the phone as on its tile."""
    room = max(0, width - 2 - NUMBER_CELLS - LAMP_CELLS - SHOW_CELLS - 3)
    return Content.assemble(
        (f"{face.bar} ", f"${face.show_style}"),
        (fit(face.name, room), "bold"),
        (f" {fit(face.number, NUMBER_CELLS)} ", ""),
        (fit(face.lamp, LAMP_CELLS), f"${face.lamp_style}"),
        (f" {fit(face.show, SHOW_CELLS)}", f"${face.show_style}"),
    )
