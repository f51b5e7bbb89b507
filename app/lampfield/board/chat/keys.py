"""The keys of the chat's box: what each does while one writes."""

from lampfield.board.keys.key import Key, Theme

QUICK_KEYS = 9
"""How many quick texts have a key of their own."""

CHAT_KEYS: tuple[Key, ...] = (
    Key("send-chat", "enter", "send", "In a chat: send what is written", Theme.CHAT, "⏎"),
    Key(
        "next-chat",
        "alt+right,ctrl+pagedown",
        "next chat",
        "In a chat: go to the next one; what is written stays",
        Theme.CHAT,
        "alt+→",
    ),
    Key(
        "previous-chat",
        "alt+left,ctrl+pageup",
        "chat before",
        "In a chat: go to the one before",
        Theme.CHAT,
        "alt+←",
    ),
    Key("unread-chat", "ctrl+n", "unread", "In a chat: go to the next unread one", Theme.CHAT, "^n"),
    Key(
        "quick-texts",
        "f2,alt+q",
        "quick texts",
        "In a chat: write a quick text, chosen by its number",
        Theme.CHAT,
        "F2",
    ),
    Key("search-chat", "ctrl+f", "search", "In a chat: search in what was said", Theme.CHAT, "^f"),
    Key("take-back", "up", "take back", "In a chat: take back what could not be sent", Theme.CHAT, "↑"),
    Key("copy-link", "alt+l", "copy link", "In a chat: copy a link of it", Theme.CHAT, "alt+l"),
    Key("leave-chat", "alt+x", "leave", "In a chat: leave it, it is done with", Theme.CHAT, "alt+x"),
)
"""Each is done at once, so that the keys behind it find it done."""

AT_ONCE: dict[str, str] = {
    "escape": "screen.back",
    **{name: f"screen.{key.action}" for key in CHAT_KEYS for name in key.keys.split(",")},
    **{f"alt+{number}": f"screen.quick_text({number})" for number in range(1, QUICK_KEYS + 1)},
}
"""The action of each key."""
