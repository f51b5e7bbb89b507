"""What the header says, as one line of styled text. Pure."""

import time
from collections.abc import Mapping
from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.cells import fit
from lampfield.board.signs import SHOW_SIGNS, UNREAD
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.text import plain
from lampfield.words.staleness import age_text

Span = tuple[str, str]
"""Text and its style."""

LINK_GLYPHS: dict[LinkState, Span] = {
    LinkState.UP: ("●", "$lamp-free"),
    LinkState.CONNECTING: ("◌", "$warning"),
    LinkState.DOWN: ("✗", "$error bold"),
    LinkState.ABSENT: ("–", "$muted"),
}


class HeaderFacts(NamedTuple):
    """All that the header shows."""

    me: Me | None
    links: Mapping[LinkName, Link]
    asking: int
    """How many ask for a relationship."""
    unread: int
    """How many messages are unread."""
    now: float
    """Epoch seconds."""
    silence: str = ""
    """Why nothing but the screen tells of what happens, in a word."""
    late: int = 0
    """How many wait too long for an answer to their chat."""


def header_spans(facts: HeaderFacts, width: int) -> list[Span]:
    """Return the line, ``width`` cells wide: the left gives way to links, counts and clock."""
    right = [("  ", ""), *_links(facts), *_counts(facts), (_clock(facts.now), "$muted")]
    room = width - sum(cell_len(text) for text, _ in right)
    return [*_left(facts, room), *right]


def _left(facts: HeaderFacts, room: int) -> list[Span]:
    title = " lampfield "
    me = facts.me
    if me is None:
        return [(f" {fit(title, room - 1)}", "bold $primary")]
    show = _own_show(me)
    name_room = room - cell_len(title) - cell_len(show[0]) - 3
    if name_room < 4:
        return [(fit(title, max(0, room - cell_len(show[0]) - 1)), "bold $primary"), show, (" ", "")]
    name = fit(f" {plain(me.name or me.account)}", min(name_room, cell_len(plain(me.name or me.account)) + 1))
    used = cell_len(title) + cell_len(name) + 2 + cell_len(show[0])
    return [(title, "bold $primary"), (name, "$foreground"), ("  ", ""), show, (" " * (room - used), "")]


def _own_show(me: Me) -> Span:
    sign = SHOW_SIGNS[me.show]
    status = f" {plain(me.status, 16)}" if me.status else ""
    return f"you: {sign.glyph} {sign.word if me.show else 'invisible'}{status}", f"${sign.variable}"


def _links(facts: HeaderFacts) -> list[Span]:
    spans: list[Span] = []
    for name in (LinkName.HUB, LinkName.PHONE, LinkName.CHAT):
        link = facts.links.get(name, Link(name, LinkState.ABSENT))
        glyph, style = LINK_GLYPHS[link.state]
        down = link.state in (LinkState.DOWN, LinkState.CONNECTING)
        age = f" {age_text(facts.now - link.since)}" if down and link.since else ""
        spans.append((f"{glyph} {name}{age}  ", style))
    return spans


def _counts(facts: HeaderFacts) -> list[Span]:
    asking = [(f"{facts.asking} ask  ", "bold $warning")] if facts.asking else []
    unread = [(f"{UNREAD}{facts.unread} unread  ", "bold $accent")] if facts.unread else []
    late = [(f"{facts.late} late  ", "bold $warning")] if facts.late else []
    silence = [(f"{facts.silence}  ", "$warning")] if facts.silence else []
    return [*silence, *asking, *unread, *late]


def _clock(now: float) -> str:
    return time.strftime("%H:%M ", time.localtime(now)) if now else ""
