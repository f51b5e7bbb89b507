"""Packets of the Asterisk Manager Interface: lines of ``Key: value``, ended by an empty line. Pure.

Source: Asterisk documentation, "AMI v2 Specification".
"""

from collections.abc import Iterable, Mapping

from lampfield.model.text import is_one_line

Packet = dict[str, str]
"""The fields of a packet. Where a key comes again, as ``Message`` may, the first one counts."""

END = b"\r\n\r\n"


def read_packet(data: bytes) -> Packet:
    """Return the fields of one packet; a line without a key is left out."""
    packet: Packet = {}
    for line in map(_text, data.split(b"\r\n")):
        key, colon, value = line.partition(":")
        if colon:
            packet.setdefault(key, value.removeprefix(" "))
    return packet


def _text(line: bytes) -> str:
    """Return a line as text. Files of an Asterisk have any encoding: what is no UTF-8 is Windows-1252."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def write_packet(fields: Mapping[str, str], variables: Iterable[str] = ()) -> bytes:
    """Return the bytes of an action.

    Args:
        fields: What it holds, with ``Action``.
        variables: ``name=value`` for the channel that it makes.

    Raises:
        ValueError: A value holds a line end or another control: it would begin a line of its own.
    """
    lines = [*fields.items(), *(("Variable", variable) for variable in variables)]
    for key, value in lines:
        if not is_one_line(value):
            raise ValueError(f"{key} of an action must be one line of printable characters")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + b"\r\n"
