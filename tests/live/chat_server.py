"""A chat server of a test: started on free ports of loopback, in a folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

DOMAIN = "acme.test"
START_SECONDS = 40.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class ChatServer(ABC):
    """A server with accounts ``NAME@acme.test``, whose password is ``pw-NAME``.

    Args:
        folder: Empty; everything of the server goes there.
    """

    name: str
    host = "127.0.0.1"
    domain = DOMAIN

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.direct_port = free_port()
        """Where TLS begins with the first byte."""
        self.ca = folder / "cert.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._certify()

    @abstractmethod
    def register(self, name: str) -> None:
        """Make an account."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    def _environment(self) -> dict[str, str]:
        return dict(os.environ)

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    def start(self) -> None:
        """Start, or start again with all that was known."""
        with (self.folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                self._command(),
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._wait_for(self.port)

    def stop(self) -> None:
        """Stop in order; kill when that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            self._kill(process)

    def kill(self) -> None:
        """End at once, without a word to anybody."""
        process, self._process = self._process, None
        if process is not None:
            self._kill(process)

    @staticmethod
    def _kill(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _wait_for(self, port: int) -> None:
        """Wait until a port answers. This is outside of the event loop, where only time can be waited for."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError), socket.create_connection((self.host, port), 1):
                return
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                output = (self.folder / "output.txt").read_text(errors="replace")
                raise RuntimeError(f"{self.name} did not start:\n{output[-2000:]}")
            time.sleep(0.03)

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
