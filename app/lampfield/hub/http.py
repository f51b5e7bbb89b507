"""Answers over HTTP, in the words of the websocket library."""

from email.utils import formatdate
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response

TEXT = "text/plain; charset=utf-8"


def response(status: int, body: bytes = b"", media_type: str = TEXT, **headers: str) -> Response:
    """Return an HTTP answer, after which the connection ends.

    Args:
        status: The status code.
        body: What it holds.
        media_type: What that is.
        **headers: Further headers, with ``_`` for ``-``.
    """
    fields = Headers(
        [
            ("Date", formatdate(usegmt=True)),
            ("Connection", "close"),
            ("X-Content-Type-Options", "nosniff"),
            *((name.replace("_", "-"), value) for name, value in headers.items()),
        ]
    )
    if status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        fields["Content-Length"] = str(len(body))
        fields["Content-Type"] = media_type
    return Response(status, HTTPStatus(status).phrase, fields, body)


def sentence(status: int, text: str, **headers: str) -> Response:
    """Return an HTTP answer for a person."""
    return response(status, f"{text}\n".encode(), **headers)
