"""SIP messages and digest login (RFC 3261, RFC 2617), as far as a telephone on loopback needs them. Pure."""

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

SHORT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length"}
_CHALLENGE = re.compile(r'(\w+)="?([^",]+)"?')


class SipMessage(NamedTuple):
    """A request or a response."""

    first: str
    """The first line."""
    headers: dict[str, list[str]]
    """By name in small letters."""
    body: str = ""

    def get(self, name: str) -> str:
        """Return the first header of a name; empty when there is none."""
        return next(iter(self.headers.get(name, ())), "")

    @property
    def status(self) -> int:
        """The status of a response; 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/") else 0

    @property
    def sequence(self) -> tuple[int, str]:
        """Number and method of the transaction."""
        number, method = self.get("cseq").split()
        return int(number), method


def read_message(data: bytes) -> SipMessage:
    """Return a message."""
    head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        headers.setdefault(SHORT.get(key, key), []).append(value.strip())
    return SipMessage(first, headers, body)


def write_message(first: str, headers: list[tuple[str, str]], body: str = "") -> bytes:
    """Return the bytes of a message."""
    kind = [("Content-Type", "application/sdp")] if body else []
    lines = [first, *(f"{name}: {value}" for name, value in headers + kind), f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def tag_of(header: str) -> str:
    """Return the tag of a From or To; empty when it has none."""
    match = re.search(r";tag=([^;>\s]+)", header)
    return match[1] if match else ""


def uri_of(header: str) -> str:
    """Return the address of a From, To or Contact."""
    match = re.search(r"<([^>]+)>", header)
    return match[1] if match else header.partition(";")[0].strip()


def name_of(header: str) -> str:
    """Return the name that a From or To shows."""
    match = re.match(r'\s*"?([^"<]*?)"?\s*<', header)
    return match[1] if match else ""


def number_of(header: str) -> str:
    """Return the user part of the address in a header."""
    return uri_of(header).removeprefix("sip:").partition("@")[0]


def digest(user: str, password: str, method: str, uri: str, challenge: str) -> str:
    """Return what answers a challenge (RFC 2617, 3.2.2)."""
    asked: Mapping[str, str] = dict(_CHALLENGE.findall(challenge))
    realm, nonce = asked["realm"], asked["nonce"]
    secret, what = _md5(f"{user}:{realm}:{password}"), _md5(f"{method}:{uri}")
    answer = {"username": user, "realm": realm, "nonce": nonce, "uri": uri, "algorithm": "MD5"}
    if "qop" in asked:
        answer["cnonce"] = "0a4f113b"
        answer["response"] = _md5(f"{secret}:{nonce}:00000001:{answer['cnonce']}:auth:{what}")
    else:
        answer["response"] = _md5(f"{secret}:{nonce}:{what}")
    if "opaque" in asked:
        answer["opaque"] = asked["opaque"]
    text = ", ".join(f'{key}="{value}"' for key, value in answer.items())
    return f"Digest {text}" + (", qop=auth, nc=00000001" if "qop" in asked else "")


def session_description(port: int, mode: str = "sendrecv") -> str:
    """Return the offer of one line of PCMU audio (RFC 8866).

    Args:
        port: Of the audio.
        mode: ``sendrecv``; ``sendonly`` puts the other on hold.
    """
    lines = (
        *("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"),
        *(f"m=audio {port} RTP/AVP 0", "a=rtpmap:0 PCMU/8000", f"a={mode}"),
    )
    return "\r\n".join(lines) + "\r\n"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
