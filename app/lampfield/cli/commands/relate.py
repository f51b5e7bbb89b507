"""``lampfield request|accept|remove WHO``: manage the chat relationship."""

import argparse
from functools import partial

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.stdio import say
from lampfield.cli.who import label, one_contact
from lampfield.model.contact import Contact

_ABOUT = {
    "request": "ask a contact, or anybody by chat address, for a chat relationship",
    "accept": "accept a contact's request for a chat relationship",
    "remove": "remove the chat relationship with a contact, or refuse a request",
}


def add(commands: options.Commands) -> None:
    """Add the commands."""
    for name, about in _ABOUT.items():
        parser = options.command(commands, name, about)
        options.add_client(parser)
        options.add_config(parser)
        parser.add_argument("who", metavar="WHO", help="cID, number, login name, chat address or name")
        parser.set_defaults(run=partial(run, name))


def run(verb: str, args: argparse.Namespace) -> int:
    """Change the relationship."""
    run_client(args, partial(_relate, verb, args.who), ("contacts",))
    return DONE


async def _relate(verb: str, who: str, feed: Feed) -> None:
    pbx = feed.pbx
    try:
        contact = one_contact(pbx.contacts.values_by_key.values(), who)
    except Failed:
        if verb != "request" or "@" not in who:
            raise
        await pbx.add_contact(who)
        say(f"asked {who}")
        return
    await _act(verb, contact, feed)


async def _act(verb: str, contact: Contact, feed: Feed) -> None:
    handle = feed.pbx.contacts[contact.cid]
    match verb:
        case "request":
            await handle.xmpp_req()
            say(f"asked {label(contact)}")
        case "accept":
            await handle.xmpp_auth()
            say(f"accepted {label(contact)}")
        case _:
            await handle.xmpp_del()
            say(f"removed {label(contact)}")
