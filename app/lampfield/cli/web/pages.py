"""The two HTML pages, login and board, and their content security policy."""

import html
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template


def login_page(sentence: str = "", account: str = "", root: str = "") -> str:
    """Return the login page.

    Args:
        sentence: Why the previous login failed; empty for the first.
        account: The account of the previous login.
        root: The path prefix of all pages.
    """
    return Template(_text("login.html")).substitute(
        style=STYLE,
        root=html.escape(root),
        sentence=html.escape(sentence),
        account=html.escape(account),
        at_account="" if account else FOCUS,
        at_secret=FOCUS if account else "",
    )


def board_page(account: str, root: str = "") -> str:
    """Return the page that opens a board as soon as it is shown.

    Args:
        account: The account that has logged in.
        root: The path prefix of all pages.
    """
    return Template(_text("board.html")).substitute(
        style=STYLE, script=SCRIPT, account=html.escape(account), root=html.escape(root)
    )


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    """Return the hash source of a script (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


FOCUS = " autofocus"
STYLE = _text("page.css")
SCRIPT = _text("page.js")
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {_source(SCRIPT)}",
        # The terminal's library creates style elements.
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""The content security policy: the pages load nothing from other origins."""
