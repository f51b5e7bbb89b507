"""What is written to a terminal does nothing to it, and loses nothing."""

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.cli import stdio
from lampfield.cli.logs import Printable
from lampfield.cli.printable import json_lines, printable
from lampfield.cli.recording.writing import Writer
from lampfield.cli.watching.json_lines import write_json
from lampfield.frontend.events.event import Event, Kind
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

HOSTILE = (
    "\x00\x1b[2J\x7f\x80\x9b31m\x9d\xad\u061c\u200b\u202e\u2066\u2028\ufeff\U00013430\U000e0041\ue000é😀"
)
SEEN = {chr(code) for code in range(0x20, 0x7F)} | {"é", "😀"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_says_the_same_with_printable_characters_alone(text: str) -> None:
    data = json_lines([{"name": text, text: 1}])
    assert json.loads(data) == {"name": text, text: 1}
    assert data.decode().removesuffix("\n").isprintable()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_line_for_a_person_has_printable_characters_alone(text: str) -> None:
    line = printable(text)
    assert line.replace("\n", "").replace("\t", "").isprintable()
    assert (line == text) is text.replace("\n", "").replace("\t", "").isprintable()


def test_what_a_character_was_can_be_read() -> None:
    assert printable("a\x9b\u202e\U000e0041\udc80é\n") == "a\\u009b\\u202e\\U000e0041\\udc80é\n"
    assert json_lines(["\x7f\x9b\U000e0041é", 1]) == '"\\u007f\\u009b\\udb40\\udc41é"\n1\n'.encode()


class Captured(io.TextIOWrapper):
    """A standard stream that keeps what is written."""

    def __init__(self) -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding="utf-8", write_through=True)

    @property
    def seen(self) -> set[str]:
        """Every character that was written, line ends aside."""
        return set(self.kept.getvalue().decode()) - {"\n"}


def test_every_way_out_is_printable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", Captured())
    import sys

    out, err = sys.stdout, sys.stderr
    assert isinstance(out, Captured)
    assert isinstance(err, Captured)
    contact = Contact(cid=ContactId(1), name=HOSTILE, tags=(HOSTILE,))
    write_json(1, [Event(Kind.CAME, contact)])
    stdio.say(HOSTILE)
    Writer(out.buffer, "standard output").write([contact])  # type: ignore[arg-type]
    stdio.warn(HOSTILE)
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", (HOSTILE,), None)
    err.write(Printable().format(record))
    assert out.seen <= SEEN
    assert err.seen <= SEEN
    first = out.kept.getvalue().decode().splitlines()[0]
    assert json.loads(first)["contact"]["name"] == HOSTILE
