"""``lampfield chat WHO TEXT``: send a message to a contact."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.stdio import say
from lampfield.cli.who import label, one_contact
from lampfield.frontend.wording import undelivered_words
from lampfield.model.identity import MessageId
from lampfield.model.room import Message, Receipt

if TYPE_CHECKING:
    from lampfield.client.handles import Room

DATASETS = ("contacts", "rooms")

RECEIPT_SECONDS = 15.0
"""Longer than the 10 s within which a source must report whether the chat server has a message."""


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "chat", "send a message to a contact")
    options.add_client(parser)
    options.add_config(parser)
    parser.add_argument("who", metavar="WHO", help="cID, number, login name, chat address or name")
    parser.add_argument("text", metavar="TEXT", help="what to say")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Send the message, and wait until the chat server confirms it."""
    run_client(args, partial(_chat, args.who, args.text), DATASETS)
    return DONE


async def _chat(who: str, text: str, feed: Feed) -> None:
    pbx = feed.pbx
    contact = one_contact(pbx.contacts.values_by_key.values(), who)
    room = await pbx.contacts[contact.cid].chat()
    message = await room.post(text)
    try:
        await feed.until(lambda: _sent(room, message).receipt is not Receipt.NONE, RECEIPT_SECONDS)
    except TimeoutError as error:
        raise Failed("the chat server did not confirm the message: it may be lost") from error
    sent = _sent(room, message)
    if sent.receipt is Receipt.FAILED:
        raise Failed(f"the message to {label(contact)} was {undelivered_words(sent)}")
    say(f"sent to {label(contact)}")


def _sent(room: "Room", wanted: MessageId) -> Message:
    """Return a message of a room; an empty one without a receipt if the room does not have it."""
    missing = Message(msg_id=wanted, room_id=room.room_id)
    return next((message for message in room.log if message.msg_id == wanted), missing)
