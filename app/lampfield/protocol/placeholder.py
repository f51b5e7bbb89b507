"""The placeholder for a missing photo: initials on a muted colour (``photo`` in the IPCortex API).

Hub and clients derive both from the name, so that a contact looks the same everywhere.
"""

from hashlib import blake2s

from lampfield.model.text import plain

MEDIA_TYPE = "image/svg+xml"


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, or a question mark."""
    words = [word for word in plain(name, 200).split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends) or "?"


def hue_degrees(name: str) -> int:
    """Return the hue of a name, 0 to 359."""
    return int.from_bytes(blake2s(name.encode(errors="replace"), digest_size=2).digest()) % 360


def placeholder_svg(name: str, size: int) -> bytes:
    """Return a square SVG with a name's initials. The colour depends only on the name.

    Args:
        name: Foreign text; it is escaped.
        size: Edge in pixels.
    """
    from html import escape

    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="hsl({hue_degrees(name)},35%,40%)"/>'
        '<text x="50" y="50" dy=".35em" text-anchor="middle" font-family="sans-serif" font-size="40"'
        f' fill="#fff">{escape(initials(name))}</text></svg>'
    )
    return svg.encode()
