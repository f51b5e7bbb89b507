"""The placeholder picture: initials on a quiet colour, where there is no photo (seed, ``photo``)."""

from lampfield.protocol.initials import hue_degrees, initials

MEDIA_TYPE = "image/svg+xml"


def placeholder_svg(name: str, size: int) -> bytes:
    """Return a square SVG with a name's initials. The same name has the same colour everywhere.

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
