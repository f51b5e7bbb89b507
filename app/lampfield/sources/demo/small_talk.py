"""The texts of simulated chat messages."""

import re
from random import Random

HOSTILE_LINES = (
    "[bold red on white]you won[/] [@click=app.quit]take it[/] [link=file:///etc/passwd]here[/link]",
    "\x1b[2J\x1b[H\x1b]0;owned\x07\x1b]52;c;cm0gLXJm\x07 all clear\r\x1b[8mhidden",
    "\u202etxet siht gnirut\u202c \u2067right\u2069 z\u200be\u200bro w\u200did\u00adth \ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏿 " * 20,
    "Z" + "\u0335\u0321\u0322\u0327\u0328\u0334" * 30 + "algo\x00\x08\x7f\x9b31m",
    "very long " * 1000,
    "line one\nline two\n\n\n\n   /me is gone\n>>> import os",
)
"""Markup, control characters, reversed text, joined emoji, many combining marks, long text, line ends."""

OPENERS = (
    "Have you got a minute?",
    "Is the small meeting room free at 3?",
    "Courier is at the back door, can you let him in?",
    "If Mr Brown calls, please put him through to me",
    "I am off to lunch, back at half past one",
    "Could you ask Harbour Insurance to call me back?",
    "The door phone on the second floor does not ring",
    "Who was that on line 2 just now?",
)

ARCHIVE = (
    *OPENERS,
    "Good morning!",
    "Morning :-)",
    "Done",
    "Thanks a lot",
    "Not before Thursday, sorry",
    "She is in a meeting till 4, shall I take a message?",
    "Put them through, please",
    "No, I am working from home today",
    "The visitor from Fjord Freight is here",
    "Coming down",
    "Parcel for you at the desk",
    "Can you see whether Support is back from lunch?",
    "Two of them are free",
    "Perfect",
    "Wrong number again, third time today",
    "I will call her back after 2",
)
"""The messages of earlier days."""

_ANSWERS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(r"\b(thank|thanks|cheers)", re.IGNORECASE),
        ("You are welcome", "Any time", "No problem :-)"),
    ),
    (
        re.compile(r"\b(hi|hello|hey|good (morning|afternoon|evening)|morning)\b", re.IGNORECASE),
        ("Hello!", "Hi, what can I do for you?", "Good day to you too"),
    ),
    (
        re.compile(r"\b(call|caller|phone|line|transfer|through)\b", re.IGNORECASE),
        ("Put them through, please", "Can they call back in ten minutes?", "Take a message, please"),
    ),
    (
        re.compile(r"\b(free|time|minute|lunch|meeting|when|back)\b", re.IGNORECASE),
        ("Give me five minutes", "After 2 I am free", "I am in a meeting till 4", "Yes, now is fine"),
    ),
    (re.compile(r"\b(bye|later|tomorrow)\b", re.IGNORECASE), ("See you", "Bye!", "Till tomorrow")),
    (
        re.compile(r"\?\s*$"),
        ("Yes, I think so", "No idea, sorry. Ask Ben?", "I will find out", "Not today", "Let me look"),
    ),
)
_OTHERWISE = ("OK", "All right", "Got it", "Thanks for telling me", "👍", "Fine by me", "Noted")


def answer(text: str, rng: Random) -> str:
    """Return a plausible answer to a message."""
    fitting = (words for pattern, words in _ANSWERS if pattern.search(text))
    return rng.choice(next(fitting, _OTHERWISE))
