"""Lampfield colour-safe: no red beside green; blue is free, orange is busy, yellow rings, white is both.

The hues are those of Okabe and Ito, "Color Universal Design" (2008), lightened where they colour text.
"""

from textual.theme import Theme

THEME = Theme(
    name="lampfield-colour-safe",
    primary="#9ecbff",
    secondary="#b6c4d6",
    accent="#fff07a",
    foreground="#e6eaf0",
    background="#0e1012",
    surface="#15181b",
    panel="#1e2227",
    success="#62bdf2",
    warning="#fff07a",
    error="#ff7f2a",
    dark=True,
    variables={
        "tile": "#1a1d22",
        "tile-quiet": "#121417",
        "tile-busy": "#40240a",
        "tile-ringing": "#3a3608",
        "tile-both": "#42303d",
        "tile-cursor": "#30363f",
        "field": "#24282e",
        "field-focus": "#30363f",
        "chosen": "#2b435e",
        "chosen-text": "#ffffff",
        "chosen-style": "bold",
        "edge": "#454d57",
        "number": "#b6c4d6",
        "muted": "#a8b3c1",
        "stale": "#9ba6b4",
        "lamp-free": "#62bdf2",
        "lamp-busy": "#ff7f2a",
        "lamp-ringing": "#fff07a",
        "lamp-both": "#ffffff",
        "lamp-unknown": "#a8b3c1",
        "show-online": "#62bdf2",
        "show-away": "#fff07a",
        "show-dnd": "#ff7f2a",
        "show-offline": "#9ba6b4",
        "input-cursor-background": "#e6eaf0",
        "input-cursor-foreground": "#0e1012",
    },
)
