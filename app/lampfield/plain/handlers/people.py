"""Handlers for contacts: lists, search, groups, states and cards."""

from collections.abc import Callable

from lampfield.client.handles import Contact as Handle
from lampfield.frontend.people import asking
from lampfield.model.contact import Contact
from lampfield.model.lamp import Lamp
from lampfield.model.link import LinkName
from lampfield.model.show import Show
from lampfield.model.text import plain
from lampfield.plain.card import card_lines
from lampfield.plain.command import Unclear, chosen, place_in
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.listing import numbered
from lampfield.plain.session import NumberMeaning, PlainSession

Is = Callable[[Contact], bool]

LAMPS: dict[str, tuple[Lamp, ...]] = {
    "free": (Lamp.AVAILABLE,),
    "on call": (Lamp.ON_CALL, Lamp.ON_CALL_RINGING),
    "ringing": (Lamp.RINGING, Lamp.ON_CALL_RINGING),
    "not known": (Lamp.UNKNOWN,),
}
SHOWS = {"online": Show.ONLINE, "away": Show.AWAY, "dnd": Show.DND, "offline": Show.OFFLINE}
ALL, WATCHED = "all", "watched"
STATES = (*LAMPS, *SHOWS, WATCHED, ALL)


async def who(session: PlainSession, rest: str) -> None:
    """List the contacts in a state, by default free."""
    text = rest.removeprefix("is ").strip()
    state = next((word for word in STATES if f"{text.lower()} ".startswith(f"{word} ")), None)
    if text and state is None:
        raise Unclear(f"{text!r} is no state. Type who is, and one of: {', '.join(STATES)}.")
    list_in_state(session, state or "free", text[len(state or "") :].strip())


async def free(session: PlainSession, rest: str) -> None:
    """List the free contacts."""
    list_in_state(session, "free", rest)


def list_in_state(session: PlainSession, state: str, text: str) -> None:
    """List the contacts in a state that match a text, after a warning if the states are stale."""
    stale = session.stale
    if (stale.phone if state in LAMPS else stale.chat if state in SHOWS else None) is not None:
        session.say("not known now: a link is lost. What follows was known last.")
    contacts = session.pbx.contacts.values_by_key
    fits = _state(session, state)
    found = [cid for cid in session.finder.found(text, contacts) if fits(contacts[cid])]
    session.list_people(found, f"nobody{f' matching {text}' if text else ''} is {state}.")


def _state(session: PlainSession, state: str) -> Is:
    if state in LAMPS:
        return lambda contact: contact.lamp in LAMPS[state]
    if state in SHOWS:
        return lambda contact: contact.show is SHOWS[state]
    watched = session.announcer.watched
    return lambda contact: state == ALL or contact.cid in watched


async def asks(session: PlainSession, _: str) -> None:
    """List the contacts with an open request."""
    session.list_people(
        asking(session.pbx.contacts.values_by_key.values()), "nobody asks for a relationship."
    )


async def find(session: PlainSession, rest: str) -> None:
    """List the contacts that match a text; a number that no contact has can be dialled."""
    if not rest:
        raise Unclear("Find what? Type find, and any part of a name, number, company, e-mail or tag.")
    number = session.finder.number(rest)
    nobody = f"nobody has it; number {number} dials it." if number else "nobody matches."
    session.list_people(session.finder.found(rest, session.pbx.contacts.values_by_key), nobody)


async def more(session: PlainSession, _: str) -> None:
    """Write the next part of the last list."""
    if not session.listing.more():
        session.say("no more.")


async def say(session: PlainSession, rest: str) -> None:
    """Write the state of a contact."""
    session.say(session.line_of(session.resolver.one_or_last(rest).cid))


async def card(session: PlainSession, rest: str) -> None:
    """Write the card of a contact, with technical properties on request."""
    contact, wants_all = _whose_card(session, rest)
    session.say(session.line_of(contact.cid))
    chat_link = session.pbx.links.get(LinkName.CHAT)
    for line in card_lines(contact.value, session.stale, chat_link, session.clock(), wants_all=wants_all):
        session.say(line)


def _whose_card(session: PlainSession, rest: str) -> tuple[Handle, bool]:
    """Return the contact, and whether technical properties are wanted."""
    words = rest.split()
    wants_all = bool(words) and words[-1].lower() == ALL and not session.resolver.exactly(rest)
    who = " ".join(words[:-1]) if wants_all else rest
    return session.resolver.one_or_last(who), wants_all


async def groups(session: PlainSession, _: str) -> None:
    """List the groups."""
    found = session.finder.groups(session.pbx.contacts.values_by_key)
    session.numbers = NumberMeaning.GROUPS
    session.listing.begin_lines(numbered([f"{plain(name, 40)}, {count}" for name, count in found]))


async def group(session: PlainSession, rest: str) -> None:
    """List the contacts of a group."""
    contacts = session.pbx.contacts.values_by_key
    names = [name for name, _ in session.finder.groups(contacts)]
    known = {name.lower(): name for name in names}
    place = place_in(rest, len(names))
    name = names[place] if place is not None else chosen(rest, known, "group")
    session.list_people(session.finder.members(name, contacts), "nobody is in this group.")


HANDLERS: Handlers = {
    "who": who,
    "free": free,
    "requests": asks,
    "find": find,
    "more": more,
    "say": say,
    "card": card,
    "groups": groups,
    "group": group,
}
