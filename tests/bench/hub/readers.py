"""Many clients in one process: ``python -m tests.bench.hub.readers URL CLIENTS ACCOUNTS AT_ONCE``.

Each takes what comes and throws it away. With no accounts they say nothing at all. At most AT_ONCE wait for
their snapshot at the same time. Says ``ready`` when every client has had it; ends when its input ends.
"""

import selectors
import sys

from tests.bench.hub.line import BUFFER_BYTES, Line
from tests.bench.hub.serving import SECRET, account_name


class Reader:
    """A client that logs in when it is greeted, and starts the feed when it is let in.

    Args:
        line: Its line.
        account: Whose it is; empty for a server that asks for none.
    """

    __slots__ = ("_requests", "_said", "line")

    def __init__(self, line: Line, account: str) -> None:
        self.line = line
        self._said = 0
        self._requests: tuple[dict[str, object], ...] = ()
        if account:
            self._requests = (
                {
                    "jsonrpc": "2.0",
                    "id": 1,
                    "method": "login",
                    "params": {"account": account, "secret": SECRET},
                },
                {"jsonrpc": "2.0", "id": 2, "method": "feed.start", "params": {}},
            )
        self.go_on()

    @property
    def waits(self) -> bool:
        """Whether it has not been told all of the beginning yet: the hello and an answer to each request."""
        return bool(self._requests) and self.line.frames <= len(self._requests)

    def go_on(self) -> None:
        """Say what is to be said next."""
        if self._said < min(self.line.frames, len(self._requests)):
            self.line.say(self._requests[self._said])
            self._said += 1


class Readers:
    """All of them.

    Args:
        url: The server's.
        accounts: How many accounts they log in to, in turn; 0 for a server that asks for none.
    """

    def __init__(self, url: str, accounts: int) -> None:
        self.all: list[Reader] = []
        self._url = url
        self._accounts = accounts
        self._selector = selectors.EpollSelector()
        self._selector.register(sys.stdin, selectors.EVENT_READ)
        self._buffer = memoryview(bytearray(BUFFER_BYTES))

    @property
    def waiting(self) -> int:
        """How many have not been told all of the beginning yet."""
        return sum(reader.waits for reader in self.all)

    def open(self) -> None:
        """Connect one more."""
        name = account_name(len(self.all) % self._accounts) if self._accounts else ""
        reader = Reader(Line(self._url), name)
        self.all.append(reader)
        self._selector.register(reader.line.sock, selectors.EVENT_READ, reader)

    def take(self, seconds: float | None) -> bool:
        """Take what is there, or wait for it. Returns whether to go on."""
        for key, _ in self._selector.select(seconds):
            reader: Reader | None = key.data
            if reader is None:
                return False
            if not reader.line.take(self._buffer):
                raise SystemExit("the server closed a connection")
            reader.go_on()
        return True


def main() -> None:
    """Connect all, then take whatever comes."""
    url, (clients, accounts, at_once) = sys.argv[1], map(int, sys.argv[2:])
    readers = Readers(url, accounts)
    while len(readers.all) < clients or readers.waiting:
        if len(readers.all) < clients and readers.waiting < at_once:
            readers.open()
            readers.take(0.0)
        else:
            readers.take(None)
    print("ready", flush=True)
    while readers.take(None):
        pass


if __name__ == "__main__":
    main()
