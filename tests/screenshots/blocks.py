"""Block elements of Unicode (U+2580 to U+259F) as rectangles: fonts leave gaps between them. Pure."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in parts of a cell."""

_QUARTERS = {
    "ul": (0.0, 0.0, 0.5, 0.5),
    "ur": (0.5, 0.0, 1.0, 0.5),
    "ll": (0.0, 0.5, 0.5, 1.0),
    "lr": (0.5, 0.5, 1.0, 1.0),
}

BLOCKS: dict[str, tuple[Box, ...]] = {
    "█": ((0.0, 0.0, 1.0, 1.0),),
    "▀": ((0.0, 0.0, 1.0, 0.5),),
    "▄": ((0.0, 0.5, 1.0, 1.0),),
    "▌": ((0.0, 0.0, 0.5, 1.0),),
    "▐": ((0.5, 0.0, 1.0, 1.0),),
    "▏": ((0.0, 0.0, 0.125, 1.0),),
    "▕": ((0.875, 0.0, 1.0, 1.0),),
    "▔": ((0.0, 0.0, 1.0, 0.125),),
    "▁": ((0.0, 0.875, 1.0, 1.0),),
    "▂": ((0.0, 0.75, 1.0, 1.0),),
    "▃": ((0.0, 0.625, 1.0, 1.0),),
    "▅": ((0.0, 0.375, 1.0, 1.0),),
    "▆": ((0.0, 0.25, 1.0, 1.0),),
    "▇": ((0.0, 0.125, 1.0, 1.0),),
    "▚": (_QUARTERS["ul"], _QUARTERS["lr"]),
    "▞": (_QUARTERS["ur"], _QUARTERS["ll"]),
    "▖": (_QUARTERS["ll"],),
    "▗": (_QUARTERS["lr"],),
    "▘": (_QUARTERS["ul"],),
    "▝": (_QUARTERS["ur"],),
    "▙": (_QUARTERS["ul"], _QUARTERS["ll"], _QUARTERS["lr"]),
    "▛": (_QUARTERS["ul"], _QUARTERS["ur"], _QUARTERS["ll"]),
    "▜": (_QUARTERS["ul"], _QUARTERS["ur"], _QUARTERS["lr"]),
    "▟": (_QUARTERS["ur"], _QUARTERS["ll"], _QUARTERS["lr"]),
}
