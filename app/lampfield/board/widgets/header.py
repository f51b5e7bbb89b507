"""The header: title, operator, own presence, the links, and the clock."""

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.kit.cells import fit
from lampfield.board.kit.signs import SHOW_SIGNS, STALE_BAR, UNREAD
from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.board.paint.part import Part, action_at, spans_of
from lampfield.frontend.staleness import age_text, minutes_text
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.text import plain

Glyph = tuple[str, str]
"""A sign and its style."""

LINK_GLYPHS: dict[LinkState, Glyph] = {
    LinkState.UP: ("●", "$lamp-free"),
    LinkState.CONNECTING: ("◌", "$warning"),
    LinkState.DOWN: ("✗", "$error bold"),
    LinkState.ABSENT: ("–", "$muted"),
    LinkState.UNKNOWN: ("~", "$warning"),
}


NOT_UP = (LinkState.DOWN, LinkState.CONNECTING, LinkState.UNKNOWN)


class HeaderFacts(NamedTuple):
    """Everything that the header shows."""

    me: Me | None
    links: Mapping[LinkName, Link]
    asking: int
    """The number of contacts with an open request."""
    unread: int
    """The number of unread messages."""
    now: float
    """Epoch seconds."""
    silence: str = ""
    """Why notifications are silent, in a word."""
    late: int = 0
    """The number of contacts that have waited too long for an answer."""
    by_second: bool = True
    """Whether ages count seconds rather than minutes."""


def header_parts(facts: HeaderFacts, width: int) -> list[Part]:
    """Return the line, ``width`` cells wide: the left part gives way to links, counts and clock."""
    for unread in (" unread", ""):
        right = [Part("  "), *_links(facts), *_counts(facts, unread), Part(_clock(facts.now), "$muted")]
        room = width - sum(cell_len(part.text) for part in right)
        if room >= _needed(facts):
            break
    return [*_left(facts, room), *right]


def _needed(facts: HeaderFacts) -> int:
    """Return the width of the own presence, in full, and the DEMO mark."""
    show = _own_presence(facts.me, facts.links).text if facts.me is not None else ""
    return cell_len(f" {_made_up(facts.links).text}{show}")


TITLE = " lampfield "


def _left(facts: HeaderFacts, room: int) -> list[Part]:
    """Return title, name and own presence. What does not fit is left out, the title before the presence."""
    me = facts.me
    said = _made_up(facts.links)
    room -= cell_len(said.text)
    if me is None:
        name = TITLE if room >= cell_len(TITLE) else ""
        return [Part(name, "bold $primary"), said, Part(" " * max(0, room - cell_len(name)))]
    show = _own_presence(me, facts.links)
    title = Part(TITLE if room >= cell_len(TITLE + show.text) else " ", "bold $primary")
    show = show._replace(text=fit(show.text, min(cell_len(show.text), max(0, room - cell_len(title.text)))))
    name = _name_of(me) if title.text == TITLE else ""
    left = room - cell_len(title.text) - cell_len(show.text) - cell_len(NAME_GAP)
    shown = f"{fit(name, min(left, cell_len(name)))}{NAME_GAP}" if name and left >= MIN_NAME_CELLS else ""
    used = cell_len(title.text) + cell_len(shown) + cell_len(show.text)
    return [title, said, Part(shown, "$foreground"), show, Part(" " * (room - used))]


def _name_of(me: Me) -> str:
    """Return the operator's name, and the account if it is different."""
    name, account = plain(me.name or me.account), plain(me.account)
    return name if name.casefold() == account.casefold() else f"{name} ({account})"


MADE_UP = ("demo", "replay")
"""The sources whose contacts are not real."""


def made_up(links: Mapping[LinkName, Link]) -> str:
    """Return the source if its contacts are not real; else empty."""
    return next((link.source for link in links.values() if link.source in MADE_UP), "")


def _made_up(links: Mapping[LinkName, Link]) -> Part:
    """Return the mark that contacts are not real; it is shown at every width."""
    source = made_up(links)
    return Part(f"{source.upper()}  " if source else "", "bold $warning")


MIN_NAME_CELLS = 4
"""A shorter name is left out."""

NAME_GAP = "  "
"""Between the name and the own presence; kept when the name is cut."""


def _own_presence(me: Me, links: Mapping[LinkName, Link]) -> Part:
    """Return the operator's presence as others see it. Without the links to them it is unknown."""
    sign = SHOW_SIGNS[me.show]
    status = f" {plain(me.status, 16)}" if me.status else ""
    word = f"{sign.word if me.show else 'invisible'}{status}"
    if any(name in links and links[name].state in NOT_UP for name in (LinkName.HUB, LinkName.CHAT)):
        return Part(f"you: {STALE_BAR} ~{word}", "$stale", "own-presence")
    return Part(f"you: {sign.glyph} {word}", f"${sign.variable}", "own-presence")


def _links(facts: HeaderFacts) -> list[Part]:
    parts: list[Part] = []
    for name in (LinkName.HUB, LinkName.PHONE, LinkName.CHAT, LinkName.DIRECTORY):
        link = facts.links.get(name, Link(name, LinkState.UNKNOWN))
        if name is LinkName.DIRECTORY and link.state is not LinkState.DOWN:
            # A file that was read needs no mark: its contents stay true.
            continue
        glyph, style = LINK_GLYPHS[link.state]
        has_age = link.since and link.state in NOT_UP
        text = age_text if facts.by_second else minutes_text
        age = f" {text(facts.now - link.since)}" if has_age else ""
        parts.append(Part(f"{glyph} {name}{age}  ", style, "links"))
    return parts


def _counts(facts: HeaderFacts, unread: str) -> list[Part]:
    """Return the counts of pending items.

    Args:
        facts: The counts.
        unread: The word after the number of unread messages.
    """
    counts = (
        Part(f"{facts.silence}  " if facts.silence else "", "$warning", "mute"),
        Part(_many(facts.asking, "request"), "bold $warning", "requests"),
        Part(f"{UNREAD}{facts.unread}{unread}  " if facts.unread else "", "bold $accent", "next-unread"),
        Part(f"{facts.late} overdue  " if facts.late else "", "bold $warning", "next-unread"),
    )
    return [part for part in counts if part.text]


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}  " if count else ""


def _clock(now: float) -> str:
    return time.strftime("%H:%M ", time.localtime(now)) if now else ""


class HeaderLine(Panel):
    """The operator, the state of every link, the counts, and the time."""

    facts = HeaderFacts(None, {}, 0, 0, 0.0)

    def show(self, facts: HeaderFacts) -> None:
        """Show other facts."""
        self.facts = facts
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        return [spans_of(header_parts(self.facts, width))]

    def action_at(self, x: int, y: int) -> str:
        """Return the action of a part: the list of links, requests, unread messages, the own presence."""
        return action_at(header_parts(self.facts, self.size.width), x) if y == 0 else ""
