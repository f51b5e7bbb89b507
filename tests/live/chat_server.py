"""A chat server of a test: started on free ports of loopback, in a folder of its own."""

import subprocess
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

from tests.live.local_server import LocalServer, free_port, port_answers

DOMAIN = "acme.test"


class ChatServer(LocalServer):
    """A server with accounts ``NAME@acme.test``, whose password is ``pw-NAME``.

    Args:
        folder: Empty; everything of the server goes there.
    """

    domain = DOMAIN

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.direct_port = free_port()
        """Where TLS begins with the first byte."""
        self.ca = folder / "cert.pem"
        self._certify()

    @abstractmethod
    def register(self, name: str) -> None:
        """Make an account."""

    @abstractmethod
    def befriend(self, name: str, others: Sequence[str]) -> None:
        """Put others into the roster of an account, each seeing the other, and the account into theirs."""

    @abstractmethod
    def narrow(self) -> None:
        """Read as slowly as Debian sets it up, or slower still. Called before the start."""

    def answers(self) -> bool:
        """Say whether it takes connections."""
        return port_answers(self.port)

    def _certify(self) -> None:
        """Make a certificate for the domain, which is its own authority."""
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        words = ["req", "-x509", *key, "-days", "2"]
        subprocess.run(
            ["openssl", *words, "-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{DOMAIN}",
             "-keyout", str(self.folder / "key.pem"), "-out", str(self.ca)],
            check=True,
            capture_output=True,
        )  # fmt: skip
