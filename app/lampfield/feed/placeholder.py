"""The placeholder picture: initials on a quiet colour, where there is no photo (seed, ``photo``)."""

from hashlib import blake2s

from lampfield.model.text import plain

MEDIA_TYPE = "image/svg+xml"


def placeholder_svg(name: str, size: int = 128) -> bytes:
    """Return a square SVG with a name's initials. The same name has the same colour everywhere.

    Args:
        name: Foreign text; it is escaped.
        size: Edge in pixels.
    """
    from html import escape

    hue = int.from_bytes(blake2s(name.encode(errors="replace"), digest_size=2).digest()) % 360
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="hsl({hue},35%,40%)"/>'
        '<text x="50" y="50" dy=".35em" text-anchor="middle" font-family="sans-serif" font-size="40"'
        f' fill="#fff">{escape(initials(name))}</text></svg>'
    )
    return svg.encode()


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, or a question mark."""
    words = [word for word in plain(name, 200).split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends) or "?"
