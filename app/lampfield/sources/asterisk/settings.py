"""Connection settings of an Asterisk."""

import msgspec


class AsteriskSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses of Asterisk's interfaces and the hub's login."""

    url: str
    """URL of Asterisk's HTTP server, such as ``http://127.0.0.1:8088``."""
    ami_host: str
    ami_port: int
    username: str
    password: str
    context: str
    """Dial plan context of the operators' calls."""

    def __repr__(self) -> str:
        """Return the URL alone: this reaches logs, and the password must not."""
        return f"AsteriskSettings({self.url!r})"
