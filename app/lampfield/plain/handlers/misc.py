"""Handlers for the own presence, links, announcements, help and quit."""

from lampfield.frontend.operations import presence
from lampfield.frontend.operations.rights import can_reset, may
from lampfield.frontend.views import link_of
from lampfield.frontend.wording import age_words
from lampfield.model.link import Link, LinkName
from lampfield.model.text import plain
from lampfield.plain.command import Command, chosen
from lampfield.plain.commands import GRAMMAR
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.session import PlainSession
from lampfield.plain.summary import own_presence_line

SHOWS = {presence.own_presence_word(show): show for show in presence.OWN_PRESENCES}
SHOW_SHORTS = {word[0]: word for word in SHOWS}
LINKS = {name.value: name for name in (LinkName.PHONE, LinkName.CHAT, LinkName.DIRECTORY)}
REPEATED = 10
"""The number of announcements that ``news`` repeats."""


async def state(session: PlainSession, rest: str) -> None:
    """Write the summary, or the state of a contact."""
    session.say(session.line_of(session.resolver.one(rest).cid) if rest else session.summary())


async def show(session: PlainSession, rest: str) -> None:
    """Write the own presence, or set it."""
    if not rest:
        session.say(own_presence_line(session.pbx.me))
        return
    word, _, status = rest.removeprefix("is ").partition(" ")
    state = SHOWS[chosen(SHOW_SHORTS.get(word, word), {name: name for name in SHOWS}, "presence")]
    await session.perform(lambda: presence.set_presence(session.pbx, state, status.strip()))


async def news(session: PlainSession, rest: str) -> None:
    """Repeat the last announcements, or turn announcements on or off."""
    if rest:
        session.output.writes_news = chosen(rest, {"on": "on", "off": "off"}, "choice") == "on"
        session.say(f"done: announcements are {rest.lower()}.")
        return
    last = list(session.output.remembered)[-REPEATED:]
    if not last:
        session.say("nothing was announced yet.")
    session.listing.begin_lines(last)


async def links(session: PlainSession, _: str) -> None:
    """List the links."""
    now = session.clock()
    known = [link for name in LinkName if (link := session.pbx.links.get(name)) is not None]
    session.listing.begin_lines([_link_line(link, now) for link in known])


def _link_line(link: Link, now: float) -> str:
    view = link_of(link)
    age = f" for {age_words(now - view.since)}" if view.since else ""
    reason = f": {plain(view.reason, 200)}" if view.reason else ""
    return f"{view.word}{age}, {link.name} link{f', {view.source}' if view.source else ''}{reason}"


async def reset(session: PlainSession, rest: str) -> None:
    """Disconnect a link; it reconnects by itself."""
    name = LINKS[chosen(rest, {word: word for word in LINKS}, "link")]
    await session.perform(lambda: presence.reset_link(session.pbx, name))


async def help_(session: PlainSession, rest: str) -> None:
    """List the commands, or describe one."""
    if rest:
        session.say(_usage(GRAMMAR.command(rest)))
        return
    session.listing.begin_lines(
        [_usage(command) for command in GRAMMAR.commands if _is_offered(session, command)]
    )
    session.say("WHO is a number of the last list, an extension, a login name, an address, a name or a part.")
    session.say(
        "Before a text the longest name counts. To be sure, type chat ann: hello, or chat 'Ann' hello."
    )
    session.say("A number alone dials, or opens that group. What is listed goes on with more.")


def _is_offered(session: PlainSession, command: Command) -> bool:
    """Return whether the account has the right to a command; ``reset`` needs a link that it may reset."""
    if command.id == "reset":
        return any(can_reset(session.pbx, name) for name in session.pbx.links)
    return may(session.pbx, command.right)


def _usage(command: Command) -> str:
    short = f", short {command.short}" if command.short else ""
    return f"{command.usage}{short}: {command.about}"


async def quit_(session: PlainSession, _: str) -> None:
    """End the session."""
    session.ended = True
    session.say("goodbye.")


HANDLERS: Handlers = {
    "state": state,
    "own-presence": show,
    "news": news,
    "links": links,
    "reset": reset,
    "help": help_,
    "quit": quit_,
}
