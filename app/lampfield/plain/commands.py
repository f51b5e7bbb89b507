"""All commands of plain mode. A short form is the key of the same command on the board, if it has one."""

from lampfield.model.account import Right
from lampfield.plain.command import Command, Grammar

WHO = "WHO"
"""A number of the last list, an extension, a login name, a chat address, or a name."""

COMMANDS: tuple[Command, ...] = (
    Command("who", "who is", "w", "[STATE] [TEXT]", "who is free, on call, online, away ...", ("who",)),
    Command("free", "free", "", "[TEXT]", "who is free", ("who is free",)),
    Command("requests", "who asks", "A", "", "who requests a chat relationship", ("requests", "asks")),
    Command("find", "find", "/", "TEXT", "find by name, number, company, e-mail or tag", ("f",)),
    Command("more", "more", "m", "", "the next lines of the last list"),
    Command("state", "state", "t", "", "how it stands: calls, links, unread, requests, your own status"),
    Command("say", "say", "y", f"[{WHO}]", "how somebody is now; without WHO, who was named last"),
    Command("card", "card", "i", f"[{WHO}] [all]", "about somebody; all: everything that is known"),
    Command("dial", "dial", "d", f"{WHO} [on DEVICE]", "dial somebody, or a number", right=Right.DIAL),
    Command("dial-number", "number", "o", "NUMBER", "dial a number as it is typed", right=Right.DIAL),
    Command(
        "answer", "answer", "an", "", "answer the ringing call, or resume the held one", right=Right.DIAL
    ),
    Command("hold", "hold", "ho", "", "hold the call, or resume it", right=Right.DIAL),
    Command(
        "hang-up", "hang up", "h", "", "hang up, or reject the call that rings", ("hangup",), right=Right.DIAL
    ),
    Command(
        "hang-up-contact",
        "end call",
        "H",
        WHO,
        "hang up the call that a contact is on, once confirmed",
        right=Right.HANGUP,
    ),
    Command("calls", "calls", "k", "", "your calls"),
    Command("devices", "devices", "D", "", "the devices to dial on"),
    Command(
        "test-phone",
        "test phone",
        "",
        "[DEVICE]",
        "find out what your phone does from here",
        right=Right.DIAL,
    ),
    Command("chat", "chat", "c", f"{WHO} [TEXT]", "send TEXT, or go into the chat", right=Right.CHAT),
    Command("unread", "unread", "u", "", "who has sent messages that you have not read"),
    Command("leave", "leave", "", WHO, "leave the chat with somebody", right=Right.CHAT),
    Command("request", "request", "r", WHO, "ask somebody for a chat relationship", right=Right.CHAT),
    Command("accept", "accept", "a", WHO, "accept somebody's request", right=Right.CHAT),
    Command("remove", "remove", "x", WHO, "end a relationship, or refuse a request", right=Right.CHAT),
    Command("tags", "tags", "g", f"{WHO} [TAG, TAG ...]", "the tags, or set them; none clears them"),
    Command("add", "add", "n", "ADDRESS [NAME]", "ask somebody who is no contact yet", right=Right.CHAT),
    Command("photo", "photo", "", f"{WHO} [FILE]", "about the photo; FILE saves it"),
    Command(
        "own-presence",
        "show",
        "s",
        "[STATE] [STATUS]",
        "you: online, away, dnd, invisible",
        ("presence",),
    ),
    Command("watch", "watch", "", f"[{WHO}]", "announce the changes of somebody"),
    Command("unwatch", "unwatch", "", WHO, "announce them no longer"),
    Command("news", "news", "", "[on|off]", "the last announcements again; or turn them off"),
    Command("groups", "groups", "", "", "the groups, with their numbers of people"),
    Command("group", "group", "", "NUMBER or NAME", "the people of a group"),
    Command("links", "links", "l", "", "the links, and why one is down"),
    Command("reset", "reset", "", "phone|chat|directory", "disconnect a link and connect it again"),
    Command("help", "help", "?", "[COMMAND]", "the commands, or one of them"),
    Command("quit", "quit", "q", "", "leave", ("exit", "bye")),
)

GRAMMAR = Grammar(COMMANDS)
