"""A chat session in clear text for the findings: the standard library and a socket, no XMPP library."""

import base64
import re
import socket
import time


class Session:
    """A session up to the binding of a resource; the first presence is not sent yet."""

    def __init__(self, port: int, name: str) -> None:
        self.socket = _connected(port)
        self.read = ""
        plain = base64.b64encode(f"\0{name}\0pw".encode()).decode()
        self._open()
        self.ask(
            f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>", "<success"
        )
        self._open()
        self.ask("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>")
        self.ask(
            "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
            "id=['\"]s['\"]",
        )

    def _open(self) -> None:
        self.ask(
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='acme.test' version='1.0'"
            " xmlns:stream='http://etherx.jabber.org/streams'>",
            "</stream:features>",
        )

    def ask(self, text: str, until: str) -> str:
        """Send text, and return what arrives up to a match of an expression."""
        self.socket.sendall(text.encode())
        start = len(self.read)
        while not re.search(until, self.read[start:]):
            self.read += self.socket.recv(65536).decode()
        return self.read[start:]

    def settle(self) -> str:
        """Return what arrives until the server has answered a question that was sent now."""
        return self.ask("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>", "id=['\"]r['\"]")

    def archive(self, field: str = "", value: str = "", *, after: str = "") -> str:
        """Return the answer to a query of the own archive (XEP-0313)."""
        form = f"<field var='{field}'><value>{value}</value></field>" if field else ""
        page = f"<set xmlns='http://jabber.org/protocol/rsm'><after>{after}</after></set>" if after else ""
        return self.ask(
            "<iq type='set' id='m'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>"
            f"<field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>{form}</x>{page}</query></iq>",
            "<fin|<error",
        )


def bodies(stanzas: str) -> list[str]:
    """Return the texts of the messages in what arrived."""
    return re.findall(r"<body>([^<]*)</body>", stanzas)


def _connected(port: int) -> socket.socket:
    """Return a connection to the server, which may still be starting."""
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not start")
