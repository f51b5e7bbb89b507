"""One's own presence, the links, the news, the help, the end."""

from lampfield.deeds import presence
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import Show
from lampfield.model.text import plain
from lampfield.plain.command import Command, chosen
from lampfield.plain.commands import GRAMMAR
from lampfield.plain.doing.handler import Handlers
from lampfield.plain.session import Session
from lampfield.words.ages import age_words

SHOWS = {presence.own_word(show): show for show in presence.OWN_SHOWS}
SHOW_SHORTS = {word[0]: word for word in SHOWS}
LINKS = {"phone": LinkName.PHONE, "chat": LinkName.CHAT}
REPEATED = 10
"""How many announcements are said again."""


async def show(session: Session, rest: str) -> None:
    """Say one's own presence, or set it."""
    if not rest:
        session.say(own_line(session))
        return
    word, _, status = rest.removeprefix("is ").partition(" ")
    state = SHOWS[chosen(SHOW_SHORTS.get(word, word), {name: name for name in SHOWS}, "presence")]
    await session.perform(lambda: presence.set_show(session.pbx, state, status.strip()))


def own_line(session: Session) -> str:
    """Return how the operator is: ``you are online, Reception: lunch till 1``."""
    me = session.pbx.me
    if me is None:
        return "not known: there is no connection to the hub."
    status = f": {plain(me.status, 120)}" if me.status else ""
    return f"you are {presence.own_word(Show(me.show))}, {plain(me.name or me.account, 40)}{status}."


async def news(session: Session, rest: str) -> None:
    """Say the last announcements again, or whether any are wanted."""
    if rest:
        session.voice.tells_news = chosen(rest, {"on": "on", "off": "off"}, "choice") == "on"
        session.say(f"done: announcements are {rest.lower()}.")
        return
    last = list(session.voice.remembered)[-REPEATED:]
    if not last:
        session.say("nothing was announced yet.")
    session.listing.begin_lines(last)


async def links(session: Session, _: str) -> None:
    """List the links."""
    now = session.clock()
    known = [link for name in LinkName if (link := session.pbx.links.get(name)) is not None]
    session.listing.begin_lines([_link_line(link, now) for link in known])


def _link_line(link: Link, now: float) -> str:
    word = "none is configured" if link.state is LinkState.ABSENT else link.state.value
    age = f" for {age_words(now - link.since)}" if link.since and link.state is not LinkState.ABSENT else ""
    reason = f": {plain(link.reason, 200)}" if link.reason else ""
    return f"{word}{age}, {link.name} link{f', {link.source}' if link.source else ''}{reason}"


async def reset(session: Session, rest: str) -> None:
    """Cut a link and let it come back."""
    name = LINKS[chosen(rest, {word: word for word in LINKS}, "link")]
    await session.perform(lambda: presence.reset_link(session.pbx, name))


async def help_(session: Session, rest: str) -> None:
    """List the commands, or say how one is typed."""
    if rest:
        session.say(_usage(GRAMMAR.command(rest)))
        return
    session.listing.begin_lines([_usage(command) for command in GRAMMAR.commands])
    session.say("WHO is a number of the last list, an extension, a login name, an address or a name.")
    session.say("A number alone dials, or opens that group. What is listed goes on with more.")


def _usage(command: Command) -> str:
    short = f", short {command.short}" if command.short else ""
    return f"{command.usage}{short}: {command.about}"


async def quit_(session: Session, _: str) -> None:
    """End the session."""
    session.ended = True
    session.say("goodbye.")


HANDLERS: Handlers = {
    "show": show,
    "news": news,
    "links": links,
    "reset": reset,
    "help": help_,
    "quit": quit_,
}
