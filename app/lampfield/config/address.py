"""Where a hub listens: ``HOST:PORT``."""

import ipaddress

import msgspec


class Address(msgspec.Struct, frozen=True):
    """A host and a port."""

    host: str
    port: int
    """0: any free port."""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def reachable_host(self) -> str:
        """The host to connect to from this machine: loopback where the address means all interfaces."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - read, not bound

    def __str__(self) -> str:
        """Return ``HOST:PORT``, an IPv6 host in brackets."""
        return f"{bracketed(self.host)}:{self.port}"


def parse_address(text: str) -> Address:
    """Parse ``HOST:PORT`` or ``[IPV6]:PORT``.

    Raises:
        ValueError: The text has another form; the message says which.
    """
    host, colon, port = text.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise ValueError(f"{text!r} is not an address: write HOST:PORT, such as 127.0.0.1:8650")
    return Address(host, int(port))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine. No name but ``localhost`` counts."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bracketed(host: str) -> str:
    """Return a host as a URL writes it."""
    return f"[{host}]" if ":" in host else host
