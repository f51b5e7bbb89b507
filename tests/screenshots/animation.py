"""Frames as one SVG that moves: a row that stays the same is there once. Pure."""

from collections.abc import Sequence
from typing import NamedTuple


class Frame(NamedTuple):
    """What is seen for a while."""

    title: str
    """Its markup."""
    rows: tuple[str, ...]
    """The markup of its rows."""
    seconds: float


class Moving(NamedTuple):
    """The parts of a picture that moves."""

    title: str
    body: str
    css: str


def moving(frames: Sequence[Frame]) -> Moving:
    """Return what shows frames one after the other, for ever."""
    total = sum(frame.seconds for frame in frames)
    starts = [sum(frame.seconds for frame in frames[:place]) / total * 100 for place in range(len(frames))]
    spans: dict[tuple[int, int], str] = {}

    def shown(pieces: Sequence[str]) -> str:
        """Return the pieces of one place, each for the time at which it stands there."""
        parts, first = [], 0
        for end in range(1, len(pieces) + 1):
            if end == len(pieces) or pieces[end] != pieces[first]:
                name = spans.setdefault((first, end), f"k{len(spans)}")
                if pieces[first]:
                    parts.append(f'<g class="{name}">{pieces[first]}</g>')
                first = end
        return "".join(parts)

    title = shown([frame.title for frame in frames])
    rows = [shown([frame.rows[y] for frame in frames]) for y in range(len(frames[0].rows))]
    ends = [*starts[1:], 100.0]
    css = "".join(_rule(name, starts[first], ends[end - 1], total) for (first, end), name in spans.items())
    return Moving(title, "\n".join(rows), css)


def _rule(name: str, start: float, end: float, seconds: float) -> str:
    """Return the rule of what is there from one part of the time to another, in percent."""
    if (start, end) == (0.0, 100.0):
        return ""
    steps = [f"0%{{visibility:{'hidden' if start else 'visible'}}}"]
    if start:
        steps.append(f"{start:.3f}%{{visibility:visible}}")
    if end < 100:
        steps.append(f"{end:.3f}%{{visibility:hidden}}")
    return f".{name}{{animation:{name} {seconds:g}s step-end infinite}}@keyframes {name}{{{''.join(steps)}}}"
