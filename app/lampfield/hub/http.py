"""HTTP responses, as the types of the websockets library."""

from email.utils import formatdate
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response

TEXT = "text/plain; charset=utf-8"


def response(status: int, body: bytes = b"", media_type: str = TEXT, **headers: str) -> Response:
    """Return an HTTP response, after which the connection is closed.

    Args:
        status: The status code.
        body: The content.
        media_type: The content's media type.
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
    """Return an HTTP response that contains a message in plain text."""
    return response(status, f"{text}\n".encode(), **headers)
